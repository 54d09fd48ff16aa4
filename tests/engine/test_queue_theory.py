"""The service queue against the M/M/c formula (Erlang C). Mean service is long, so whole days bias it little (D16)."""

import math
from types import SimpleNamespace

import pytest

from sim.economy import laws
from sim.economy.levers import levers
from sim.engine import chance, pipeline
from sim.engine.calendar import at, draw
from sim.engine.codes import DISCOVER, EVALUATE, NOBODY
from sim.engine.handlers import HANDLERS
from sim.engine.kinds.given import Span
from sim.engine.order import ACHIEVEMENT, DISCOVERED, PIPELINE
from sim.engine.pipeline import EVALUATION
from sim.engine.state import World
from sim.scenario.pipeline_schema import Chain
from sim.scenario.policy_schema import Policy
from sim.scenario.response_schema import Response
from tests.engine.hand_made import made, small_world

SERVERS, MEAN_SERVICE, MEAN_GAP, CUSTOMERS = 3, 120.0, 50.0, 12_000


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Slot and last day of each service; when it is over the server is free, and nothing else happens."""
    ends: list[tuple[int, int]] = []

    def over(w: World, a: int, _: int) -> None:
        ends.append((w.achievements[a].slot, w.clock[0].today))
        pipeline.free_server(w, EVALUATION)

    monkeypatch.setitem(HANDLERS, EVALUATE, over)
    return ends


def office(servers: int, mean_days: float, horizon: int, replication: int, factor: float = 1.0) -> World:
    """Evaluators, and nobody who waits for them yet."""
    pull = levers(Policy(chain=Chain(evaluators_factor=factor)), Response(), Policy())
    rules = {"pipeline": [SimpleNamespace(evaluation_mean_days=mean_days, evaluators=servers)], "levers": [pull]}
    w = small_world(horizon, rules, {"spans": [{"day": 0}]}, replication)
    made(w.queues, first=NOBODY, last=NOBODY)
    return w


def arrives(w: World, slot: int, day: int) -> None:
    one = made(w.achievements, slot=slot)
    at(w, day, PIPELINE, ACHIEVEMENT, slot, DISCOVERED, DISCOVER, one.id, 0)


def service(w: World, slot: int) -> int:
    """Days that serving a customer takes."""
    return laws.days(laws.exponential(draw(w, chance.EVALUATION_TIME, slot, 0), MEAN_SERVICE) / 365.0)


def erlang_c_wait(servers: int, arrival: float, service: float) -> float:
    """Mean wait in queue of M/M/c, by the textbook formula."""
    load = arrival * service
    below = 0.0
    for k in range(servers):
        below += load**k / math.factorial(k)
    busy = load**servers / math.factorial(servers) * servers / (servers - load)
    return busy / (below + busy) * service / (servers - load)


def mean_wait(replication: int, served: list[tuple[int, int]], factor: float) -> float:
    served.clear()
    w = office(SERVERS, MEAN_SERVICE, 1 << 20, replication, factor)
    arrived, clock = {}, 0.0
    for customer in range(CUSTOMERS):
        clock += laws.exponential(draw(w, chance.DISCOVERY_TIME, customer, 0), MEAN_GAP)
        arrived[customer] = int(clock)
        arrives(w, customer, int(clock))
    w.calendar.run()
    assert len(served) == CUSTOMERS
    return sum(end - service(w, slot) - arrived[slot] for slot, end in served) / CUSTOMERS


@pytest.mark.parametrize(("factor", "servers"), [(1.0, 3), (1.25, 4)])
def test_mean_wait_agrees_with_erlang_c(served: list[tuple[int, int]], factor: float, servers: int) -> None:
    """A quarter more of three evaluators is 3.75, so four."""
    waits = [mean_wait(r, served, factor) for r in range(8)]
    mean = sum(waits) / len(waits)
    error = (sum((w - mean) ** 2 for w in waits) / (len(waits) - 1) / len(waits)) ** 0.5
    expected = erlang_c_wait(servers, 1.0 / MEAN_GAP, MEAN_SERVICE)
    assert abs(mean - expected) < 3.5 * error + 0.01 * expected
    assert error < 0.06 * expected


def test_first_come_is_first_served_and_ties_go_by_slot(served: list[tuple[int, int]]) -> None:
    w = office(1, 10.0, 1000, 0)
    for day, slot in ((2, 5), (1, 9), (2, 3), (2, 4)):
        arrives(w, slot, day)
    w.calendar.run()
    assert [slot for slot, _ in served] == [9, 3, 4, 5]


def test_more_servers_from_a_day_on_serve_those_who_wait_and_no_more_than_that(served: list[tuple[int, int]]) -> None:
    """One evaluator, from day 1,000 on two: a service begins when one ends, and on that first day one more."""
    w = office(1, 120.0, 1 << 20, 0)
    w.levers.append(levers(Policy(chain=Chain(evaluators_factor=2.0)), Response(), Policy()))
    w.spans.append(Span(1, day=1000))
    for slot in range(40):
        arrives(w, slot, 1)
    w.calendar.run()
    begun = sorted((end - service(w, slot), end) for slot, end in served)
    together = {day: sum(start <= day < end for start, end in begun) for day in range(1, served[-1][1])}
    grown = next(day for day in together if together[day] == 2)
    assert 1000 <= grown <= min(end for _, end in begun if end >= 1000)
    assert {together[day] for day in range(1, 1000)} == {1}
    last = begun[-1][0]
    assert {together[day] for day in range(grown, last)} == {2}
