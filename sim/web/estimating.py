"""The stream of a page: estimates as replications come, often at first, then as often as counting allows."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from sim.engine.auto import EngineName
from sim.experiments.compare.answer import CompareResult
from sim.experiments.compare.ask import result_of
from sim.experiments.compare.worlds import Worlds, worlds_of
from sim.measures.reduce import Reduced
from sim.scenario.content import fingerprint
from sim.scenario.scenario_schema import Scenario
from sim.web.asking import Ask, Ground, called
from sim.web.desk import Desk
from sim.web.telling import told

REST = 0.4  # seconds between two estimates at least: no eye follows faster
SHARE = 3.0  # times as long as counting took is left to simulation before the next


@dataclass(frozen=True)
class Question:
    """The worlds of a page: ``now`` is the rule book on it, the baseline the pinned one, which may be the same."""

    now: str
    worlds: Worlds
    most: int

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What is simulated, in the order of the worlds."""
        return self.worlds.free

    def result(self, replications: list[list[Reduced]], engine: EngineName, began: float) -> CompareResult:
        """The comparison as ``sim.compare`` makes it."""
        return result_of(self.worlds, replications, engine, began, None)


def question_of(ground: Ground, ask: Ask) -> Question:
    """The worlds of ``ask``; raises BadInput with every problem.

    The rule books without their concessions, which a comparison simulates too, are left out: they would double the
    work, and only the measures of what a concession costs need them.
    """
    now, pinned = ground.load(ask.now), ground.load(ask.pinned)
    most = ask.replications or now.replications
    if fingerprint(now) == fingerprint(pinned):
        one = called(now, ask.now, "changed")
        named, baseline = {one.policy_name: one}, one.policy_name
    else:
        one, other = called(now, ask.now, "changed"), called(pinned, ask.pinned, "pinned")
        named, baseline = {one.policy_name: one, other.policy_name: other}, other.policy_name
    worlds = worlds_of({name: replace(each, replications=most) for name, each in named.items()}, baseline, baseline)
    return Question(one.policy_name, replace(worlds, unconceded={}), most)


async def estimates(desk: Desk, question: Question, ask: Ask) -> AsyncIterator[dict[str, Any]]:
    """What is known after so many replications, again and again, the last time after all of them."""
    began, due = time.perf_counter(), 0.0
    async for replications in desk.replications(question.scenarios, question.most):
        last = len(replications) >= question.most
        before = time.perf_counter()
        if before < due and not last:
            continue
        found = await desk.counted(_estimate, question, replications, desk.engine, began, ask)
        due = time.perf_counter() + max(REST, SHARE * (time.perf_counter() - before))
        yield found | {"of": question.most, "done": last, "seconds": round(time.perf_counter() - began, 2)}


def _estimate(
    question: Question, replications: list[list[Reduced]], engine: EngineName, began: float, ask: Ask
) -> dict[str, Any]:
    return told(question.result(replications, engine, began), question.now, ask.lang)
