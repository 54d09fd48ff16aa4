"""Random rule books and economies: the village under some rule book, with settings drawn over all that may be set.

What the schema refuses is taken out again until the rest stands together.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from sim.scenario.book import Parameter, by_key, parameters
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_names
from tests.fuzz.extremes import NUMBERS, VILLAGE, ends
from tests.fuzz.writing import toml_value

MOST_KEYS = 30
BOOKS = ("village-policy.toml", *shipped_names("policy"))
# Sizes, whose own bounds make a city of the village.
MOST = {
    "horizon_years": 25,
    "economy.pipeline.shelf": 80,
    "economy.pipeline.disclosures_per_year": 60,
    "economy.managers.slots": 12,
    "economy.managers.funds_each": 4,
}
LEFT_ALONE = ("seed", "replications")
STARTS = ("2008-02-29", "2010-12-31", "2011-03-15", "2012-01-01", "2019-08-20")
DATES = ("2008-02-29", "2011-03-15", "2012-07-01", "2015-12-31", "2021-01-01")
WIDE = 1000.0  # a range whose ends are further apart than this is drawn by its logarithm
# What opens each line, so that the rest of its keys act.
OPENED: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "stage_equity": {"share_cap": st.floats(0.05, 0.9)},
    "co_investment": {"ratio": st.floats(0.1, 2.0)},
    "risk_subsidy": {"rate": st.floats(0.01, 1.0)},
    "loss_compensation": {"rate_by_stage": st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5)},
    "guarantee_grant": {"pre_grant": st.floats(1e5, 5e6), "post_grant": st.floats(1e5, 5e6)},
    "loss_guarantee": {"rate": st.floats(0.1, 1.0)},
}
YEARLY = st.lists(st.one_of(st.just(0.0), st.floats(6.0, 8.5).map(lambda power: round(10.0**power, 2))), max_size=6)


@dataclass(frozen=True)
class World:
    """The village under a rule book with settings laid over it."""

    book: str
    settings: tuple[tuple[str, Any], ...]
    replication: int = 0

    def load(self) -> Scenario:
        """The scenario; raises BadInput where the settings do not stand together."""
        policy = str(Path(VILLAGE).parent / self.book) if self.book.endswith(".toml") else self.book
        return load(VILLAGE, policy=policy, settings=self.texts)

    @property
    def texts(self) -> list[str]:
        return [f"{key}={toml_value(value)}" for key, value in self.settings]

    @property
    def command(self) -> str:
        words = " ".join(f"--set '{one}'" for one in self.texts)
        return f"yindao run {VILLAGE} --policy {self.book} {words}  (replication {self.replication})"


# ---- drawing --------------------------------------------------------------------------------------------------------


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world that loads."""
    drawn = draw(_money())
    count = draw(st.integers(0, MOST_KEYS))
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=count, max_size=count))
    drawn |= {parameter.key: draw(_values(parameter)) for parameter in keys}
    found = repaired(World(draw(st.sampled_from(BOOKS)), tuple(drawn.items()), draw(st.integers(0, 3))))
    return found if found is not None else reject()


@st.composite
def _money(draw: st.DrawFn) -> dict[str, Any]:
    """Some lines with rules and a part of the money each, or what the rule book has anyway."""
    lines = draw(st.lists(st.sampled_from(list(OPENED)), unique=True))
    if not lines:
        return {}
    shares = draw(_parts(len(lines)))
    found: dict[str, Any] = {f"policy.budget.{line}_share": 0.0 for line in OPENED}
    found["policy.budget.yearly"] = draw(YEARLY)
    for line, share in zip(lines, shares, strict=True):
        found[f"policy.budget.{line}_share"] = share
        found |= {f"policy.{line}.{key}": draw(value) for key, value in OPENED[line].items()}
    if "stage_equity" in lines and draw(st.booleans()):
        found["policy.levels.district.match"] = draw(st.floats(0.1, 1.0))
        found["policy.levels.district.yearly"] = draw(YEARLY)
    return found


def _parts(count: int) -> st.SearchStrategy[list[float]]:
    """So many shares that sum to one."""
    weights = st.lists(st.integers(0, 20), min_size=count, max_size=count).filter(any)
    return weights.map(lambda found: [one / sum(found) for one in found])


