"""The order of a day, in one table: phase, then kind of entity, then entity, then ordinal (D3).

Whatever waits for a day stands in ``DAY``: where it has its place among all that fall on it, and what then happens.
"""

from typing import Final, NamedTuple

from sim.engine import codes
from sim.engine.codes import ATTEMPT_SLOTS, FUND_SLOTS
from sim.ledger import vocabulary as v

PHASES: Final = (
    "data", "call", "pipeline", "milestone", "exit", "option", "distribution", "receipt", "fund close", "round", "fee",
    "payment", "test", "value", "end",
)  # fmt: skip
DATA: Final = 0
CALL: Final = 1
PIPELINE: Final = 2
MILESTONE: Final = 3
EXIT: Final = 4
OPTION: Final = 5
DISTRIBUTION: Final = 6
RECEIPT: Final = 7
FUND_CLOSE: Final = 8
ROUND: Final = 9
FEE: Final = 10
PAYMENT: Final = 11
TEST: Final = 12
VALUE: Final = 13
END: Final = 14

ENTITIES: Final = (
    "world", "guidance fund", "achievement", "company", "manager", "fund", "stake", "co-investment",
)  # fmt: skip
WORLD: Final = 0
GUIDANCE: Final = 1
ACHIEVEMENT: Final = 2
COMPANY: Final = 3
MANAGER: Final = 4
FUND: Final = 5
STAKE: Final = 6
CO_STAKE: Final = 7

# Ordinals, by phase and kind of entity as in ``DAY``.
MONTH_BEGINS: Final = 0
APPROPRIATED: Final = 0
CLOSED: Final = 1
PROGRAMME_MONEY: Final = 2
AGAIN: Final = 8  # and the lines after it
CALLED: Final = 0
RECALLED: Final = 32  # and the lines after it; after the yearly call, which may still use the money
PROGRAMMES: Final = 48  # after calls and recalls of the guidance funds
LAPSED: Final = 0
PLACE: Final = 0
DISCOVERED: Final = 0
EVALUATED: Final = 1
REVIEWED: Final = 2
APPROVED: Final = 3
NEGOTIATED: Final = 4
CLOCK: Final = 5
FOUNDED: Final = 6
SEEN_AGAIN: Final = 7
REACHED: Final = 0
BRIDGE_OVER: Final = 1
MATURES: Final = 2
LEAVES: Final = 0
TERM_OVER: Final = 1
EXTENSION_OVER: Final = 2
PAYS_OUT: Final = 0
GRACE_OVER: Final = 0
WINDOW_OVER: Final = 1
DUE: Final = 2
IDLE: Final = 8
BREACH_AGAIN: Final = 9
IDLE_AGAIN: Final = 10
SCHEDULE: Final = 16  # and the windows after it
PUT_DAYS: Final = 64  # and the days after it
CO_DUE: Final = 0  # and the schemes after it
DISTRIBUTED: Final = 0
BOOKS_CLOSED: Final = 1
REDUCED: Final = 2
RETURNED: Final = 2
ARRIVES: Final = 0
NEXT_FUND: Final = FUND_SLOTS  # and the funds after it
MOSTLY_INVESTED: Final = 2 * FUND_SLOTS  # and the funds after it
ANSWERED: Final = 3 * FUND_SLOTS  # and the funds after it
GIVES_UP: Final = ATTEMPT_SLOTS  # and the attempts after it
CLOSES: Final = 2 * ATTEMPT_SLOTS  # and the attempts after it
SERVICE: Final = 0
SHOWN: Final = 0
STOPS: Final = 0
FREED: Final = 1
FEE_PAID: Final = 2
OWN_RESERVE: Final = 64
PAID: Final = 0
LATER: Final = 1
COACHED: Final = 0
TESTED: Final = 0


class Turn(NamedTuple):
    """When an event has its turn: ``room`` ordinals from ``ordinal`` on."""

    phase: int
    entity: int
    ordinal: int
    event: int
    room: int = 1


LINES: Final = len(v.GUIDANCE_LINES)
MANY: Final = 1 << 14  # as many as come

