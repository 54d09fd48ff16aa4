"""The service queue against the M/M/c formula (Erlang C). Mean service is long, so whole days bias it little (D16)."""

import math

from sim.economy import laws
from sim.economy.streams import Draws
from sim.reference.calendar import ACHIEVEMENT, PIPELINE, Calendar, key
from sim.reference.queues import ServiceQueue

SERVERS, MEAN_SERVICE, MEAN_GAP, CUSTOMERS = 3, 120.0, 50.0, 12_000


def erlang_c_wait(servers: int, arrival: float, service: float) -> float:
    """Mean wait in queue of M/M/c, by the textbook formula."""
    load = arrival * service
    below = 0.0
    for k in range(servers):
        below += load**k / math.factorial(k)
    busy = load**servers / math.factorial(servers) * servers / (servers - load)
    return busy / (below + busy) * service / (servers - load)


def mean_wait(replication: int) -> float:
    draws = Draws(11, replication)
    gaps, services = draws.stream("discovery_time"), draws.stream("evaluation_time")
    started: dict[int, int] = {}
    arrived: dict[int, int] = {}
    clock = 0.0
    for customer in range(CUSTOMERS):
        clock += laws.exponential(gaps.u(customer), MEAN_GAP)
        arrived[customer] = int(clock)
    calendar = Calendar(int(clock) + 50_000)

    def service(customer: int) -> int:
        started[customer] = calendar.today
        return laws.days(laws.exponential(services.u(customer), MEAN_SERVICE) / 365.0)

    queue = ServiceQueue(calendar, SERVERS, 1, service, lambda _: None)
    for customer, day in arrived.items():
        calendar.call(day, key(PIPELINE, ACHIEVEMENT, customer), queue.join, customer)
    calendar.run()
    assert len(started) == CUSTOMERS
    return sum(started[i] - arrived[i] for i in arrived) / CUSTOMERS


def test_mean_wait_agrees_with_erlang_c() -> None:
    waits = [mean_wait(r) for r in range(8)]
    mean = sum(waits) / len(waits)
    error = (sum((w - mean) ** 2 for w in waits) / (len(waits) - 1) / len(waits)) ** 0.5
    expected = erlang_c_wait(SERVERS, 1.0 / MEAN_GAP, MEAN_SERVICE)
    assert abs(mean - expected) < 3.5 * error + 0.01 * expected
    assert error < 0.06 * expected


def test_first_come_is_first_served_and_ties_go_by_entity() -> None:
    calendar, order = Calendar(100), []

    def service(entity: int) -> int:
        order.append(entity)
        return 10

    queue = ServiceQueue(calendar, 1, 1, service, lambda _: None)
    for day, entity in ((2, 5), (1, 9), (2, 3)):
        calendar.call(day, key(PIPELINE, ACHIEVEMENT, entity), queue.join, entity)
    calendar.run()
    assert order == [9, 3, 5]
