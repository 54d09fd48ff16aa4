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
    from sim.experiments.compare import CompareResult, compare
    from sim.experiments.compare_stop import Target
    from sim.experiments.decompose import DecomposeResult, decompose
    from sim.experiments.run import RunResult, run
    from sim.experiments.sensitivity import SensitivityResult, sensitivity
    from sim.experiments.sweep import SweepResult, sweep
    from sim.scenario.files import load
    from sim.scenario.scenario_schema import Scenario

    __version__: str

__all__ = [
    "CompareResult",
    "DecomposeResult",
    "RunResult",
    "Scenario",
    "SensitivityResult",
    "SweepResult",
    "Target",
    "__version__",
    "compare",
    "decompose",
    "load",
    "run",
    "sensitivity",
    "sweep",
]

_WHERE = {
    "load": "sim.scenario.files",
    "run": "sim.experiments.run",
    "compare": "sim.experiments.compare",
    "CompareResult": "sim.experiments.compare",
    "decompose": "sim.experiments.decompose",
    "DecomposeResult": "sim.experiments.decompose",
    "sensitivity": "sim.experiments.sensitivity",
    "SensitivityResult": "sim.experiments.sensitivity",
    "sweep": "sim.experiments.sweep",
    "SweepResult": "sim.experiments.sweep_results",
    "Target": "sim.experiments.compare_stop",
    "RunResult": "sim.experiments.run",
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
