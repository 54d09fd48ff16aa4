"""A public commitment paid in instalments, in step with what the fund has invested (分期出资, 财预〔2020〕7号)."""

from __future__ import annotations

from sim.clauses import staging
from sim.reference.lines import MANAGER, PRIVATE, PUBLIC, Lines
from sim.scenario.guidance_schema import Staging


class Instalments:
    """How many tranches of one fund's public commitment are released, and who pays what is not."""

    def __init__(self, rules: Staging, lines: Lines) -> None:
        self._tranches, self._progress = rules.tranches, rules.progress
        self._lines = lines
        self._count = 1

    @property
    def whole(self) -> bool:
        """Whether nothing is held back any more: the usual rule, and the last tranche of the others."""
        return self._count >= len(self._tranches)

    def withheld(self, invested: int) -> int:
        """Fen of the public commitment that no call of today could reach."""
        lines = self._lines
        if self.whole or staging.in_step(lines.drawn, invested, self._progress):
            return 0
        return lines.commitments[PUBLIC] - max(self._released(), lines.paid_in[PUBLIC])

    def limit(self, parts: tuple[int, int, int], invested: int) -> tuple[int, int, int]:
        """A call's parts once the unreleased public money is met by the private partners, as far as they can.

        What they cannot meet any more stays with the public: it was promised to a company earlier the same day.
        """
        lines = self._lines
        if self.whole or not parts[PUBLIC]:
            return parts
        due = lines.paid_in[PUBLIC] + parts[PUBLIC]
        in_step = staging.in_step(lines.drawn, invested, self._progress)
        self._count = staging.tranches_released(self._tranches, self._count, due, lines.commitments[PUBLIC], in_step)
        room = lines.commitments[PRIVATE] - lines.paid_in[PRIVATE] - parts[PRIVATE]
        moved = max(0, min(due - self._released(), parts[PUBLIC], room))
        return parts[PUBLIC] - moved, parts[PRIVATE] + moved, parts[MANAGER]

    def _released(self) -> int:
        return int(staging.released(self._tranches, self._count, self._lines.commitments[PUBLIC]))
