"""Who holds shares beside funds and the guidance fund: angels (京政发[2011]12号 art. 21). Every default is neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar

from sim.scenario.articles_schema import GUIDANCE_FUND
from sim.scenario.parameter import MOST_YUAN, Section, par


class Angels(Section):
    """天使投资: people who put their own money into seed rounds, out of what all of them have in a year."""

    article: ClassVar[int] = GUIDANCE_FUND

    pool_per_year: float = par("天使资金池", "what all angels together have for new companies in each year from the start; what is left of a year is gone", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 3e8), why="694m in 194 disclosed deals nationally in 2012, 1,009m in 262 in 2013; about 43 % of it Beijing's, of which the modelled companies are a sixth (50m); from none to all of Beijing's", default=0.0, off=0.0)
    ticket: float = par("天使单笔投资", "what an angel puts in, at most", unit="yuan", ge=0, le=MOST_YUAN, plausible=(5e5, 4e6), why="3.6m to 3.9m is the mean of disclosed deals, which are the larger ones; the seed rounds of the model ask for 2.5m", default=0.0)
    chance: float = par("天使投资概率", "chance that an angel stands ready for a company's seed round, the same answer at every look", unit="share", ge=0, le=1, plausible=(0.1, 0.5), why="assumption: a tenth to half of all companies; no rate found", default=0.0, off=0.0)
    local_only: bool = par("天使限本市企业", "only companies in the city", unit="switch", default=False)
