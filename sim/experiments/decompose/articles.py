"""Decompose what a rule book does by the articles of the opinion that it has in force, on the same draws."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.engine.auto import AUTO, EngineName
from sim.experiments.decompose.article_answer import ArticlesResult
from sim.experiments.decompose.worlds import EveryCoalition
from sim.experiments.run.answer import RunResult
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications
from sim.measures.article_values import values_of
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import Sample, estimates_of, sample_of
from sim.measures.headlines import BY_ARTICLE
from sim.scenario.replaced import CONTEXT
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario
from sim.scenario.switching import SWITCHES, Law, acts, dated, law_of, on_articles, without_articles

__all__ = ["ArticlesResult", "article_values", "players_of"]

MOST = 8  # articles of which every combination is simulated


@dataclass(frozen=True)
class Players:
    """The articles that are thrown on and off, and the others that are on: ``inert`` ones, which change nothing, and
    those that stay on because others were named."""

    thrown: tuple[int, ...]
    inert: tuple[int, ...] = ()
    staying: tuple[int, ...] = ()
    every: bool = False  # whether all combinations are asked for

    @property
    def worlds(self) -> int:
        """How many worlds there are at most."""
        return 1 << len(self.thrown) if self.every else 2 + 2 * len(self.thrown)


class Coalitions:
    """The worlds of a game by coalition (bit i: the i-th player is on); those of one law are one world."""

    def __init__(self, scenario: Scenario, players: Sequence[int]) -> None:
        self._scenario = scenario
        self._players = tuple(players)
        self._worlds: dict[Law, Scenario] = {}
        self._laws: dict[int, Law] = {}

    def law(self, coalition: int) -> Law:
        """What the rule book comes to in a coalition, whose world is noted when it is the first of its law."""
        if coalition not in self._laws:
            off = [number for place, number in enumerate(self._players) if not coalition >> place & 1]
            world = without_articles(self._scenario, off) if off else self._scenario
            law = self._laws[coalition] = law_of(world.policy, world.start, world.begins)
            self._worlds.setdefault(law, world)
        return self._laws[coalition]

    @property
    def worlds(self) -> dict[Law, Scenario]:
        """Those to simulate, in the order in which they were asked for."""
        return self._worlds


def article_values(
    scenario: Scenario,
    articles: Sequence[int] = (),
    *,
    measures: Sequence[str] = BY_ARTICLE,
    workers: int | None = None,
    progress: Progress | None = None,
    engine: EngineName = AUTO,
) -> ArticlesResult:
    """What each article of the opinion that ``scenario``'s rule book has in force is worth.

    Without ``articles`` every one is thrown alone: out of the whole (*last*), and into the world before all of them
    (*first*). With up to eight named, all their combinations are simulated, the other articles as the rule book has
    them, and *Shapley* values divide what they do together. Coalitions that come to the same law are one world: an
    article that changes nothing is worth exactly nothing. Where the world begins before the start, all articles begin
    at the start (``dated``). ``measures``, ``workers``, ``progress`` and ``engine`` as in ``sim.decompose``.

    Raises ValueError for arguments that make no sense, ReplicationFailedError when a replication fails.
    """
    if workers is not None and workers < 1:
        raise ValueError(said("workers is {workers}; at least 1 is needed", workers=workers))
    if not measures or any(name not in CATALOGUE for name in measures):
        raise ValueError(said("measures of a single rule book are needed"))
    scenario = dated(scenario)
    players = players_of(scenario, articles)
    coalitions = Coalitions(scenario, players.thrown)
    laws = {number: coalitions.law(number) for number in _wanted(players)}
    began = time.perf_counter()
    task = EveryCoalition(engine_module(engine), tuple(coalitions.worlds.values()), scenario)
    with laws_for(engine):
        replications = range(scenario.replications)
        done = run_replications(task, replications, workers or default_workers(), progress, keep=Spool().keep_all)
    reduced = {law: [one[place] for one in done] for place, law in enumerate(coalitions.worlds)}
    samples: dict[Law, Sample] = {law: sample_of(each) for law, each in reduced.items()}
    seconds = time.perf_counter() - began
    runs = {
        world.policy_name: RunResult.of(world, reduced[law], estimates_of(samples[law], CATALOGUE), engine, seconds)
        for law, world in coalitions.worlds.items()
    }
    values = {
        name: values_of(players.thrown, lambda number: samples[laws[number]], name, every=players.every)
        for name in dict.fromkeys(measures)
    }
    return ArticlesResult(
        scenario, players.thrown, players.inert, players.staying, players.every, runs, values, seconds
    )


def players_of(scenario: Scenario, articles: Sequence[int] = ()) -> Players:
    """The articles to throw: those named, else all that are in force and act.

    Raises ValueError for one that is off, for more than can be combined, and where there is nothing to throw.
    """
    name, on = scenario.policy_name, on_articles(scenario.policy)
    articles = sorted(set(articles))
    if none := [number for number in articles if number not in SWITCHES]:
        raise ValueError(CONTEXT.get(none[0]) or said("there is no article {none} to throw", none=none[0]))
    if off := [number for number in articles if number not in on]:
        raise ValueError(said("article {off} is off in {name}; there is nothing to throw", off=off[0], name=name))
    if len(articles) > MOST:
        raise ValueError(
            said(
                "{count} articles have {number:,} combinations; name at most {most}",
                count=len(articles),
                number=1 << len(articles),
                most=MOST,
            )
        )
    if articles:
        return Players(tuple(articles), staying=tuple(one for one in on if one not in articles), every=True)
    acting = tuple(number for number in on if _acts(scenario, number))
    if not acting:
        raise ValueError(
            said(
                "{name} comes to the same law with every article on and off, so there is nothing to decompose",
                name=name,
            )
        )
    return Players(acting, tuple(number for number in on if number not in acting))


def _acts(scenario: Scenario, article: int) -> bool:
    return acts(scenario.policy, scenario.start, scenario.begins, article)


def _wanted(players: Players) -> Iterator[int]:
    """The coalitions to look at: the whole first, then none, then each without and with one article, or all."""
    everybody = (1 << len(players.thrown)) - 1
    yield everybody
    yield 0
    if players.every:
        yield from range(1, everybody)
        return
    for place in range(len(players.thrown)):
        yield everybody & ~(1 << place)
        yield 1 << place
