"""让利 (concession): the government gives up part of its gain above a hurdle, never any of its principal."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.clauses.rates import years_between
from sim.clauses.return_cap import Payment, Receipt
from sim.clauses.waterfall import Amounts

PARTNERS = 0
MANAGER = 1
FOUNDERS = 2


class Tier(NamedTuple):
    """Above ``hurdle`` the government gives ``share`` of its gain to one recipient, if enough was invested locally."""

    hurdle: float
    share: float
    to: int
    local_multiple: float


def hurdle_balance(payments: Sequence[Payment], receipts: Sequence[Receipt], hurdle: float, today: int) -> float:
    """临沂 and 赣州 rules ("above LPR"; hurdle on dated flows): what the public line still lacks to earn ``hurdle``.

    Its payments less its receipts, each carried to ``today`` at the yearly hurdle, compounded. Negative once it has
    earned more. Our reading: receipts count before concession, so that a tier depends on the gain and not on what was
    given up of it. Flows after ``today`` do not count.
    """
    balance = 0.0
    for payment in payments:
        if payment.day <= today:
            balance += payment.amount * math.pow(1.0 + hurdle, years_between(payment.day, today))
    for receipt in receipts:
        if receipt.day <= today:
            balance -= receipt.amount * math.pow(1.0 + hurdle, years_between(receipt.day, today))
    return balance


def acting(tiers: Sequence[Tier], to: int, local_multiple: float) -> list[Tier]:
    """赣州 (返投 2 / 2.5 / 3 times gives 20 / 40 / 60 %): the tiers of one recipient that act, hurdles rising.

    Text: the multiples and shares. ``local_multiple`` is local investment over public money paid in. Our reading: a
    multiple just reached counts; of tiers with one hurdle that of the highest multiple acts, of equals the last listed.
    """
    chosen: dict[float, Tier] = {}
    for tier in tiers:
        if tier.to != to or local_multiple < tier.local_multiple:
            continue
        known = chosen.get(tier.hurdle)
        if known is None or tier.local_multiple >= known.local_multiple:
            chosen[tier.hurdle] = tier
    return [chosen[hurdle] for hurdle in sorted(chosen)]


def conceded(
    entitled: float,
    capital: float,
    payments: Sequence[Payment],
    receipts: Sequence[Receipt],
    today: int,
    tiers: Sequence[Tier],
    local_multiple: float,
) -> Amounts:
    """财预[2015]210号 art. 13: part of the gain may be ceded; others' principal and a least return are never promised.

    ``entitled`` is the public line's part of one distribution and ``capital`` the return of capital in it, which no
    tier touches (text). Of the rest each recipient gets its tier's share of what lies above the tier's hurdle, up to
    the hurdle of its next tier. Returns what goes to (partners, manager, founders). Our reading: given as it is earned,
    on all flows so far; what was given is not asked back when a later payment is lost.
    """
    gain = max(0.0, entitled - capital)
    parts = [0.0, 0.0, 0.0]
    for to in range(3):
        ladder = acting(tiers, to, local_multiple)
        above = [
            min(gain, max(0.0, entitled - max(0.0, hurdle_balance(payments, receipts, tier.hurdle, today))))
            for tier in ladder
        ]
        above.append(0.0)
        for i, tier in enumerate(ladder):
            parts[to] += tier.share * max(0.0, above[i] - above[i + 1])
    return parts[0], parts[1], parts[2]
