"""A fund's three lines (public, private, manager): what each paid in, is owed, and received (D9)."""

from sim.clauses import rate_path, waterfall
from sim.clauses.distribution import Balances, Distribution, PublicFlows, WholeFen, distribute, in_whole_fen
from sim.clauses.draw_order import shares_of_call
from sim.clauses.rate_path import NO_STEPS
from sim.clauses.return_cap import Payment, Receipt
from sim.clauses.waterfall import Amounts, Split
from sim.reference.public_terms import PublicTerms

PUBLIC, PRIVATE, MANAGER = range(3)


class Lines:
    """Running balances in fen, brought to the day of each flow before it is booked.

    ``local_fen`` is what the fund has invested locally, for concessions that depend on it; ``held`` the part of the
    public line that the government still owns, which cap and concession bind.
    """

    def __init__(
        self,
        commitments: tuple[int, int, int],
        hurdle: float,
        carry: float,
        catch_up: float,
        public: PublicTerms | None = None,
    ) -> None:
        self.commitments = commitments
        self.terms = public or PublicTerms()
        self.contract = self.terms.contract
        self.hurdle = hurdle
        self.rates = self.contract.line_rates(hurdle)
        self._path = self.contract.public_path  # of the preferred return; empty where its rate is constant
        self.carry, self.catch_up = carry, catch_up
        self.paid_in = [0, 0, 0]
        self.received = [0, 0, 0]
        self.unreturned = [0.0, 0.0, 0.0]
        self.preference = [0.0, 0.0, 0.0]
        self.profit_paid = 0.0
        self.carry_paid = 0
        self.local_fen = 0
        self.held = 1.0
        self._payments: list[tuple[int, int]] = []
        self._receipts: list[Receipt] = []
        self._day = 0

    @property
    def total(self) -> int:
        """All commitments."""
        return self.commitments[0] + self.commitments[1] + self.commitments[2]

    @property
    def drawn(self) -> int:
        """All calls so far."""
        return self.paid_in[0] + self.paid_in[1] + self.paid_in[2]

    def shares_of_call(self, amount: int) -> tuple[int, int, int]:
        """A call split over the lines in the fund's draw order; nobody pays beyond its commitment."""
        paid = (self.paid_in[PUBLIC], self.paid_in[PRIVATE], self.paid_in[MANAGER])
        return shares_of_call(self.terms.order, amount, self.commitments, paid)

    def release(self, held: float) -> None:
        """The government has sold and holds ``held`` of its line: the rest is bound by no cap and no concession."""
        self.held = held
        if held == 0.0:
            self.contract = self.contract.released()

    def accrue(self, day: int) -> None:
        """Bring the preferred return to ``day``."""
        self.preference = self._accrued(day)
        self._day = day

    def _accrued(self, day: int) -> list[float]:
        days = day - self._day
        if self._path.days:
            return [self._along(i, day) for i in range(3)]
        return [waterfall.accrue(self.unreturned[i], self.preference[i], self.rates[i], days) for i in range(3)]

    def _along(self, line: int, day: int) -> float:
        """A line's preferred return on ``day`` where the public line's, or every line's, follows an index."""
        unreturned, preference = self.unreturned[line], self.preference[line]
        if line != PUBLIC and not self.contract.for_all:
            return waterfall.accrue(unreturned, preference, self.hurdle, day - self._day)
        start = self.terms.start
        return rate_path.preferred(unreturned, preference, self._path, start + self._day, start + day)

    def _fix_rate(self, day: int) -> None:
        """The fund's first call fixes an indexed preferred return for good."""
        rate = rate_path.rate_on(self._path, self.terms.start + day)
        self.rates = self.contract._replace(public_rate=rate).line_rates(self.hurdle)
        self._path = NO_STEPS

    def call(self, day: int, parts: tuple[int, int, int]) -> None:
        """Book a call."""
        if self._path.days and self.terms.fixed_at_call:
            self._fix_rate(day)
        self.accrue(day)
        for i in range(3):
            self.paid_in[i] += parts[i]
            self.unreturned[i] += parts[i]
        if parts[PUBLIC]:
            self._payments.append((day, parts[PUBLIC]))

    def _flows(self, day: int) -> PublicFlows:
        """The public line's dated flows, each payment under the cap's rate of its own day or of ``day``."""
        if not self.contract.capped and not self.contract.tiers:
            return PublicFlows((), (), 0.0)
        start, rate = self.terms.start, self.terms.rate
        today = 0.0 if self.terms.at_payment else rate(day)
        payments = [
            Payment(start + paid, float(amount), rate(paid) if self.terms.at_payment else today)
            for paid, amount in self._payments
        ]
        public = self.paid_in[PUBLIC]
        return PublicFlows(payments, self._receipts, self.local_fen / public if public else 0.0)

    def share(self, day: int, amount: float, *, public_first: bool = False) -> Distribution:
        """How ``amount`` would be shared on ``day`` under the whole contract; books nothing."""
        balances = Balances(
            _three(self.unreturned),
            _three(self._accrued(day)),
            (float(self.paid_in[0]), float(self.paid_in[1]), float(self.paid_in[2])),
            self.profit_paid,
            float(self.carry_paid),
        )
        return distribute(
            amount,
            self.terms.start + day,
            balances,
            self.carry,
            self.catch_up,
            public_first,
            self.contract,
            self._flows(day),
        )

    def line_value(self, day: int, amount: float, line: int) -> float:
        """What one line would get if ``amount`` were shared on ``day``, before cap and concession."""
        split = self.share(day, amount).split
        return split.capital[line] + split.preference[line] + split.residual[line]

    def held_value(self, day: int, amount: float, line: int) -> float:
        """The same after cap and concession: a public line held by the government, the others with what they get."""
        found = self.share(day, amount)
        own = found.split.capital[line] + found.split.preference[line] + found.split.residual[line]
        to_partners = found.over_cap + found.conceded[0]
        if line == PUBLIC:
            return own - to_partners - found.conceded[1] - found.conceded[2]
        return own + self.held * (to_partners if line == PRIVATE else found.conceded[1])

    def worth_to_partners(self, day: int, amount: float) -> float:
        """What the private partners would gain by owning the public line: all of it less what it hands them anyway."""
        found = self.share(day, amount)
        return found.public - found.over_cap - found.conceded[0]

    def worth_to_manager(self, day: int, amount: float) -> float:
        """What the manager would gain by owning the public line: all of it less what it hands the manager anyway."""
        found = self.share(day, amount)
        return found.public - found.conceded[1]

    def distribute(self, day: int, amount: int, *, public_first: bool = False) -> tuple[WholeFen, Split]:
        """Book a distribution; whole fen by line and cession, and the split by step."""
        self.accrue(day)
        found = self.share(day, float(amount), public_first=public_first)
        split, parts = found.split, in_whole_fen(amount, found, self.held)
        for i in range(3):
            self.received[i] += parts[i]
            self.unreturned[i] = max(0.0, self.unreturned[i] - split.capital[i])
            self.preference[i] = max(0.0, self.preference[i] - split.preference[i])
            self.profit_paid += split.preference[i] + split.residual[i]
        self.carry_paid += parts.carry
        if parts.public:
            self._receipts.append(Receipt(self.terms.start + day, parts.public - found.over_cap))
        return parts, split

    def clawback(self) -> int:
        """What the manager owes back at the end, in whole fen."""
        returned = self.received[0] + self.received[1] + self.received[2]
        owed = waterfall.clawback(float(self.carry_paid), self.carry, float(self.drawn), float(returned))
        return int(owed + 0.5)


def _three(values: list[float]) -> Amounts:
    return (values[0], values[1], values[2])
