"""让利 (concession): the government gives up part of its gain above a hurdle, never any of its principal.

A hurdle is a fixed yearly rate, or an index (LPR, loan benchmark, government yield) with a spread. Rules name the index
and not the day it is read on, nor whether interest is compounded: both are switches of the rule book.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.clauses.arithmetic import power
from sim.clauses.rate_path import PATH, PAYMENT, TRANSFER, Steps, growth, rate_on
from sim.clauses.rates import interest_factor, years_between
from sim.clauses.return_cap import Payment, Receipt, accrue_payments
from sim.clauses.waterfall import Amounts

PARTNERS = 0
MANAGER = 1
FOUNDERS = 2


class Index(NamedTuple):
    """An indexed hurdle: the index with its spread, when it is read (``rate_path``), simple or compound."""

    steps: Steps
    read: int
    compound: bool


class Tier(NamedTuple):
    """Above its hurdle the government gives ``share`` of its gain to one recipient, if enough was invested locally.

    The hurdle is ``hurdle``, compound, or that of ``indexed`` where there is one.
    """

    hurdle: float
    share: float
    to: int
    local_multiple: float
    indexed: Index | None = None


def hurdle_balance(payments: Sequence[Payment], receipts: Sequence[Receipt], hurdle: float, today: int) -> float:
    """临沂 and 赣州 rules ("above LPR"; hurdle on dated flows): what the public line still lacks to earn ``hurdle``.

    Its payments less its receipts, each carried to ``today`` at the yearly hurdle, compounded. Negative once it has
    earned more. Our reading: receipts count before concession, so that a tier depends on the gain and not on what was
    given up of it. Flows after ``today`` do not count.
    """
    balance = 0.0
    for payment in payments:
        if payment.day <= today:
            balance += payment.amount * power(1.0 + hurdle, years_between(payment.day, today))
    for receipt in receipts:
        if receipt.day <= today:
            balance -= receipt.amount * power(1.0 + hurdle, years_between(receipt.day, today))
    return balance


def indexed_balance(payments: Sequence[Payment], receipts: Sequence[Receipt], index: Index, today: int) -> float:
    """临沂 2023 ("above the 1-year LPR", secondary): what the public line lacks to earn an indexed hurdle.

    As ``hurdle_balance``: every payment and receipt is carried to ``today``. ``TRANSFER``: at today's rate for all the
    time. ``PATH``: at the rate of each day. ``PAYMENT``: each payment at the rate of its own day; a receipt goes to the
    oldest payment that still lacks something, what exceeds all of them to the newest. Text: the index alone; all three
    are our readings. Simple interest runs on payments and receipts alike (the merchant's rule). Receipts come in order
    of their days.
    """
    if index.read == PAYMENT:
        return _by_payment(payments, receipts, index, today)
    balance, rate = 0.0, rate_on(index.steps, today)
    flows = [(one.day, one.amount) for one in payments] + [(one.day, -one.amount) for one in receipts]
    for day, amount in flows:
        if day > today:
            continue
        if index.read == PATH:
            balance += amount * growth(index.steps, day, day, today, index.compound)
        else:
            balance += amount * interest_factor(rate, years_between(day, today), index.compound)
    return balance


def _by_payment(payments: Sequence[Payment], receipts: Sequence[Receipt], index: Index, today: int) -> float:
    """Each payment under the rate of its own day; ``left`` of a receipt moves to the next payment."""
    own = [Payment(one.day, one.amount, rate_on(index.steps, one.day)) for one in payments if one.day <= today]
    net = [one.amount for one in own]
    interest, reached = [0.0] * len(own), [one.day for one in own]
    for receipt in receipts:
        if receipt.day > today:
            break
        accrue_payments(own, net, interest, reached, receipt.day, index.compound)
        left, newest = receipt.amount, -1
        for i, one in enumerate(own):
            if one.day <= receipt.day:
                taken = min(left, max(0.0, net[i] + interest[i]))
                net[i] -= taken
                left -= taken
                newest = i
        if newest >= 0:
            net[newest] -= left
    accrue_payments(own, net, interest, reached, today, index.compound)
    balance = 0.0
    for i in range(len(own)):
        balance += net[i] + interest[i]
    return balance


def missing(tier: Tier, payments: Sequence[Payment], receipts: Sequence[Receipt], today: int) -> float:
    """What the public line still lacks to earn a tier's hurdle today, fixed or indexed."""
    if tier.indexed is None:
        return hurdle_balance(payments, receipts, tier.hurdle, today)
    return indexed_balance(payments, receipts, tier.indexed, today)


def _rank(tier: Tier, today: int) -> tuple[float, int, bool]:
    """Place in the ladder: the yearly rate of today; equal rates that are reckoned differently stay apart."""
    if tier.indexed is None:
        return tier.hurdle, TRANSFER, True
    return rate_on(tier.indexed.steps, today), tier.indexed.read, tier.indexed.compound


def acting(tiers: Sequence[Tier], to: int, local_multiple: float, today: int = 0) -> list[Tier]:
    """赣州 (返投 2 / 2.5 / 3 times gives 20 / 40 / 60 %): the tiers of one recipient that act, hurdles rising.

    Text: the multiples and shares. ``local_multiple`` is local investment over public money paid in. Our reading: a
    multiple just reached counts; of tiers with one hurdle that of the highest multiple acts, of equals the last listed.
    An indexed hurdle takes its place in the ladder by its rate of ``today``.
    """
    chosen: dict[tuple[float, int, bool], Tier] = {}
    for tier in tiers:
        if tier.to != to or local_multiple < tier.local_multiple:
            continue
        place = _rank(tier, today)
        known = chosen.get(place)
        if known is None or tier.local_multiple >= known.local_multiple:
            chosen[place] = tier
    return [chosen[place] for place in sorted(chosen)]


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
        ladder = acting(tiers, to, local_multiple, today)
        above = [gain]
        for tier in ladder:
            # Hurdles that are reckoned differently may change places: no tier acts on more than the one below it.
            above.append(min(above[-1], max(0.0, entitled - max(0.0, missing(tier, payments, receipts, today)))))
        above.append(0.0)
        for i, tier in enumerate(ladder):
            parts[to] += tier.share * (above[i + 1] - above[i + 2])
    return parts[0], parts[1], parts[2]
