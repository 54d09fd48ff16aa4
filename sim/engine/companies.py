"""The life of a company: founded, financed stage by stage, and ended by exactly one route (D5)."""

import math
from typing import Final

from sim.clauses.exit_price import ACTIVE, FAILED, IN_LOCKUP, STALLED, lingering_base, lingering_sale
from sim.clauses.rates import civil
from sim.economy import fates, laws
from sim.engine import (
    advancing,
    awards,
    chance,
    city_levers,
    codes,
    exchange,
    funds,
    leaving,
    lingering,
    operations,
    repayment,
    runway,
    steps,
)
from sim.engine.base import balance, count, open_account, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import COMPANY_CASH, NEVER, NO_STAGE, NOBODY, STAGES
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import Achievement, Company
from sim.engine.order import BRIDGE_OVER, COMPANY, EXIT, LEAVES, MILESTONE, REACHED, ROUND, SHOWN
from sim.engine.programmes import hooks, incubators, supports
from sim.engine.rows import add, law
from sim.engine.state import World

FOUNDING_SHARES: Final = 100_000_000


@law
def found(w: World, achievement: Achievement) -> None:
    """A company is founded; its seed round opens after the months the founders can live on."""
    today = w.clock[0].today
    company = add(w.companies)
    company.slot = achievement.slot
    company.sector = achievement.sector
    company.local = achievement.local
    company.quality = achievement.quality
    company.founded = today
    company.stage = NO_STAGE
    company.funded = NEVER
    company.filed = NEVER
    company.listed = NEVER
    company.lingering = NEVER
    company.ended = NEVER
    company.left = NEVER
    company.otc = NEVER
    company.loan = NOBODY
    company.achievement = achievement.id
    company.counted = NOBODY
    hooks.company_founded(company)
    achievement.company = company.id
    company.cash = open_account(w, COMPANY_CASH, company.slot, 0)
    u = draw(w, chance.SIZE_OF_COMPANY, company.slot, 0)
    company.size = laws.lognormal(u, 1.0, w.company_law[0].size_sigma)
    company.shares = FOUNDING_SHARES
    operations.begin(w, company)
    w.market[0].neighbours[company.sector] += city_levers.lives_here(company)
    company.state = ACTIVE
    company.first_holding = NOBODY
    for stage in range(STAGES):
        company.first_signal[stage] = NOBODY
    company.next_filed = NOBODY
    awards.answer(w, achievement, company)
    dispatch.company_founded(w, company)
    tell(w, steps.FOUNDED, company.id, achievement.id)
    awards.grant(w, achievement, company)
    wait = laws.months_to_days(w.round_law[0].months_to_seed)
    company.runway_end = today + wait
    incubators.company_founded(w, company, FOUNDING_SHARES)
    at(w, today + max(wait, 1), ROUND, COMPANY, company.slot, SHOWN, codes.OPEN_ROUND, company.id, 0)


# ---- milestones -----------------------------------------------------------------------------------------------------


@law
def start_stage(w: World, company: Company, stage: int) -> None:
    """A round has closed: the next milestone and the runway to it are set, unseen by anyone."""
    today = w.clock[0].today
    runway.spend(w, company)
    company.stage = stage
    if stage == 0 or company.funded == NEVER:
        company.funded = today
    company.state = ACTIVE
    company.at_round_price = 1
    operations.aim(w, company, stage)
    u = draw(w, chance.FATE_TIME, company.slot, 2 * stage)
    due = today + fates.time_in_stage_days(w.company_law[0], stage, fates.ADVANCE, u)
    kind = read_milestone(w, company, stage, 0, due)
    wait = fates.time_in_stage_days(w.company_law[0], stage, kind, u)
    company.stage_day = today
    company.runway_end = today + paid_for(w, company, wait)
    at(w, today + wait, MILESTONE, COMPANY, company.slot, REACHED, codes.MILESTONE_DUE, company.id, kind)


