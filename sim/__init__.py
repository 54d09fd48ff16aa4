"""yindao (引导): a discrete-event simulator of China's government guidance funds (政府引导基金).

Load a scenario, run its replications, read the measures:

>>> import sim
>>> scenario = sim.load("beijing-2011", replications=1, settings=["economy.pipeline.shelf=0"])
>>> result = sim.run(scenario, workers=1)
>>> result.replications, result.scenario.policy_name
(1, 'beijing-2011')
>>> round(result["public.dpi"].mean, 2) >= 0
True

Everything here is imported on first use, so that ``import sim`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.compare.ask import CompareResult, compare
    from sim.experiments.decompose.articles import ArticlesResult, article_values
    from sim.experiments.decompose.ask import DecomposeResult, decompose
    from sim.experiments.run.ask import RunResult, run
    from sim.experiments.sensitivity.ask import SensitivityResult, sensitivity
    from sim.experiments.stopping import Target
    from sim.experiments.sweep.ask import SweepResult, sweep
    from sim.scenario.files import load
    from sim.scenario.scenario_schema import Scenario

    __version__: str

__all__ = [
    "ArticlesResult",
    "CompareResult",
    "DecomposeResult",
    "RunResult",
    "Scenario",
    "SensitivityResult",
    "SweepResult",
    "Target",
    "__version__",
    "article_values",
    "compare",
    "decompose",
    "load",
    "run",
    "sensitivity",
    "sweep",
]

_WHERE = {
    "load": "sim.scenario.files",
    "run": "sim.experiments.run.ask",
    "compare": "sim.experiments.compare.ask",
    "CompareResult": "sim.experiments.compare.ask",
    "article_values": "sim.experiments.decompose.articles",
    "ArticlesResult": "sim.experiments.decompose.articles",
    "decompose": "sim.experiments.decompose.ask",
    "DecomposeResult": "sim.experiments.decompose.ask",
    "sensitivity": "sim.experiments.sensitivity.ask",
    "SensitivityResult": "sim.experiments.sensitivity.ask",
    "sweep": "sim.experiments.sweep.ask",
    "SweepResult": "sim.experiments.sweep.answer",
    "Target": "sim.experiments.stopping",
    "RunResult": "sim.experiments.run.ask",
    "Scenario": "sim.scenario.scenario_schema",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name == "__version__":
        value: Any = _version()
    elif name in _WHERE:
        value = getattr(import_module(_WHERE[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, whether or not they were asked for yet."""
    return sorted(set(globals()) | set(__all__))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("yindao")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0+unknown"
