"""A fund's three lines (public, private, manager): what each paid in, is owed, and received (D9)."""

from sim.clauses import waterfall
from sim.clauses.waterfall import Amounts, Split

PUBLIC, PRIVATE, MANAGER = range(3)


class Lines:
    """Running balances in fen, brought to the day of each flow before it is booked."""

    def __init__(self, commitments: tuple[int, int, int], hurdle: float, carry: float, catch_up: float) -> None:
        self.commitments = commitments
        self.hurdle, self.carry, self.catch_up = hurdle, carry, catch_up
        self.paid_in = [0, 0, 0]
        self.received = [0, 0, 0]
        self.unreturned = [0.0, 0.0, 0.0]
        self.preference = [0.0, 0.0, 0.0]
        self.profit_paid = 0.0
        self.carry_paid = 0
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
        """A call split pro rata to commitments on running totals; the rest, a fen or two of rounding, to private.

        Public and manager never pay beyond their commitments.
        """
        drawn = self.drawn + amount
        public = min(amount, self.commitments[PUBLIC] * drawn // self.total - self.paid_in[PUBLIC])
        due = self.commitments[MANAGER] * drawn // self.total - self.paid_in[MANAGER]
        manager = min(amount - public, due)
        return public, amount - public - manager, manager

    def accrue(self, day: int) -> None:
        """Bring the preferred return to ``day``."""
        for i in range(3):
            self.preference[i] = waterfall.accrue(self.unreturned[i], self.preference[i], self.hurdle, day - self._day)
        self._day = day

    def call(self, day: int, parts: tuple[int, int, int]) -> None:
        """Book a call."""
        self.accrue(day)
        for i in range(3):
            self.paid_in[i] += parts[i]
            self.unreturned[i] += parts[i]

    def split(self, day: int, amount: float, *, public_first: bool = False) -> Split:
        """How ``amount`` would be shared on ``day``; books nothing."""
        accrued = [
            waterfall.accrue(self.unreturned[i], self.preference[i], self.hurdle, day - self._day) for i in range(3)
        ]
        return waterfall.split(
            amount,
            _three(self.unreturned),
            _three(accrued),
            (float(self.paid_in[0]), float(self.paid_in[1]), float(self.paid_in[2])),
            self.profit_paid,
            float(self.carry_paid),
            self.carry,
            self.catch_up,
            public_first,
        )

    def line_value(self, day: int, amount: float, line: int) -> float:
        """What one line would get if ``amount`` were shared on ``day``."""
        split = self.split(day, amount)
        return split.capital[line] + split.preference[line] + split.residual[line]

    def distribute(
        self, day: int, amount: int, *, public_first: bool = False
    ) -> tuple[tuple[int, int, int, int], Split]:
        """Book a distribution; whole fen to public, private, manager and carry, and the split by step."""
        self.accrue(day)
        split = self.split(day, float(amount), public_first=public_first)
        parts = waterfall.whole_fen(amount, split)
        for i in range(3):
            self.received[i] += parts[i]
            self.unreturned[i] = max(0.0, self.unreturned[i] - split.capital[i])
            self.preference[i] = max(0.0, self.preference[i] - split.preference[i])
            self.profit_paid += split.preference[i] + split.residual[i]
        self.carry_paid += parts[3]
        return parts, split

    def clawback(self) -> int:
        """What the manager owes back at the end, in whole fen."""
        returned = self.received[0] + self.received[1] + self.received[2]
        owed = waterfall.clawback(float(self.carry_paid), self.carry, float(self.drawn), float(returned))
        return int(owed + 0.5)


def _three(values: list[float]) -> Amounts:
    return (values[0], values[1], values[2])
