"""What articles on the way from result to company do to measures, and that nothing moves where the economy stands."""

import statistics
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.measures.reduce import reduce_history
from tests.opinion.small import REPLICATIONS, village

# All of them by hand, but for the screen: it is a rule, read as it stands.
BOOK = """
[chain]
channels = 0.5
evaluators_factor = 1.5
promote_factor = 0.8
[assessment]
title_quota = 0.2
kpi_weight = 0.2
[platform]
intensity = 1.0
joint_factor = 0.5
capacity_factor = 2.0
[matching]
channels_info = 0.3
match_factor = 0.8
noise_factor_market = 0.8
[coordination]
review_factor = 0.8
"""
ANSWERS = tuple(
    f"economy.response.{name}"
    for name in ("quota=0.3", "kpi=0.3", "quota_time=0.1", "platform_on_discovery=0.3", "platform_on_landing=0.3")
)
QUEUE = ("economy.pipeline.evaluators=3", "policy.institutions.approvers=1", "policy.institutions.approval_line=1e6")


def measured(name: str, *settings: str) -> list[float]:
    """A measure by replication; there must be one in each."""
    scenario, found = village(*settings), []
    for replication in range(8):
        value = reduce_history(simulate(scenario, replication), scenario).values[name]
        assert value is not None
        found.append(float(value))
    return found


def higher(more: list[float], less: list[float]) -> bool:
    """Whether the paired mean difference is above 0, one-sided at about 2.5 %."""
    apart = [one - other for one, other in zip(more, less, strict=True)]
    return statistics.mean(apart) > 2.36 * statistics.stdev(apart) / len(apart) ** 0.5


@pytest.mark.parametrize(
    ("name", "article", "beside"),
    [
        ("pipeline.discovered", ("policy.chain.channels=0.5",), ()),
        ("pipeline.discovered", ("policy.matching.channels_info=0.5",), ()),
        ("pipeline.mean_quality", ("policy.chain.screen_share=0.4",), ()),
        ("pipeline.converted", ("policy.assessment.title_quota=0.3",), ("economy.response.quota=0.4",)),
        ("pipeline.landed", ("policy.platform.intensity=1.0",), ("economy.response.platform_on_landing=0.5",)),
    ],
)
def test_what_an_article_raises_is_higher_with_it(name: str, article: tuple[str, ...], beside: tuple[str, ...]) -> None:
    assert higher(measured(name, *article, *beside), measured(name, *beside))


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("pipeline.evaluation_wait_median", ("policy.chain.evaluators_factor=2.0",)),
        ("pipeline.median_months", ("policy.matching.match_factor=0.5",)),
        ("pipeline.approval_p90_months", ("policy.platform.joint_factor=0.6", "policy.platform.capacity_factor=3.0")),
    ],
)
def test_what_an_article_shortens_is_shorter_with_it(name: str, article: tuple[str, ...]) -> None:
    assert higher(measured(name, *QUEUE), measured(name, *QUEUE, *article))


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_an_economy_calibrated_with_a_book_runs_under_it_as_without_any_article(
    tmp_path: Path, replication: int
) -> None:
    """The same book moves everything from the world before, and what is off moves from the world after."""
    book = tmp_path / "book.toml"
    book.write_text(BOOK, "utf-8")
    anchored = (*ANSWERS, "economy.response.anchor=1", f"economy.response.reference={book}")

    def digest(policy: str, *settings: str) -> bytes:
        return simulate(village(*settings, "economy.managers.slots=4", policy=policy), replication).postings.digest()

    before = digest("no-guidance-fund", *ANSWERS)
    assert digest(str(book), *anchored) == before
    assert digest(str(book), *ANSWERS) != before
    assert digest("no-guidance-fund", *anchored) != before
