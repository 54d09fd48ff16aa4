"""The order of computation inside a sub-fund: who gets what of one distribution, all terms of the public line included.

1. Fees 管理费 owed, and 2. creditors, are paid before the fund calls this: ``amount`` is what is left.
3. Liquidation preference 清算优先, at the end of a fund that has not returned all capital.
4. Return of capital, pro rata; a senior public line before it, a first-loss layer after it.
5. Preferred return 门槛收益, the public line's at its own rate where it has one, and first where it comes first.
6. Catch-up 追补.
7. Carry 业绩报酬 and residual split, pro rata or with the public line's own share.
8. Return cap 收益上限: what the public line gets beyond it goes to the private partners.
9. Concession 让利: part of the public gain that is left goes to partners, manager or founders.
10. An exercised option replaces the owner of the public line; the cap and the concession bind the government and end
    with its ownership (``released``), rank and share stay with the line.

No single text states this order; it is our synthesis (D9). Clawback 回拨 comes at the end of the fund; loss
compensation and subsidies sit outside it. The engine (``sim.engine.lines``) and the prospectus both call
``distribute``.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.clauses.concession import AnyTier, Tier, conceded
from sim.clauses.ranking import EVEN, PREFERENCE_FIRST, ranked_split
from sim.clauses.rate_path import NO_STEPS, Steps
from sim.clauses.return_cap import Payment, Receipt, over_cap, room
from sim.clauses.rounding import to_fen
from sim.clauses.waterfall import NOTHING, Amounts, Split, whole_fen


class Contract(NamedTuple):
    """Terms of the public line; the defaults are pari passu. ``layer`` is an amount, 0 ``public_rate`` the hurdle.

    ``public_rate`` is the preferred return of the public line, ``for_all`` of every line; ``public_path`` its rate by
    day where it follows an index. ``cap_path`` is that of the return cap.
    """

    public_rate: float = 0.0
    senior: bool = False
    layer: float = 0.0
    residual_share: float = EVEN
    capped: bool = False
    compound: bool = False
    tiers: tuple[Tier, ...] = ()
    preference_first: bool = False
    for_all: bool = False
    public_path: Steps = NO_STEPS
    cap_path: Steps = NO_STEPS

    def line_rates(self, hurdle: float) -> Amounts:
        """Yearly preferred return of each line in a fund with that hurdle; a line under ``public_path`` aside."""
        public = self.public_rate or hurdle
        others = public if self.for_all else hurdle
        return public, others, others

    def released(self) -> "Contract":
        """The contract once the government has sold its stake: no cap and no concession."""
        return self._replace(capped=False, tiers=())


class Balances(NamedTuple):
    """Where the fund stands before a distribution; lines in order public, private, manager (``waterfall.split``)."""

    unreturned: Amounts
    preference: Amounts
    paid_in: Amounts
    profit_paid: float
    carry_paid: float


class PublicFlows(NamedTuple):
    """The public line's dated flows so far, and local investment over public money paid in.

    Each payment carries the cap's rate under which it bears interest: the rate of its own day or of today, as the rule
    book says.
    """

    payments: Sequence[Payment]
    receipts: Sequence[Receipt]
    local_multiple: float


class Distribution(NamedTuple):
    """The split by line, and what the public line then hands on: beyond the cap, and conceded to three recipients."""

    split: Split
    over_cap: float
    conceded: Amounts

    @property
    def public(self) -> float:
        """The public line's part before it hands anything on."""
        return entitled(self.split)


class WholeFen(NamedTuple):
    """A distribution in whole fen: the lines as split, and the cessions, which are parts of ``public``."""

    public: int
    private: int
    manager: int
    carry: int
    over_cap: int = 0
    to_partners: int = 0
    to_manager: int = 0
    to_founders: int = 0

    @property
    def ceded(self) -> int:
        """All that the public line hands on."""
        return self.over_cap + self.to_partners + self.to_manager + self.to_founders


def distribute(
    amount: float,
    today: int,
    balances: Balances,
    carry: float,
    catch_up: float,
    public_first: bool,
    contract: Contract,
    flows: PublicFlows,
) -> Distribution:
    """财预[2015]210号 arts. 12-13 (risk shared, gain may be ceded) and fund contract: one distribution, steps 3 to 9.

    ``today`` is an ordinal; ``public_first`` is the liquidation preference (step 3). With a neutral contract the split
    is ``waterfall.split`` itself and nothing is handed on.
    """
    split = ranked_split(
        amount,
        balances.unreturned,
        balances.preference,
        balances.paid_in,
        balances.profit_paid,
        balances.carry_paid,
        carry,
        catch_up,
        public_first,
        PREFERENCE_FIRST if contract.preference_first else int(contract.senior),
        contract.layer,
        contract.residual_share,
    )
    if not contract.capped and not contract.tiers:
        return Distribution(split, 0.0, NOTHING)
    beyond = 0.0
    if contract.capped:
        beyond = beyond_cap(split, flows.payments, flows.receipts, today, contract.compound, contract.cap_path)
    given = given_up(split, beyond, flows.payments, flows.receipts, today, contract.tiers, flows.local_multiple)
    return Distribution(split, beyond, given)


def entitled(split: Split) -> float:
    """The public line's part of a split, before it hands anything on."""
    return split.capital[0] + (split.preference[0] + split.residual[0])


def beyond_cap(
    split: Split, payments: Sequence[Payment], receipts: Sequence[Receipt], today: int, compound: bool, path: Steps
) -> float:
    """Step 8: what the public line gets of a split beyond its return cap."""
    left = room(payments, receipts, today, compound, path)
    return over_cap(entitled(split), split.capital[0], left)


def given_up(
    split: Split,
    beyond: float,
    payments: Sequence[Payment],
    receipts: Sequence[Receipt],
    today: int,
    tiers: Sequence[AnyTier],
    local_multiple: float,
) -> Amounts:
    """Step 9: what of the public gain within the cap goes to partners, manager and founders."""
    return conceded(entitled(split) - beyond, split.capital[0], payments, receipts, today, tiers, local_multiple)


def in_whole_fen(amount_fen: int, found: Distribution, held: float) -> WholeFen:
    """Yindao's rounding: the split as ``waterfall.whole_fen``, then each cession to the nearest fen.

    Cessions never reach into the public line's capital: in the order cap, partners, manager, founders each takes at
    most what is left of its profit. ``held`` is the government's part of the line; what it has sold hands nothing on.
    """
    public, private, manager, carried = whole_fen(amount_fen, found.split)
    left = int(held * max(0, public - to_fen(found.split.capital[0])))
    over = min(left, to_fen(held * found.over_cap))
    partners = min(left - over, to_fen(held * found.conceded[0]))
    to_manager = min(left - over - partners, to_fen(held * found.conceded[1]))
    founders = min(left - over - partners - to_manager, to_fen(held * found.conceded[2]))
    return WholeFen(public, private, manager, carried, over, partners, to_manager, founders)