@law
def paid_for(w: World, company: Company, wait: int) -> int:
    """Days that the money of a company's last round lasts where its milestone is ``wait`` days away."""
    terms = w.round_law[0]
    slack = laws.lognormal(draw(w, chance.RUNWAY, company.slot, company.stage), terms.runway_median, terms.runway_sigma)
    longer = incubators.stretch(w, company) * city_levers.runway(w, company.stage)
    return int(wait * max(1.0, slack) * longer + 0.5)


@law
def read_milestone(w: World, company: Company, stage: int, redraw: int, day: int) -> int:
    """What happens at a milestone: one uniform, read with quality, the lead's skill and the common cycle.

    The cycle is that of the calendar year of ``day``, on which the company advances if it does. When else it comes to
    something depends on what happens, which may not depend on it.
    """
    own = lean(w, company, stage) + common_cycle(w, day)
    company.pull = advancing.shift(w, company)
    u = draw(w, chance.FATE, company.slot, 2 * stage + redraw)
    return fates.milestone(w.stages[stage], u, own + company.pull, redraw > 0)


@law
def lean(w: World, company: Company, stage: int) -> float:
    """What a company's own quality, its lead and the articles that help it add to its log odds of advancing."""
    own = fates.log_odds_shift(w.company_law[0], stage, company.quality, company.lead_skill)
    return own + awards.on_advance(w, company)


@law
def common_cycle(w: World, day: int) -> float:
    """What the calendar year of ``day`` adds to everybody's log odds of advancing."""
    last, now = len(w.cycle) - 1, w.clock[0]
    if last == 0:
        return w.cycle[0].log_odds
    return w.cycle[min(civil(now.start + day)[0] - civil(now.start + now.begins)[0], last)].log_odds


@law
def milestone_due(w: World, c: int, kind: int) -> None:
    """The day of a milestone: it is read again where support has come to the company, or gone, since its round."""
    company, found = w.companies[c], kind
    if advancing.shift(w, company) != company.pull:
        found = read_again(w, company)
    if found == kind or not put_off(w, company, kind, found):
        milestone(w, c, found)


@law
def read_again(w: World, company: Company) -> int:
    """What happens at the milestone of its stage with the support that it has today."""
    u = draw(w, chance.FATE_TIME, company.slot, 2 * company.stage)
    due = company.priced + fates.time_in_stage_days(w.company_law[0], company.stage, fates.ADVANCE, u)
    return read_milestone(w, company, company.stage, 0, due)


@law
def put_off(w: World, company: Company, kind: int, found: int) -> int:
    """Whether what was found comes later than what was to come today; then its money lasts so much longer."""
    slot, stage = company.slot, company.stage
    u = draw(w, chance.FATE_TIME, slot, 2 * stage)
    wait = fates.time_in_stage_days(w.company_law[0], stage, found, u)
    later = company.priced + wait
    if later <= w.clock[0].today:
        return 0
    planned = fates.time_in_stage_days(w.company_law[0], stage, kind, u)
    runway.spend(w, company)
    company.runway_end += paid_for(w, company, wait) - paid_for(w, company, planned)
    runway.round_paid(w, company)
    at(w, later, MILESTONE, COMPANY, slot, REACHED, codes.MILESTONE_DUE, company.id, found)
    return 1


@law
def milestone(w: World, c: int, kind: int) -> None:
    """The company is ready for its next round, stalls, files, is sold or fails."""
    company, today = w.companies[c], w.clock[0].today
    runway.spend(w, company)
    company.at_round_price = 0
    tell(w, steps.MILESTONE, c, kind, company.stage)
    hooks.milestone(w, company, kind)
    if kind == fates.ADVANCE:
        at(w, today, ROUND, COMPANY, company.slot, SHOWN, codes.OPEN_ROUND, c, company.stage + 1)
    elif kind == fates.STALL:
        stall(w, company)
    elif kind == fates.FILING:
        company.filed = today
        tell(w, steps.FILED, c)
        exchange.file(w, company)
    elif kind == fates.TRADE_SALE:
        at(w, today, EXIT, COMPANY, company.slot, LEAVES, codes.TRADE_SALE, c, codes.SOLD)
    else:
        at(w, today, EXIT, COMPANY, company.slot, LEAVES, codes.FAIL, c, 0)


