"""``yindao calibrate``: keys of an economy set so that moments of its world without public money meet stated values."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.asked import Asked, Manner
from sim.cli.concluding import conclude
from sim.cli.keeping import Kept, written
from sim.cli.notices import tell_input
from sim.cli.output import (
    EconomyOption,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    PageLang,
    QuietOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    WorkersOption,
    message,
    say_in,
)
from sim.cli.simulating import simulating
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.experiments.calibrate.answer import CalibrateResult
    from sim.experiments.calibrate.moments import Moment
    from sim.experiments.calibrate.settle import State, Told
    from sim.scenario.scenario_schema import Scenario

REPLICATIONS = 24


def calibrate(
    scenario: ScenarioArgument,
    moments: Annotated[Path | None, typer.Option(help="Moments file; default: the shipped one.")] = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int, typer.Option(help="Replications of every round, at least 14.")] = REPLICATIONS,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    out: Annotated[Path | None, typer.Option(help="Economy file to write; default: its new lines are printed.")] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Set keys of an economy so that moments of its world without public money meet stated values.

    Round after round the same draws are simulated without a guidance fund, and each key answers to its moment. The
    file that is written extends the scenario's economy and says of each value by which moment it was set. Where a
    moment cannot be met nothing is written, and the exit code is 1.

    \b
    Example:
      yindao calibrate beijing-2011
      yindao calibrate beijing-2011 --replications 40 --out my-economy.toml
      yindao run beijing-2011 --economy my-economy.toml
    """
    from sim.experiments.calibrate.ask import calibrate as ask
    from sim.experiments.calibrate.moments import read_moments

    manner = Manner(workers, engine, out, format, PageLang(lang.value), True, quiet)
    loaded = Asked(scenario, None, economy, settings or (), replications, seed).load()
    wanted = read_moments(moments)
    _check(loaded, wanted, out)
    tell_input([loaded], manner.spoken, quiet=quiet)
    told = None if quiet else _teller(manner.spoken)
    with simulating(loaded.replications, manner.spoken, hidden=quiet) as progress:
        result = ask(loaded, wanted, workers=workers, progress=progress, told=told, engine=engine.value)
    conclude(result, _keep(result, out, manner.spoken), manner)


def _check(scenario: "Scenario", moments: "Sequence[Moment]", out: Path | None) -> None:
    """Raise BadInput, before anything is simulated, for a question that has no answer or no place for it."""
    from sim.experiments.calibrate.ask import LEAST
    from sim.scenario.overrides import COMMAND_LINE, given_by_hand

    problems: list[Problem] = []
    if scenario.replications < LEAST:
        text = f"is {scenario.replications}; a calibration needs at least {LEAST}"
        problems.append(Problem("--replications", "", text))
    for key in dict.fromkeys(one.key for one in moments):
        by = given_by_hand(scenario.provenance[key]) if key in scenario.provenance else ""
        if by not in ("", COMMAND_LINE):
            text = "is set by the scenario itself, whatever its economy says; take it out of [set] to calibrate it"
            problems.append(Problem(by, key, text))
    if out is not None:
        problems += [Problem("--out", "", said("is {out}; {why}", out=out, why=text)) for text in _unwritable(out)]
    if problems:
        raise BadInput(problems)


def _unwritable(out: Path) -> list[str]:
    """Why a file cannot be written; empty where it can."""
    if out.suffix != ".toml":
        return ["an economy file ends in .toml"]
    if os.path.lexists(out):
        return ["it already exists; results are never overwritten"]
    try:
        with tempfile.TemporaryFile(dir=out.absolute().parent):
            return []
    except OSError as cause:
        return [f"it cannot be written: {cause.strerror or cause}"]


def _teller(lang: Lang) -> "Told":
    """What tells on standard error how each round left the moments."""

    def told(done: int, states: "list[State]") -> None:
        missed = ", ".join(one.whole_name for one in states if one.wrong)
        met = sum(not one.wrong for one in states)
        text = f"after round {done}: {met} of {len(states)} moments met" + (f"; not yet {missed}" if missed else "")
        zh = f"第 {done} 轮后：{len(states)} 个矩中 {met} 个已达到" + (f"；尚未达到 {missed}" if missed else "")
        message(say_in(text, zh, lang))

    return told


def _keep(result: "CalibrateResult", out: Path | None, lang: Lang) -> Kept:
    """Write the economy file where it was asked for and there is one."""
    from sim.experiments.whole_file import whole_file

    if out is None or result.failed:
        return Kept(None)

    def write(path: Path) -> None:
        text = result.economy_file(path.absolute().parent)
        with whole_file(path) as working:
            working.write_text(text, encoding="utf-8")

    return written(write, out, lang)
