"""The money of co-investment by scheme: the guidance fund's line, or the line of direct equity among programmes'."""

from typing import Final

from sim.engine import codes, money
from sim.engine.codes import BY_CO_INVESTMENT, BY_DIRECT_EQUITY, BY_GAIN_SHARE, CO, CO_LINE, DIRECT_EQUITY
from sim.engine.money import purse_of
from sim.engine.programmes import purses
from sim.engine.rows import law
from sim.engine.state import World

MADE: Final = (BY_CO_INVESTMENT, BY_DIRECT_EQUITY)  # clauses, by scheme


@law
def free(w: World, scheme: int) -> int:
    """What may be invested today, in fen."""
    return purse_of(w, CO_LINE).available if scheme == CO else purses.to_invest(w, DIRECT_EQUITY)


@law
def hold(w: World, scheme: int, amount: int) -> None:
    """Free money is promised and will be paid today."""
    if scheme == CO:
        money.hold(w, purse_of(w, CO_LINE), amount)
    else:
        purses.take(w.programmes[DIRECT_EQUITY], amount)


@law
def pay_held(w: World, scheme: int, payee: int, amount: int, whom: int, clause: int) -> None:
    """Money that is held is paid for shares."""
    kind = codes.CO_INVESTMENT
    if scheme == CO:
        money.pay_held(w, purse_of(w, CO_LINE), payee, amount, codes.IN_COMPANIES, kind, whom, clause)
    else:
        purses.pay_held(w, DIRECT_EQUITY, payee, amount, kind, whom, clause)


@law
def receive(w: World, scheme: int, payer: int, amount: int, kind: int, whom: int) -> None:
    """Money comes home."""
    if scheme == CO:
        money.receive(w, purse_of(w, CO_LINE), payer, amount, kind, whom, BY_CO_INVESTMENT)
    else:
        purses.receive(w, DIRECT_EQUITY, payer, amount, kind, whom, BY_DIRECT_EQUITY)


@law
def share_gain(w: World, scheme: int, manager: int, amount: int, whom: int) -> None:
    """Part of what has just come home is the manager's (``manager`` its account)."""
    if scheme == CO:
        money.hand_on(w, purse_of(w, CO_LINE), manager, amount, codes.GAIN_SHARE, whom, BY_GAIN_SHARE)
    else:
        purses.hand_on(w, DIRECT_EQUITY, manager, amount, codes.GAIN_SHARE, whom, BY_DIRECT_EQUITY)


@law
def cost_gone(w: World, scheme: int, cost: int) -> None:
    """What was invested is no longer in a company; only the guidance fund's money has places."""
    if scheme == CO:
        money.shift(w, codes.IN_COMPANIES, codes.GONE, cost)