@law
def stall(w: World, company: Company) -> None:
    """A bridge of some months, paid by the founders outside the ledger, and one more draw."""
    company.state = STALLED
    operations.rest(w, company)
    tell(w, steps.STALLED, company.id)
    day = w.clock[0].today + laws.months_to_days(w.company_law[0].stall_months)
    company.runway_end = max(company.runway_end, day)
    at(w, day, MILESTONE, COMPANY, company.slot, BRIDGE_OVER, codes.REDRAW, company.id, 0)


@law
def redraw(w: World, c: int, _: int) -> None:
    """The bridge is over."""
    company = w.companies[c]
    company.state = ACTIVE
    operations.aim(w, company, company.stage)
    milestone(w, c, read_milestone(w, company, company.stage, 1, w.clock[0].today))


# ---- ends -----------------------------------------------------------------------------------------------------------


@law
def run_out(w: World, company: Company) -> None:
    """No round closed in time: the company is wound up, or lingers, when its money is gone."""
    day = max(company.runway_end, w.clock[0].today + 1)
    at(w, day, EXIT, COMPANY, company.slot, LEAVES, codes.RUN_OUT, company.id, 0)


@law
def no_money(w: World, c: int, _: int) -> None:
    """The money is gone."""
    runway.spend(w, w.companies[c])
    fall(w, w.companies[c], codes.NO_MONEY)


@law
def fail(w: World, c: int, _: int) -> None:
    """The company has failed."""
    fall(w, w.companies[c], codes.FAILS)


@law
def fall(w: World, company: Company, how: int) -> None:
    """It is wound up, or lives on from its own sales."""
    supports.fallen(w, company)
    if lingering.lingers(w, company):
        lingering.begin(w, company)
    else:
        wind_up(w, company, how)


@law
def linger_over(w: World, c: int, _: int) -> None:
    """Its sales no longer keep a lingering company alive."""
    wind_up(w, w.companies[c], codes.NO_MONEY)


@law
def linger_year(w: World, c: int, anniversary: int) -> None:
    """A lingering company finds a buyer, or waits for another year."""
    company, chance_of_sale = w.companies[c], w.company_law[0].linger_sale
    u = draw(w, chance.LINGER_SALE_U, company.slot, anniversary)
    if u < chance_of_sale:
        sell_lingering(w, company, lingering_sale(u, chance_of_sale))
    else:
        lingering.wait(w, company, anniversary + 1)


@law
def sell_lingering(w: World, company: Company, share: float) -> None:
    """Each holder gets ``share`` of its last price, or of its own cost where that is less."""
    repayment.company_bought(w, company)
    end(w, company, codes.SOLD)
    company.gained = int(share * company.price >= company.first_price)
    operations.sold_lingering(w, company)
    leaving.bought(w, company)
    tell(w, steps.LINGERING_SALE, company.id, share)
    h = company.first_holding
    while h != NOBODY:
        holding = w.holdings[h]
        h = holding.next_of_company
        base = lingering_base(float(holding.shares), company.price, float(holding.cost))
        funds.leave(w, holding, int(base * share + 0.5), codes.SALE, codes.BY_TRADE_SALE)
    dispatch.lingering_sold(w, company, share)


@law
def wind_up(w: World, company: Company, how: int) -> None:
    """Each investor gets nothing, or one uniform share of its own cost; later money gets no better rank."""
    slot = company.slot
    share = fates.recovery(w.company_law[0], draw(w, chance.RECOVERY, slot, 0), draw(w, chance.RECOVERY, slot, 1))
    company.state = FAILED
    repayment.company_falls(w, company)
    end(w, company, how)
    operations.close(w, company)
    tell(w, steps.WOUND_UP, company.id, share)
    h = company.first_holding
    while h != NOBODY:
        holding = w.holdings[h]
        h = holding.next_of_company
        funds.leave(w, holding, int(holding.cost * share + 0.5), codes.RECOVERY, codes.BY_LIQUIDATION)
    dispatch.company_wound_up(w, company, share)


