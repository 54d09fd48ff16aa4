"""The stage chain against what it was fitted to: realised multiples of 21,640 US financings (Correlation Ventures).

The fate function alone (D16): quality, skill and the selection shift off, no market factor, no queue. Along every path
the multiple is lognormal, so the model's distribution has a closed form; it is compared with the published figures,
and the function that simulates companies is compared with it.
"""

import csv
import json
import math
import random
from functools import cache
from pathlib import Path

import pytest

from sim.economy.fates import StageLaw, stage_laws
from sim.scenario.files import load_economy
from tests.economy.multiples import simulate_multiple

DATA = Path(__file__).parents[2] / "scenarios" / "data"
COMPANY = load_economy("beijing-2011").company
LAWS = stage_laws(COMPANY)
CHAIN = json.loads((DATA / "fitted_defaults.json").read_text(encoding="utf-8"))["stage_chain"]
EDGES = (1.0, 5.0, 10.0, 20.0, 50.0)
STAGES = range(5)
SIMULATED = 20_000
FITTED_WITH = 200_000  # draws an entry stage behind the fitted figures; their exit shares scatter accordingly

Route = tuple[float, float, float]  # chance, mean of the log multiple, its variance


def phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def twice(law: StageLaw) -> float:
    """A stalled company draws once more: factor on every outcome but failure."""
    return 1.0 + law.stall * law.failing


def exits(entry: int) -> tuple[list[Route], list[Route]]:
    """Trade sales and listings by number of rounds advanced."""
    sales, listings = [], []
    reach, mu, variance = 1.0, 0.0, 0.0
    for stage in range(entry, 5):
        law, again = LAWS[stage], twice(LAWS[stage])
        sales.append((reach * law.trade_sale * again, mu + math.log(COMPANY.trade_sale_multiple), variance + 1.0))
        listings.append((reach * law.filing * again, mu + math.log(COMPANY.listing_multiple), variance + 0.36))
        reach *= law.advance * again * law.funded
        mu += math.log(COMPANY.step_median[stage])
        variance += COMPANY.step_sigma**2
    return sales, listings


def below(entry: int, x: float) -> float:
    """P(multiple < x), 1 <= x <= 300: every failure pays less than its cost."""
    paths = [path for kind in exits(entry) for path in kind]
    failed = 1.0 - math.fsum(chance for chance, _, _ in paths)
    return failed + math.fsum(p * phi((math.log(x) - mu) / math.sqrt(v)) for p, mu, v in paths)


def mean_capped(entry: int, cap: float) -> float:
    """E[min(multiple, cap)]; a failure pays nothing with .6, else half on average."""
    total = 0.0
    failed = 1.0
    for chance, mu, v in [path for kind in exits(entry) for path in kind]:
        d = (math.log(cap) - mu) / math.sqrt(v)
        total += chance * (math.exp(mu + v / 2) * phi(d - math.sqrt(v)) + cap * (1.0 - phi(d)))
        failed -= chance
    return total + failed * 0.4 * 0.5


@cache
def simulated(entry: int) -> tuple[float, ...]:
    uniform = random.Random(20110315 + entry).random
    return tuple(simulate_multiple(COMPANY, LAWS, entry, uniform) for _ in range(SIMULATED))


def share(values: tuple[float, ...], low: float, high: float) -> float:
    return sum(low <= value < high for value in values) / len(values)


def error_of_share(p: float, n: int) -> float:
    """Standard error of a share estimated from n independent draws."""
    return math.sqrt(p * (1.0 - p) / n)


def bins(cumulated: list[float]) -> list[float]:
    return [high - low for low, high in zip([0.0, *cumulated], [*cumulated, 1.0], strict=True)]


