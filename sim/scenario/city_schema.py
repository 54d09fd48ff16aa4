"""Articles that act on companies in the city and on money from outside: 11, 18, 23, partners of 21. All neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar, Literal

from sim.scenario.articles_schema import GUIDANCE_FUND
from sim.scenario.economy_schema import SECTORS
from sim.scenario.parameter import MOST_YUAN, Section, par

Sector = Literal["information_technology", "biology", "energy_saving", "new_energy", "new_energy_vehicles", "new_materials", "aerospace", "high_end_equipment"]


class Bases(Section):
    """转化基地与成果群 (article 11): in the industries of its bases companies of the city have neighbours."""

    article: ClassVar[int] = 11

    sectors: tuple[Sector, ...] = par("基地产业", "industries that have a base; none = no bases", unit="list", default=(), off=())
    cost_per_year: float = par("年运行费", "what the treasury pays for bases on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 5e8), why="assumption: not found; from nothing to many times the working value", default=0.0, off=0.0)

    @property
    def has_base(self) -> tuple[float, ...]:
        """By sector 1 where it has a base."""
        return tuple(float(sector in self.sectors) for sector in SECTORS)


class OpenLabs(Section):
    """要素向企业集聚 (article 18): laboratories open to companies, people who move to them."""

    article: ClassVar[int] = 18

    intensity: float = par("开放强度", "how far laboratories are open: 0 = not at all, 1 = as meant", unit="1", ge=0, le=1, plausible=(0, 1), why="from closed to what article 18 describes", default=0.0, off=0.0)
    cost_cut: float = par("成本降低", "part of what a young company spends that open laboratories save it, up to its start-up round's money", unit="share", ge=0, le=0.9, plausible=(0, 0.2), why="assumption: the city's platform opened the equipment of 14 institutions; what firms saved is not published", default=0.0, off=0.0)
    mobility_rate: float = par("人员流动", "share of institutions' researchers who move to companies that convert their results", unit="share", ge=0, le=1, plausible=(0, 0.2), why="assumption: from none to one in five; article 18 names no number", default=0.0, off=0.0)
    cost_per_year: float = par("年运行费", "what the treasury pays for the services of open laboratories on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 2e8), why="assumption: not found; from nothing to many times the working value", default=0.0, off=0.0)


class OutsideCapital(Section):
    """科技资源招商 (article 23): roadshows bring money and partners from outside."""

    article: ClassVar[int] = 23

    roadshows: float = par("招商强度", "how far the city presents its results outside: 0 = not at all, 1 = as meant", unit="1", ge=0, le=1, plausible=(0, 1), why="from none to what article 23 describes", default=0.0, off=0.0)
    cost_per_year: float = par("年运行费", "what the treasury pays for roadshows on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 1e8), why="assumption: not found; from nothing to many times the working value", default=0.0, off=0.0)


class Partners(Section):
    """出资人 (article 21): who may give money to a fund."""

    article: ClassVar[int] = GUIDANCE_FUND
    beside_fund: ClassVar[bool] = True

    lp_open: float = par("社保、保险出资", "logarithm of the factor on funds' private money where insurers and social security may be partners", unit="1", ge=0, le=2, plausible=(0, 0.5), why="assumption: named in article 21; from nothing to two thirds more, no size is published", default=0.0, off=0.0)
