"""A planned call once public money is paid in instalments: the same clauses as in the engine, on shares of one."""

from sim.clauses import staging
from sim.clauses.draw_order import PRO_RATA
from sim.clauses.waterfall import Amounts
from sim.scenario.guidance_schema import Staging


class StagedCalls:
    """The tranches released along one path; ``shares`` are the lines' parts of the commitments."""

    def __init__(self, rules: Staging, shares: Amounts, order: int) -> None:
        self._rules, self._shares, self._order = rules, shares, order
        self._count = 1

    def limit(self, calls: Amounts, paid_in: Amounts, bought: float) -> Amounts:
        """A call's parts with unreleased public money met by the others, and caught up once it is released.

        Private partners pay first for it, then the manager, each up to its commitment; the public pays the rest.
        ``bought`` is what was invested before this call.
        """
        if len(self._rules.tranches) == 1 or self._shares[0] == 0.0:
            return calls
        amount = calls[0] + calls[1] + calls[2]
        drawn = paid_in[0] + paid_in[1] + paid_in[2]
        due = self._shares[0] * (drawn + amount) if self._order == PRO_RATA else paid_in[0] + calls[0]
        in_step = staging.in_step(drawn, bought, self._rules.progress)
        self._count = staging.tranches_released(self._rules.tranches, self._count, due, self._shares[0], in_step)
        released = staging.released(self._rules.tranches, self._count, self._shares[0])
        public = min(amount - calls[2], max(0.0, min(due, released) - paid_in[0]))
        private = min(amount - calls[2] - public, self._shares[1] - paid_in[1])
        own = min(amount - public - private, self._shares[2] - paid_in[2])
        return amount - private - own, private, own
