"""Articles of the opinion (京政发[2011]12号) as switches: which are on, how strongly, and from when until when."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from pydantic import create_model

from sim.scenario.parameter import Section, par

CONTEXT: Final = (1, 2)  # state the problem and the aim: nothing to switch
GUIDANCE_FUND: Final = 21  # without it there is no money in the fund, whose contract then binds nobody
PERMANENT: Final = 25  # without it the pilots end on a date; no strength and no dates of its own
SWITCHED: Final = tuple(range(3, 25))
PILOTS: Final = (4, 5, 6, 7, 8)  # 试点, section II of the opinion
# A share of whose cases they cover where their strength is below 1, instead of a part of their values.
COVERING: Final = (5, 6, 7, 8, 15)


class Switch(Section):
    """Whether an article is on."""

    on: bool = par("启用", "whether the article is in force; off: every key that it owns has the value that held before the opinion", unit="switch", default=True)


class Strength(Switch):
    """How strongly an article acts."""

    strength: float = par("力度", "part of the way from off to what the rule book writes; for pilots that may cover some results only, the share covered", unit="share", ge=0, le=1, why="not varied alone: a part of the way from one law to another; name the values to vary it over", default=1.0)


if TYPE_CHECKING:

    class ArticleSwitch(Strength):
        """With the days, fields called ``from`` and ``until``."""

    class Articles(Section):
        """The switches by number."""

        def __getattr__(self, number: str) -> ArticleSwitch: ...
else:
    # Python takes neither "from" nor a number for the name of a field that is written out.
    ArticleSwitch = create_model(
        "ArticleSwitch",
        __base__=Strength,
        __module__=__name__,
        __doc__="How strongly an article acts, and from which day (``from``) until which (``until``).",
        **{
            "from": (date | None, par("起始日", "first day in force; none: from the start", unit="date", default=None)),
            "until": (date | None, par("截止日", "first day no longer in force; none: to the end", unit="date", default=None)),
        },
    )
    Articles = create_model(
        "Articles",
        __base__=Section,
        __module__=__name__,
        __doc__="The switches by number.",
        **{str(number): (ArticleSwitch, ArticleSwitch()) for number in SWITCHED},
        **{str(PERMANENT): (Switch, Switch())},
    )


class Permanence(Section):
    """Article 25: the pilots of articles 4 to 8 end on a day unless a statute makes them permanent."""

    article: ClassVar[int] = PERMANENT
    pilots_end: date = par("试点到期", "first day on which the pilots of articles 4 to 8 are no longer in force without a statute", unit="date", default=date(2015, 12, 31))
    statute_from: date | None = par("立法生效", "day from which a statute keeps them in force while article 25 is on; none: the start", unit="date", default=None)
