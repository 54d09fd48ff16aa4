"""What no measure counts: replications of a point that could not be simulated."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """Replications ``first`` to ``last`` of a point that have no result, and why."""

    point: int
    policy: str
    first: int
    last: int
    reason: str

    @property
    def count(self) -> int:
        """How many replications it stands for."""
        return self.last - self.first + 1

    def without_place(self) -> tuple[int, int, str]:
        """First and last replication and the reason, without the point, whose number is the study's."""
        return self.first, self.last, self.reason

    def as_dict(self) -> dict[str, Any]:
        """The failure as JSON knows it."""
        return asdict(self)