def _values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values of a key that the schema allows, for itself."""
    key, count = parameter.key, parameter.count
    if key == "start":
        return st.sampled_from(STARTS)
    if key.endswith(".concession"):
        return st.lists(_tier(), max_size=4)
    if key.endswith(".schedule"):
        return _schedule()
    if key.endswith(".yearly"):
        return YEARLY
    if key.endswith("staging.tranches"):
        return st.integers(1, 5).flatmap(_parts)
    if key.endswith(("_shares", "_mix")):
        return _parts(count or 1)
    if key.endswith("window_transition"):
        return st.lists(_parts(count or 1), min_size=count or 1, max_size=count or 1)
    if parameter.kind in NUMBERS:
        one = _number(parameter)
        return one if count is None else st.lists(one, min_size=count, max_size=count)
    if parameter.kind == "date":
        return st.sampled_from(DATES)
    if parameter.kind == "true or false":
        return st.booleans()
    one_of = st.sampled_from(parameter.choices)
    return one_of if count is None else st.lists(one_of, unique=True, max_size=len(parameter.choices))


def _number(parameter: Parameter) -> st.SearchStrategy[Any]:
    """A number at its ends, where it is plausible, or anywhere between."""
    low, high = (_entry(end) for end in (ends(parameter)[0], ends(parameter)[-1]))
    high = min(high, MOST.get(parameter.key, high))
    if parameter.kind == "whole number":
        return st.one_of(st.sampled_from((low, high)), st.integers(low, min(high, low + 12)), st.integers(low, high))
    anywhere = _by_logarithm(low, high) if high - low > WIDE else st.floats(low, high)
    near = st.floats(*parameter.plausible) if parameter.plausible else anywhere
    return st.one_of(near, near, anywhere, st.sampled_from((float(low), float(high))))


def _entry(value: Any) -> Any:
    """The number that an array holds at one of its ends."""
    return value[0] if isinstance(value, tuple) else value


def _by_logarithm(low: float, high: float) -> st.SearchStrategy[float]:
    powers = st.floats(math.log10(max(low, 1e-3)), math.log10(high))
    return powers.map(lambda power: min(max(10.0**power, low), high))


@st.composite
def _rate(draw: st.DrawFn) -> dict[str, Any]:
    """A rate with some of its keys."""
    found: dict[str, Any] = {"spread": draw(st.sampled_from((0.0, 0.02, 0.05, -0.2, 1.0)))}
    for name in ("index", "index_date", "compounding"):
        found[name] = draw(st.sampled_from(by_key()[f"policy.stage_equity.option.rate.{name}"].choices))
    return found


@st.composite
def _tier(draw: st.DrawFn) -> dict[str, Any]:
    """A tier of a concession; a quarter of the gain at most, so that any four stand together."""
    found = {"share": draw(st.floats(0.0, 0.25)), "to": draw(st.sampled_from(("partners", "manager", "founders")))}
    found["local_multiple"] = draw(st.sampled_from((0.0, 0.0, 0.5, 1.0, 2.0)))
    if draw(st.booleans()):
        return found | {"hurdle": draw(st.floats(0.0, 0.3))}
    return found | {"rate": draw(_rate())}


@st.composite
def _schedule(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Windows that follow one another, with pauses between some."""
    years = sorted(draw(st.lists(st.integers(0, 40), unique=True, min_size=2, max_size=6)))
    pairs = zip(years[::2], years[1::2], strict=False)
    return [{"from_year": first / 4, "to_year": last / 4, "rate": draw(_rate())} for first, last in pairs]


KEYS = [one for one in parameters() if one.kind != "text" and one.key not in LEFT_ALONE]


def repaired(world: World) -> World | None:
    """The world without the settings that contradict one another; None where nothing helps."""
    while True:
        try:
            world.load()
        except BadInput as refused:
            named = {problem.key.partition("[")[0] for problem in refused.problems}
            left = tuple(one for one in world.settings if one[0] not in named)
            if len(left) == len(world.settings):
                left = tuple(one for one in left if not any(key.startswith(f"{one[0]}.") for key in named))
            if len(left) == len(world.settings):
                left = world.settings[:-1]
            if not world.settings:
                return None
            world = replace(world, settings=left)
        else:
            return world
