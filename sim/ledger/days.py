"""Numbers that stand for no day and no stage; light to import, since commands read them too."""

from typing import Final

NEVER: Final = -1_000_000  # no day; days before the start are negative, too, so that the sign of a day says nothing
NO_STAGE: Final = -1  # of a company before its first round
