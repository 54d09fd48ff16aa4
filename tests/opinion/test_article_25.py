"""Article 25: without a statute the pilots of articles 4 to 8 end on a day."""

from sim.ledger.history import NEVER, History
from sim.measures.reduce import reduce_history
from tests.opinion.pipelines import converted, evaluated, results, run

# Pilots that act: posts, awards and their instalments, lines and waiting.
PILOTS = (
    "policy.assessment.title_quota=0.3",
    "policy.disposal.split_share=0.5",
    "policy.inventors.tax_rate=0.2",
    "policy.inventors.instalments=5",
    "economy.response.quota=0.4",
    "economy.response.share_on_conversion=1.04",
    "economy.response.ownership=0.3",
    "economy.response.delay_decay=0.05",
    "policy.institutions.takeover_month=0",
)
OFF = "policy.articles.25.on=false"
NONE_ON = tuple(f"policy.articles.{article}.on=false" for article in (4, 5, 6, 7, 8))


def days(history: History) -> list[tuple[int, int, int, int, int]]:
    """All that the pilots can move of a result."""
    return [(one.slot, one.declared_fen, one.decided, one.converted, one.refused) for one in history.achievements]


def same(one: History, other: History) -> bool:
    return one.postings.digest() == other.postings.digest() and days(one) == days(other)


def test_with_a_statute_pilots_stay_whatever_the_day_on_which_they_would_end() -> None:
    assert same(run(0, *PILOTS), run(0, *PILOTS, "policy.permanence.pilots_end=2013-01-01"))


def test_without_one_they_are_off_from_the_start_where_they_have_ended_before_it() -> None:
    ended = run(0, *PILOTS, OFF, "policy.permanence.pilots_end=2011-01-01")
    assert same(ended, run(0, *PILOTS, *NONE_ON))
    assert not same(ended, run(0, *PILOTS))


def test_without_one_they_are_on_to_the_end_where_they_end_after_it() -> None:
    assert same(run(0, *PILOTS, OFF, "policy.permanence.pilots_end=2030-01-01"), run(0, *PILOTS))


def test_what_was_decided_before_the_end_is_decided_under_the_pilots() -> None:
    """Day 1,023 is 2014-01-01: what went on and was decided before it is as if they stayed."""
    ended, stayed = run(0, *PILOTS, OFF, "policy.permanence.pilots_end=2014-01-01"), run(0, *PILOTS)
    before = after = 0
    for one, other in zip(evaluated(ended), evaluated(stayed), strict=True):
        if other.decided != NEVER and other.decided < 1023:
            assert (one.decided, one.converted, one.declared_fen) == (
                other.decided,
                other.converted,
                other.declared_fen,
            )
            before += 1
        after += (one.decided, one.converted) != (other.decided, other.converted)
    assert before >= 200
    assert after >= 100


def test_every_replication_converts_and_accepts_more_with_the_statute() -> None:
    for r in range(4):
        on, off = run(r, *PILOTS), run(r, *PILOTS, OFF)
        assert len(converted(on)) > len(converted(off))
        with_it, without = (reduce_history(one, results(*PILOTS)).values["award.granted"] for one in (on, off))
        assert with_it > without > 0
