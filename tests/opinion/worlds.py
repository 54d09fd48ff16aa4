"""Worlds in which one company asks one bank: all rules of the village, no event but those that a test brings about."""

from typing import Any

from sim.economy.streams import Draws
from sim.engine import codes
from sim.engine.base import balance, open_account, post
from sim.engine.chance import NAMES
from sim.engine.codes import NEVER, NOBODY
from sim.engine.given import given
from sim.engine.handlers import open_world
from sim.engine.kinds.firms import Company, Deal
from sim.engine.reference import Calendar, empty_world
from sim.engine.state import World
from sim.engine.story import Story
from tests.engine.hand_made import made
from tests.villages import village

YUAN = 100
MILLION = 1_000_000 * YUAN
BANK = ("economy.bank.pledge=1.0", "policy.credit.pledge_ltv=0.25")
YEARLY = 2 * MILLION  # what a company by hand spends
TODAY = 60  # 14 May 2011, with a loan rate of 6.31 %
UNIVERSITY, PRIVATE = 0, 3


def world(*sets: str, draws: dict[str, float] | None = None) -> World:
    """The accounts are open and nothing has happened; ``draws`` dictates streams, each one number for everybody."""
    scenario = village(*sets)
    source = Draws(scenario.seed, 0)
    for name, u in (draws or {}).items():
        source.override(name, lambda _entity, _ordinal, u=u: u)  # type: ignore[misc]
    what = given(scenario, source)
    w = empty_world(what)
    w.draws = [None if name in source.opened() else source.stream(name).u for name in NAMES]
    w.story = Story()
    w.calendar = Calendar(w)
    open_world(w)
    w.clock[0].today = TODAY
    return w


def company(w: World, *, slot: int = 7, owner: int = UNIVERSITY, appraised: int = 208 * MILLION // 100) -> Company:
    """A seed company whose money ends today."""
    result = made(w.achievements, slot=slot, owner=owner, appraised=appraised, declared=appraised, taken_over=NEVER)
    found: Company = made(
        w.companies, slot=slot, achievement=result.id, stage=codes.SEED, size=1.0, loan=NOBODY, runway_end=TODAY,
        stage_day=TODAY, burn=YEARLY / 365, ended=NEVER, listed=NEVER, filed=NEVER, otc=NEVER, local=1,
        first_holding=NOBODY, first_co_stake=NOBODY, last_co_stake=NOBODY, priced=TODAY,
    )  # fmt: skip
    found.cash = open_account(w, codes.COMPANY_CASH, slot, 0)
    result.company = found.id
    return found


def deal(w: World, stage: int = 1) -> Deal:
    """A round that waits."""
    found: Deal = made(w.deals, stage=stage, first_yes=NOBODY)
    return found


def give(w: World, account: int, fen: int) -> None:
    """Money falls from the sky."""
    post(w, account, codes.OUTSIDE, fen, codes.PROVIDE, codes.ABOUT_CITY, codes.BY_COMPANY)


def leave_with(w: World, one: Company, fen: int) -> None:
    """The company has spent all but ``fen``."""
    post(w, codes.OUTSIDE, one.cash, balance(w, one.cash) - fen, codes.BURN, codes.ABOUT_CITY, codes.BY_COMPANY)


def posted(w: World) -> dict[str, int]:
    """What has been moved, by kind (fen)."""
    found: dict[str, int] = {}
    for one in w.postings:
        kind = codes.KINDS[one.kind]
        found[kind] = found.get(kind, 0) + one.fen
    return found


def memo(w: World) -> tuple[int, int]:
    """Open principal and open cover as the memo has them."""
    return balance(w, w.lender[0].loans), balance(w, w.lender[0].covered)


def last(w: World, what: str) -> Any:
    """The last step of a name."""
    return [step for step in w.story if step.what == what][-1]
