"""The streams of draws as numbers, in the order in which ``sim.economy.streams`` declares them."""

from typing import Final

from sim.economy.streams import STREAMS

NAMES: Final = tuple(STREAMS)

ARRIVALS: Final = 0
ARRIVAL_DAY: Final = 1
OWNER: Final = 2
APPRAISAL: Final = 3
QUALITY: Final = 4
DISCOVERY: Final = 5
DISCOVERY_TIME: Final = 6
EVALUATION_TIME: Final = 7
OWN_DECISION_TIME: Final = 8
REVIEW_TIME: Final = 9
APPROVAL_TIME: Final = 10
NEGOTIATION_TIME: Final = 11
CONVERSION: Final = 12
TAKEOVER: Final = 13
TAKEOVER_TIME: Final = 14
LANDING: Final = 15
FATE: Final = 16
FATE_TIME: Final = 17
STEP: Final = 18
RECOVERY: Final = 19
EXIT_PRICE: Final = 20
LOCKUP: Final = 21
ROUND_SIZE: Final = 22
SEED_DILUTION: Final = 23
OUTSIDE_READY: Final = 24
RUNWAY: Final = 25
SIZE_OF_COMPANY: Final = 26
SIGNAL: Final = 27
MANAGER_ORDER: Final = 28
MANAGER_ARRIVAL: Final = 29
MANAGER_SKILL: Final = 30
MANAGER_EFFECT: Final = 31
FUND_TARGET: Final = 32
FUND_FILL: Final = 33
FUND_TIME: Final = 34
PARTNER_ANCHOR: Final = 35
PARTNER_WEIGHT: Final = 36
PARTNER_CLASS: Final = 37
MARKET: Final = 38
WINDOW_STATE: Final = 39
WINDOW_COUNT: Final = 40
EXERCISE_VALUE: Final = 41
EXERCISE_LIQUID: Final = 42
OUTSIDER_BID: Final = 43
PUT_VALUE: Final = 44
AUCTION: Final = 45
CO_EXERCISE_VALUE: Final = 46
CO_EXERCISE_LIQUID: Final = 47
CO_AUCTION: Final = 48
BOOTSTRAP: Final = 49
