"""让利 (concession): the government gives up part of its gain above a hurdle, never any of its principal.

A hurdle is a fixed yearly rate, or an index (LPR, loan benchmark, government yield) with a spread. Rules name the index
and not the day it is read on, nor whether interest is compounded: both are switches of the rule book.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sim.clauses.arithmetic import power
from sim.clauses.rate_path import PATH, PAYMENT, TRANSFER, Steps, begins, growth, rate_on
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

    The hurdle is ``hurdle``, compound, or an index where ``days`` and ``rates`` are its steps; then ``read`` says when
    it is read (``rate_path``) and ``compound`` how it is reckoned.
    """

    hurdle: float
    share: float
    to: int
    local_multiple: float
    days: Sequence[int] = ()
    rates: Sequence[float] = ()
    read: int = TRANSFER
    compound: bool = True


class AnyTier(Protocol):
    """What the law needs of a tier: the fields of ``Tier``."""

    @property
    def hurdle(self) -> float:
        """Its fixed hurdle."""

    @property
    def share(self) -> float:
        """Share of the gain given up."""

    @property
    def to(self) -> int:
        """The recipient."""

    @property
    def local_multiple(self) -> float:
        """Local investment that it asks for."""

    @property
    def days(self) -> Sequence[int]:
        """Steps of an index."""

    @property
    def rates(self) -> Sequence[float]:
        """Their rates."""

    @property
    def read(self) -> int:
        """When the index is read."""

    @property
    def compound(self) -> int:
        """Whether it is compounded."""


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
    fixed = Steps(index.steps.days[:0], index.steps.rates[:0])  # each payment bears its own rate
    interest, reached = [0.0] * len(own), [one.day for one in own]
    for receipt in receipts:
        if receipt.day > today:
            break
        accrue_payments(own, net, interest, reached, receipt.day, index.compound, fixed)
        left, newest = receipt.amount, -1
        for i, one in enumerate(own):
            if one.day <= receipt.day:
                taken = min(left, max(0.0, net[i] + interest[i]))
                net[i] -= taken
                left -= taken
                newest = i
        if newest >= 0:
            net[newest] -= left
    accrue_payments(own, net, interest, reached, today, index.compound, fixed)
    balance = 0.0
    for i in range(len(own)):
        balance += net[i] + interest[i]
    return balance


def missing(tier: AnyTier, payments: Sequence[Payment], receipts: Sequence[Receipt], today: int) -> float:
    """What the public line still lacks to earn a tier's hurdle today, fixed or indexed."""
    if not begins(tier.days):
        return hurdle_balance(payments, receipts, tier.hurdle, today)
    index = Index(Steps(tier.days, tier.rates), tier.read, tier.compound > 0)
    return indexed_balance(payments, receipts, index, today)


def _rate(tier: AnyTier, today: int) -> float:
    """The yearly rate of a tier's hurdle today."""
    return rate_on(Steps(tier.days, tier.rates), today) if begins(tier.days) else tier.hurdle


def _kind(tier: AnyTier) -> int:
    """How a hurdle is reckoned, as a number: equal rates that are reckoned differently stay apart."""
    if not begins(tier.days):
        return 2 * TRANSFER + 1
    return 2 * tier.read + (1 if tier.compound else 0)


def acting(tiers: Sequence[AnyTier], to: int, local_multiple: float, today: int = 0) -> list[int]:
    """赣州 (返投 2 / 2.5 / 3 times gives 20 / 40 / 60 %): places of one recipient's tiers that act, hurdles rising.

    Text: the multiples and shares. ``local_multiple`` is local investment over public money paid in. Our reading: a
    multiple just reached counts; of tiers with one hurdle that of the highest multiple acts, of equals the last listed.
    An indexed hurdle takes its place in the ladder by its rate of ``today``.
    """
    ladder = [0] * len(tiers)
    count = 0
    for i in range(len(tiers)):
        if tiers[i].to != to or local_multiple < tiers[i].local_multiple:
            continue
        place = 0
        while place < count and _lower(tiers[ladder[place]], tiers[i], today):
            place += 1
        if place < count and not _lower(tiers[i], tiers[ladder[place]], today):  # one hurdle
            if tiers[i].local_multiple >= tiers[ladder[place]].local_multiple:
                ladder[place] = i
            continue
        for later in range(count, place, -1):
            ladder[later] = ladder[later - 1]
        ladder[place] = i
        count += 1
    return ladder[:count]


def _lower(one: AnyTier, other: AnyTier, today: int) -> bool:
    """Whether one hurdle comes before another in the ladder."""
    rate, of_other = _rate(one, today), _rate(other, today)
    return rate < of_other or (rate == of_other and _kind(one) < _kind(other))


def conceded(
    entitled: float,
    capital: float,
    payments: Sequence[Payment],
    receipts: Sequence[Receipt],
    today: int,
    tiers: Sequence[AnyTier],
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
        above = [0.0] * (len(ladder) + 1)
        below = gain
        for i in range(len(ladder)):
            # Hurdles that are reckoned differently may change places: no tier acts on more than the one below it.
            lacking = max(0.0, missing(tiers[ladder[i]], payments, receipts, today))
            below = min(below, max(0.0, entitled - lacking))
            above[i] = below
        for i in range(len(ladder)):
            parts[to] += tiers[ladder[i]].share * (above[i] - above[i + 1])
    return parts[0], parts[1], parts[2]
