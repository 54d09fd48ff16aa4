"""Gates of bases, open laboratories and outside money: no quantity without an answer to it, no answer without it."""

from sim.scenario.economy_schema import Economy
from sim.scenario.gate import Gate, anchored, answered, asked
from sim.scenario.policy_schema import Policy

BASES = ("cluster", "base_on_landing", "base_on_staying")
ROADSHOWS = ("roadshow_on_fill", "roadshow_on_ready", "roadshow_on_landing", "outside_pull")


def _has_bases(policy: Policy, economy: Economy | None) -> bool:
    """Whether any industry has a base."""
    return len(policy.bases.sectors) > 0 or anchored(policy, economy)


def _moved_by_roadshows(_: Policy, economy: Economy | None) -> bool:
    """Whether money, foundings or companies answer to roadshows."""
    return economy is None or any(getattr(economy.response, one) != 0.0 for one in ROADSHOWS)


def _leaving(_: Policy, economy: Economy | None) -> bool:
    """Whether companies leave the city year by year."""
    return economy is None or economy.leaving.rate > 0.0


CITY_GATES: tuple[Gate, ...] = (
    Gate(("policy.bases.sectors",), "economy.response.cluster, base_on_landing or base_on_staying above 0",
         answered(*BASES)),
    Gate(("economy.response.cluster", "economy.response.base_"), "industries in policy.bases.sectors", _has_bases),
    Gate(("economy.response.cluster_size",), "economy.response.cluster above 0", answered("cluster")),
    Gate(("policy.open_labs.intensity",), "economy.response.labs above 0", answered("labs")),
    Gate(("economy.response.labs",), "policy.open_labs.intensity above 0", asked("open_labs", "intensity")),
    Gate(("policy.open_labs.mobility_rate",), "economy.response.mobility above 0", answered("mobility")),
    Gate(("economy.response.mobility",), "policy.open_labs.mobility_rate above 0",
         asked("open_labs", "mobility_rate")),
    Gate(("policy.outside_capital.roadshows",), "a response to roadshows: economy.response.roadshow_on_fill, "
         "roadshow_on_ready, roadshow_on_landing or outside_pull other than 0", _moved_by_roadshows),
    Gate(("economy.response.roadshow_", "economy.response.outside_pull"), "policy.outside_capital.roadshows above 0",
         asked("outside_capital", "roadshows")),
    Gate(("economy.response.base_on_staying", "economy.response.outside_pull"), "economy.leaving.rate above 0",
         _leaving),
)  # fmt: skip
