"""The anniversary: lines give back what they have not used and get the year's money, and running costs are paid."""

from sim.engine import codes, coverers
from sim.engine.base import post
from sim.engine.calendar import at
from sim.engine.codes import ABOUT_ARTICLE
from sim.engine.kinds.programmes import RunningCost
from sim.engine.money import CITY
from sim.engine.order import DATA, GUIDANCE, PROGRAMME_MONEY
from sim.engine.programmes import purses, supports
from sim.engine.rows import law
from sim.engine.state import World


@law
def open_programmes(w: World) -> None:
    """The purses, and the days on which money comes and goes."""
    purses.open_purses(w)
    supports.begin(w)
    for year in range(len(w.anniversaries)):
        day = w.anniversaries[year].day
        at(w, day, DATA, GUIDANCE, CITY, PROGRAMME_MONEY, codes.ANNIVERSARY, year, 0)


@law
def anniversary(w: World, year: int, _: int) -> None:
    """What is left of older money goes back before the new comes; in the end all that is free goes back."""
    this = w.anniversaries[year]
    for line in range(codes.PROGRAMMES):
        purses.give_back(w, line, this.keeps, this.reuses)
    for m in range(len(w.line_money)):
        money = w.line_money[m]
        if money.day == this.day:
            purses.appropriate(w, money.line, money.fen)
    coverers.capital_comes(w)
    for c in range(len(w.running_costs)):
        if w.running_costs[c].day == this.day:
            pay_cost(w, w.running_costs[c])


@law
def pay_cost(w: World, cost: RunningCost) -> None:
    """The treasury pays what an article runs."""
    treasury, about = w.levels[CITY].treasury, ABOUT_ARTICLE + cost.article
    post(w, treasury, codes.OUTSIDE, cost.fen, codes.PROVIDE, about, cost.clause)
    post(w, codes.OUTSIDE, treasury, cost.fen, codes.RUNNING_COST, about, cost.clause)