@pytest.mark.parametrize("entry", STAGES)
def test_exits_ever_are_those_of_the_published_rows(entry: int) -> None:
    listed = sold = 0.0
    reach = 1.0
    for stage in range(entry, 5):
        listed += reach * CHAIN["p_IPO"][stage]
        sold += reach * CHAIN["p_MA"][stage]
        reach *= CHAIN["p_advance"][stage]
    sales, listings = exits(entry)
    assert math.fsum(chance for chance, _, _ in listings) == pytest.approx(listed, abs=1e-9)
    assert math.fsum(chance for chance, _, _ in sales) == pytest.approx(sold, abs=1e-9)
    published = CHAIN["by_entry"][entry]  # itself simulated: agrees within its own sampling error
    assert abs(listed - published["IPO"]) < 3 * error_of_share(listed, FITTED_WITH)
    assert abs(sold - published["MA"]) < 3 * error_of_share(sold, FITTED_WITH)


@pytest.mark.parametrize("entry", STAGES)
def test_multiples_by_entry_stage_are_the_published_ones(entry: int) -> None:
    published = CHAIN["by_entry"][entry]
    lost, tenfold = below(entry, 1.0), 1.0 - below(entry, 10.0)
    assert abs(lost - published["P_below_1"]) < 3 * error_of_share(lost, FITTED_WITH)
    assert abs(tenfold - published["P_10plus"]) < 3 * error_of_share(tenfold, FITTED_WITH)
    assert mean_capped(entry, 300.0) == pytest.approx(published["mean_cap300"], abs=0.03)


@pytest.mark.parametrize("entry", STAGES)
def test_simulated_companies_follow_the_closed_form(entry: int) -> None:
    values = simulated(entry)
    assert max(values) <= 300.0
    for low, high, chance in (
        (0.0, 1.0, below(entry, 1.0)),
        (10.0, math.inf, 1.0 - below(entry, 10.0)),
        (0.0, 1e-12, 0.6 * (1.0 - math.fsum(p for kind in exits(entry) for p, _, _ in kind))),
    ):
        assert abs(share(values, low, high) - chance) < 4 * error_of_share(chance, SIMULATED)
    mean = math.fsum(values) / SIMULATED
    error = math.sqrt(math.fsum((value - mean) ** 2 for value in values)) / SIMULATED
    assert abs(mean - mean_capped(entry, 300.0)) < 4 * error


def test_the_mix_of_entries_reproduces_the_published_distribution() -> None:
    with (DATA / "correlation_ventures_2004_2013.csv").open(encoding="utf-8") as file:
        published = [float(row["share_of_financings"]) for row in csv.DictReader(file)]
    mix = CHAIN["entry_mix"]
    closed = bins([math.fsum(weight * below(entry, x) for entry, weight in enumerate(mix)) for x in EDGES])
    told = [0.0] * 6
    squares = [0.0] * 6
    for entry, weight in enumerate(mix):
        for i, (low, high) in enumerate(zip((0.0, *EDGES), (*EDGES, math.inf), strict=True)):
            p = share(simulated(entry), low, high)
            told[i] += weight * p
            squares[i] += weight * weight * p * (1.0 - p) / SIMULATED
    for i, target in enumerate(published):
        assert abs(closed[i] - target) < 0.0025 + 0.0005  # the fit's largest error, and rounding to a tenth of a point
        assert abs(told[i] - target) < 0.0025 + 0.0005 + 4 * math.sqrt(squares[i])


def test_the_mean_over_the_mix_is_that_of_the_entries() -> None:
    def over_mix(values: list[float]) -> float:
        return math.fsum(weight * value for weight, value in zip(CHAIN["entry_mix"], values, strict=True))

    capped = over_mix([mean_capped(entry, 300.0) for entry in STAGES])
    assert capped == pytest.approx(over_mix([entry["mean_cap300"] for entry in CHAIN["by_entry"]]), abs=0.02)
    # the fitted mean of 2.29 is uncapped and simulated; a capped one can only be lower
    assert capped < CHAIN["mix"]["mean"]
    assert capped == pytest.approx(CHAIN["mix"]["mean"], rel=0.05)