DAY: Final = (
    Turn(DATA, WORLD, MONTH_BEGINS, codes.MONTH),
    Turn(DATA, GUIDANCE, APPROPRIATED, codes.APPROPRIATE),
    Turn(DATA, GUIDANCE, CLOSED, codes.CLOSE_BUDGET),
    Turn(DATA, GUIDANCE, PROGRAMME_MONEY, codes.ANNIVERSARY),
    Turn(DATA, GUIDANCE, AGAIN, codes.USE_AGAIN, LINES),
    Turn(CALL, GUIDANCE, CALLED, codes.CALL_FOR_FUNDS),
    Turn(CALL, GUIDANCE, RECALLED, codes.RECALL, LINES),
    Turn(CALL, GUIDANCE, PROGRAMMES, codes.PROGRAMME_DAY),
    Turn(CALL, COMPANY, PLACE, codes.PLACE_DUE),
    Turn(CALL, FUND, LAPSED, codes.WITHDRAW_OFFER),
    Turn(PIPELINE, ACHIEVEMENT, DISCOVERED, codes.DISCOVER),
    Turn(PIPELINE, ACHIEVEMENT, EVALUATED, codes.EVALUATE),
    Turn(PIPELINE, ACHIEVEMENT, REVIEWED, codes.REQUEST),
    Turn(PIPELINE, ACHIEVEMENT, REVIEWED, codes.DECIDE),
    Turn(PIPELINE, ACHIEVEMENT, APPROVED, codes.APPROVE),
    Turn(PIPELINE, ACHIEVEMENT, NEGOTIATED, codes.AGREE),
    Turn(PIPELINE, ACHIEVEMENT, CLOCK, codes.ONE_YEAR),
    Turn(PIPELINE, ACHIEVEMENT, FOUNDED, codes.CONVERT),
    Turn(PIPELINE, ACHIEVEMENT, SEEN_AGAIN, codes.SECOND_LOOK),
    Turn(MILESTONE, COMPANY, REACHED, codes.MILESTONE_DUE),
    Turn(MILESTONE, COMPANY, BRIDGE_OVER, codes.REDRAW),
    Turn(MILESTONE, COMPANY, MATURES, codes.LOAN_DUE),
    Turn(EXIT, COMPANY, LEAVES, codes.TRADE_SALE),
    Turn(EXIT, COMPANY, LEAVES, codes.FAIL),
    Turn(EXIT, COMPANY, LEAVES, codes.RUN_OUT),
    Turn(EXIT, COMPANY, LEAVES, codes.SELL_LISTED),
    Turn(EXIT, COMPANY, LEAVES, codes.LINGER_YEAR),
    Turn(EXIT, COMPANY, LEAVES, codes.LINGER_OVER),
    Turn(EXIT, FUND, TERM_OVER, codes.TERM),
    Turn(EXIT, FUND, EXTENSION_OVER, codes.SELL_REST),
    Turn(OPTION, FUND, PAYS_OUT, codes.DISTRIBUTION_DUE),
    Turn(OPTION, STAKE, GRACE_OVER, codes.CONSIDER_OPTION),
    Turn(OPTION, STAKE, WINDOW_OVER, codes.CONSIDER_OPTION),
    Turn(OPTION, STAKE, DUE, codes.STAKE_DUE),
    Turn(OPTION, STAKE, IDLE, codes.IDLE_DUE),
    Turn(OPTION, STAKE, BREACH_AGAIN, codes.LEAVE_AGAIN),
    Turn(OPTION, STAKE, IDLE_AGAIN, codes.IDLE_AGAIN),
    Turn(OPTION, STAKE, SCHEDULE, codes.CONSIDER_OPTION, PUT_DAYS - SCHEDULE),
    Turn(OPTION, STAKE, PUT_DAYS, codes.PUT_DUE, MANY),
    Turn(OPTION, CO_STAKE, CO_DUE, codes.CO_STAKE_DUE, 2),
    Turn(DISTRIBUTION, FUND, DISTRIBUTED, codes.DISTRIBUTE),
    Turn(DISTRIBUTION, FUND, BOOKS_CLOSED, codes.CLOSE_BOOKS),
    Turn(DISTRIBUTION, FUND, REDUCED, codes.REDUCE),
    Turn(RECEIPT, GUIDANCE, RETURNED, codes.SETTLE_RECEIPTS),
    Turn(FUND_CLOSE, MANAGER, ARRIVES, codes.MARKET_FUND),
    Turn(FUND_CLOSE, MANAGER, NEXT_FUND, codes.NEXT_FUND, FUND_SLOTS),
    Turn(FUND_CLOSE, MANAGER, MOSTLY_INVESTED, codes.NEXT_FUND, FUND_SLOTS),
    Turn(FUND_CLOSE, MANAGER, ANSWERED, codes.RAISE_MONEY, FUND_SLOTS),
    Turn(FUND_CLOSE, FUND, GIVES_UP, codes.GIVE_UP_FUND, ATTEMPT_SLOTS),
    Turn(FUND_CLOSE, FUND, CLOSES, codes.SET_UP_FUND, ATTEMPT_SLOTS),
    Turn(ROUND, GUIDANCE, SERVICE, codes.SERVE_APPLICATIONS),
    Turn(ROUND, COMPANY, SHOWN, codes.OPEN_ROUND),
    Turn(ROUND, COMPANY, SHOWN, codes.LOOK),
    Turn(FEE, FUND, STOPS, codes.STOP_INVESTING),
    Turn(FEE, FUND, FREED, codes.RELEASE_RESERVE),
    Turn(FEE, FUND, FEE_PAID, codes.FEE_DUE),
    Turn(FEE, FUND, OWN_RESERVE, codes.RESERVE_DUE),
    Turn(PAYMENT, COMPANY, PAID, codes.PAY_ROUND),
    Turn(PAYMENT, COMPANY, LATER, codes.PAY_LATER),
    Turn(TEST, COMPANY, COACHED, codes.COACHING_OVER),
    Turn(TEST, STAKE, TESTED, codes.DUTY_TEST),
)
