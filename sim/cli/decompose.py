"""``yindao decompose``: what each principle, instrument or article of a rule book adds; figures, a results folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.asked import Asked, Manner
from sim.cli.concluding import conclude, keep
from sim.cli.notices import tell_input
from sim.cli.output import (
    EconomyOption,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    NoFiguresOption,
    PageLang,
    PageLangOption,
    PolicyOption,
    QuietOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    WorkersOption,
)
from sim.cli.simulating import simulating
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import not_among, said

if TYPE_CHECKING:
    from sim.experiments.study import Study
    from sim.experiments.work.workers import Progress
    from sim.scenario.scenario_schema import Scenario


BY_ARTICLES = "articles"
MeasureOption = Annotated[
    list[str] | None,
    typer.Option(help="Measure to attribute; may be repeated. Default: eight headlines, by articles six."),
]
ArticlesOption = Annotated[
    str | None,
    typer.Option(metavar="N,N", help="With --by articles: all combinations of these, 8 at most; the others stay."),
]


def decompose(
    scenario: ScenarioArgument,
    by: Annotated[str, typer.Option(metavar="principles|instruments|articles", help="What is switched off and on.")],
    articles: ArticlesOption = None,
    measure: MeasureOption = None,
    principles_exit: Annotated[
        str,
        typer.Option(metavar="appraised|auction", help="How stakes are sold at a deadline where incentives are off."),
    ] = "appraised",
    policy: PolicyOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int | None, typer.Option(help="Independent replications of every coalition.")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    out: Annotated[Path | None, typer.Option(help="Results folder; default: results/NAME-decompose-DATE-TIME.")] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: PageLangOption = PageLang.en,
    no_figures: NoFiguresOption = False,
    quiet: QuietOption = False,
) -> None:
    """Attribute what a rule book does to its principles, its instruments or the articles of the opinion.

    By principles (government investment, market operation, incentives, timely exit) or by instruments, every
    combination of switches is simulated on the same draws; each part is an exact Shapley value with its interval. By
    articles, each is taken from the whole and set alone against none, two worlds an article (48 for all of them); with
    --articles all combinations of those named are simulated (six are 64) and Shapley values sum to their effect.

    \b
    Example:
      yindao decompose beijing-2011 --by principles --replications 40
      yindao decompose beijing-2011 --by instruments --measure public.net_cost_pv --measure company.funded
      yindao decompose beijing-2011 --by articles --articles 5,15,21 --measure pipeline.converted
    """
    from sim.cli.memory import check_memory
    from sim.measures.catalogue import in_names

    manner = Manner(workers, engine, out, format, lang, no_figures, quiet)
    loaded = Asked(scenario, policy, economy, settings or (), replications, seed).load()
    question = _checked(loaded, by, in_names(measure or ()), principles_exit, articles)
    check_memory(loaded.replications, question.worlds)
    target = manner.target(f"{loaded.name}-decompose")
    tell_input([loaded], manner.spoken, quiet=quiet)
    with simulating(loaded.replications, manner.spoken, hidden=quiet) as told:
        result = question.simulate(told, manner)
    conclude(result, keep(result, target, manner), manner)


@dataclass(frozen=True)
class Question:
    """A question that makes sense; ``ask`` is the experiment with all that is not said on how to work.

    ``worlds`` is how many are simulated: by switches the fewest there can be, by articles the most.
    """

    ask: "Callable[..., Study]"
    worlds: int = 2

    def simulate(self, told: "Progress | None", manner: Manner) -> "Study":
        """The answer."""
        return self.ask(workers=manner.workers, progress=told, engine=manner.engine.value)


def _checked(
    scenario: "Scenario", by: str, measures: Sequence[str], principles_exit: str, articles: str | None
) -> Question:
    """The question; raises BadInput, before anything is simulated, with every problem of it."""
    from sim.experiments.decompose.switches import BY, EXIT_READINGS
    from sim.measures.catalogue import unknown

    problems = unknown(measures)
    known = (*BY, BY_ARTICLES)
    if by not in known:
        problems.append(Problem("--by", "", not_among(by, known)))
    if principles_exit not in EXIT_READINGS:
        words = " or ".join(EXIT_READINGS)
        problems.append(
            Problem("--principles-exit", "", said('is "{given}"; must be {known}', given=principles_exit, known=words))
        )
    elif principles_exit != "appraised" and by in known[1:]:
        problems.append(Problem("--principles-exit", "", said('acts on nothing here; it needs "--by principles"')))
    if articles is not None and by in BY:
        problems.append(Problem("--articles", "", said('acts on nothing here; it needs "--by articles"')))
    if problems:
        raise BadInput(problems)
    try:
        if by == BY_ARTICLES:
            return _by_articles(scenario, articles, measures)
        return _by_switches(scenario, by, principles_exit, measures)
    except ValueError as cause:
        raise BadInput([Problem(scenario.policy_name, "", cause.args[0])]) from None


def _by_switches(scenario: "Scenario", by: str, reading: str, measures: Sequence[str]) -> Question:
    from functools import partial

    from sim.experiments.decompose.ask import decompose as simulate
    from sim.experiments.decompose.switches import BY, EXIT_READINGS, switches_of
    from sim.measures.headlines import ATTRIBUTED

    chosen = next(one for one in BY if one == by)
    sold = next(one for one in EXIT_READINGS if one == reading)
    switches_of(scenario.law, chosen)
    return Question(partial(simulate, scenario, chosen, measures=measures or ATTRIBUTED, principles_exit=sold))


def _by_articles(scenario: "Scenario", articles: str | None, measures: Sequence[str]) -> Question:
    from functools import partial

    from sim.experiments.decompose.articles import article_values, players_of
    from sim.measures.headlines import BY_ARTICLE
    from sim.scenario.switching import dated, parse_articles

    named = () if articles is None else parse_articles(articles, "--articles")
    players = players_of(dated(scenario), named)
    return Question(partial(article_values, scenario, named, measures=measures or BY_ARTICLE), players.worlds)