@law
def trade_sale(w: World, c: int, how: int) -> None:
    """The whole company is bought at a multiple of its fundamental value."""
    company = w.companies[c]
    multiple = fates.trade_sale_multiple(w.company_law[0], draw(w, chance.EXIT_PRICE, company.slot, 0))
    price = capped(w, company, company.value * multiple * market_factor(w))
    company.gained = int(price >= company.first_price)
    runway.spend(w, company)
    repayment.company_bought(w, company)
    end(w, company, how)
    operations.sold(w, company)
    leaving.bought(w, company)
    tell(w, steps.TRADE_SALE, c, price * company.shares, price)
    sell_all(w, company, price, codes.SALE, codes.BY_TRADE_SALE)


@law
def list_on_exchange(w: World, company: Company) -> None:
    """Shares are listed; holders sell after the lock-up."""
    multiple = fates.listing_multiple(w.company_law[0], draw(w, chance.EXIT_PRICE, company.slot, 1))
    company.price = capped(w, company, company.value * multiple * market_factor(w))
    company.priced = w.clock[0].today
    company.state = IN_LOCKUP
    company.listed = w.clock[0].today
    operations.listed(w, company)
    runway.spend(w, company)
    repayment.company_bought(w, company)
    tell(w, steps.LISTED, company.id, company.price * company.shares, company.price)
    day = w.clock[0].today + max(1, laws.months_to_days(w.listing[0].lockup_months))
    at(w, day, EXIT, COMPANY, company.slot, LEAVES, codes.SELL_LISTED, company.id, 0)


@law
def sell_listed(w: World, c: int, _: int) -> None:
    """The lock-up is over: holders sell in the market."""
    company, terms = w.companies[c], w.listing[0]
    sigma = terms.volatility * math.sqrt(terms.lockup_months / 12.0)
    factor = laws.lognormal(draw(w, chance.LOCKUP, company.slot, 0), math.exp(-0.5 * sigma * sigma), sigma)
    end(w, company, codes.LISTED)
    tell(w, steps.LOCKUP_SALE, c, factor)
    sell_all(w, company, company.price * factor, codes.LISTING_SALE, codes.BY_LISTING)


@law
def market_factor(w: World) -> float:
    """Today's factor on exit prices."""
    now = w.clock[0]
    return w.years[min((now.today - now.begins) // 365, len(w.years) - 1)].factor


@law
def capped(w: World, company: Company, price: float) -> float:
    """A price within the cap on multiples of the first."""
    limit = w.company_law[0].multiple_cap * company.first_price
    if price > limit:
        count(w, codes.MULTIPLES_CAPPED, 1)
        return limit
    return price


@law
def sell_all(w: World, company: Company, price: float, kind: int, route: int) -> None:
    """Every holder sells at ``price`` a share, in the order of funds."""
    h = company.first_holding
    while h != NOBODY:
        holding = w.holdings[h]
        h = holding.next_of_company
        funds.leave(w, holding, int(holding.shares * price + 0.5), kind, route)
    dispatch.company_sold(w, company, price, kind, route)


@law
def end(w: World, company: Company, how: int) -> None:
    """The company is gone; what it had left is spent."""
    w.market[0].neighbours[company.sector] -= city_levers.lives_here(company)
    company.end = how
    company.ended = w.clock[0].today
    operations.investors_gone(w, company)
    incubators.give_up(w, company)
    runway.burn(w, company, balance(w, company.cash))


# ---- listing --------------------------------------------------------------------------------------------------------


@law
def month(w: World, m: int, _: int) -> None:
    """The first of a month: who waited too long gives up, then as many list as there are places."""
    exchange.give_up(w)
    for _place in range(w.months[m].capacity):
        c = exchange.take_first(w)
        if c != NOBODY:
            list_on_exchange(w, w.companies[c])
