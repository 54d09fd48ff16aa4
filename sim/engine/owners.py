"""Who owns a result: what articles of the opinion say of universities and institutes, of firms, of public money."""

from typing import Final

from sim.engine.kinds.firms import Achievement
from sim.engine.rows import law
from sim.scenario.economy_schema import OWNERS, PRIVATE_FIRM

UNIVERSITY: Final = OWNERS.index("university")
INSTITUTE: Final = OWNERS.index("institute")
STATE_FIRM: Final = OWNERS.index("state_firm")


@law
def of_institution(one: Achievement) -> int:
    """Whether a university or an institute owns it (事业单位)."""
    return int(one.owner == UNIVERSITY or one.owner == INSTITUTE)


@law
def publicly_funded(one: Achievement) -> int:
    """Whether public money paid for it: whatever no private firm owns."""
    return int(one.owner != PRIVATE_FIRM)
