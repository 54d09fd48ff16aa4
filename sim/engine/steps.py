"""The steps of a story as numbers, for laws to ``tell``; ``story`` knows how each is told, and nothing else reads them.

Row numbers stand for companies, funds, results and levels of the budget, money is in fen. What comes with a step stands
in ``sim.engine.story``.
"""

from typing import Final

# Results and companies.
COMPLETED: Final = 0
DISCOVERED: Final = 1
EVALUATED: Final = 2
ASKED_APPROVAL: Final = 3
DECIDED: Final = 4
TAKEN_OVER: Final = 5
SHELVED: Final = 6
CONVERTED: Final = 7
FOUNDED: Final = 8
MILESTONE: Final = 9
FILED: Final = 10
STALLED: Final = 11
WOUND_UP: Final = 12
TRADE_SALE: Final = 13
LISTED: Final = 14
LOCKUP_SALE: Final = 15

# Rounds.
ROUND_OPENED: Final = 16
SIGNAL: Final = 17
ROUND_FAILED: Final = 18
ROUND_CLOSED: Final = 19

# Funds.
MARKETED: Final = 20
APPLIED: Final = 21
STAYED_AWAY: Final = 22
ANSWERED: Final = 23
ATTEMPT_FAILED: Final = 24
NOT_SET_UP: Final = 25
SET_UP: Final = 26
BOUND_EARLY: Final = 27
CALLED: Final = 28
INVESTED: Final = 29
CAPPED: Final = 30
CONCEDED: Final = 31
DISTRIBUTED: Final = 32
FUND_ENDED: Final = 33

# The guidance fund's money.
APPROPRIATED: Final = 34
REMITTED: Final = 35
RECYCLED: Final = 36
CALL_OPENED: Final = 37

# Stage equity.
PASSED_OVER: Final = 38
DUTY_TESTED: Final = 39
LEFT_IDLE: Final = 40
CONSIDERED: Final = 41
OUTSIDER: Final = 42
OVERDUE: Final = 43
APPRAISED: Final = 44
AUCTIONED: Final = 45
EXERCISED: Final = 46
PUT_CONSIDERED: Final = 47

# The other instruments.
CO_INVESTED: Final = 48
CO_APPLIED: Final = 49
CO_CONSIDERED: Final = 50
CO_AUCTIONED: Final = 51
CO_OVERDUE: Final = 52
CO_WITH_LEAD: Final = 53
CO_LEFT: Final = 54
SUBSIDY_PAID: Final = 55
SUBSIDY_DRAWN: Final = 56
COMPENSATED: Final = 57
GRANTED: Final = 58
RECLAIMED: Final = 59
GUARANTEED: Final = 60
GUARANTEE_PAID: Final = 61
REDUCED: Final = 62

# Companies that linger.
LINGERS: Final = 63
LINGERING_SALE: Final = 64

# Small holders.
ANGEL_PAID: Final = 65
INCUBATED: Final = 66
OUT_OF_INCUBATOR: Final = 67
SMALL_HOLDER_LEFT: Final = 68

# Where companies are.
LEFT: Final = 69

# Loans, the board.
LOAN: Final = 70
REPAID: Final = 71
DEFAULTED: Final = 72
COVERED: Final = 73
INTEREST_PAID_BACK: Final = 74
COVER_CALLED: Final = 75
OTC: Final = 76

# What evaluations hold back.
NURTURED: Final = 77
SCREENED: Final = 78

# Support beside the guidance fund.
RECOGNISED: Final = 79
SUPPORTED: Final = 80

# Who decides on a result.
SPLIT: Final = 81
REFUSED: Final = 82

# What inventors have of it.
AWARDED: Final = 83
DECLINED: Final = 84
TAX_OWED: Final = 85
GRANT_AWARDED: Final = 86
ACCEPTED: Final = 87
PROJECT_LOST: Final = 88
GAZELLE: Final = 89
ORDERED: Final = 90
DE_FOUNDERS_ASKED: Final = 91
PROGRAMME_APPLIED: Final = 92
REFUSED_BUDGET: Final = 93
