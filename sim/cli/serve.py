"""``yindao serve``: the what-if page, on this machine alone."""

import webbrowser
from importlib.util import find_spec
from typing import Annotated

import typer

from sim.cli.output import (
    EconomyOption,
    Engine,
    EngineOption,
    Lang,
    LangOption,
    QuietOption,
    SeedOption,
    SettingsOption,
    WorkersOption,
    message,
    say_in,
)
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

NEEDS = ("starlette", "uvicorn")
PoliciesOption = Annotated[
    list[str] | None,
    typer.Option("--policy", help="Rule book the page offers beside the shipped ones; it begins with the first."),
]


def serve(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or the name of a shipped one.")] = "beijing-2011",
    policy: PoliciesOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    seed: SeedOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0: any that is free.")] = 8765,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Serve the what-if page: sliders over a rule book, the prospectus at once, estimates as replications come.

    The page stands on 127.0.0.1: no other machine can ask it. It offers the shipped rule books and those named here,
    and no other file is read. Ctrl-C ends it.

    \b
    Example:
      yindao serve
      yindao serve my-city.toml --policy mine.toml --policy theirs.toml --lang zh
      yindao serve beijing-2011 --port 0 --workers 1 --open
    """
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        what = said("needs {names}: pip install 'yindao[web]'", names=" and ".join(missing))
        raise BadInput([Problem("serve", "", what)])
    from sim.experiments.work.workers import default_workers
    from sim.web.asking import Ground
    from sim.web.serving import serve as run

    ground = Ground.of(scenario, policy or (), economy=economy, settings=tuple(settings or ()), seed=seed)

    def ready(address: str) -> None:
        address += f"?lang={lang.value}" if lang is Lang.zh else ""
        if not quiet:
            end = say_in("Ctrl-C ends it", "按 Ctrl-C 结束", lang)
            message(f"{address}  ({end})")
        if open_browser:
            webbrowser.open(address)

    run(ground, port, workers or default_workers(), engine.value, ready)
