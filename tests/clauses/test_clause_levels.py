"""Public money of several levels beside private money: limits that hold together, and what is neutral."""

import importlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import levels, stage_equity
from sim.clauses.levels import commitments

FEN = st.integers(0, 10**11)
SHARE = st.sampled_from([0.05, 0.2, 0.25, 0.3, 0.4, 0.6, 0.9])
MATCH = st.sampled_from([0.1, 0.25, 0.5, 1.0])
LIMIT = st.sampled_from([0.0, 0.3, 0.5, 0.6])
RATIO = st.sampled_from([0.0, 0.3, 0.5, 2.0])


def exact(share: float) -> Fraction:
    return Fraction(str(share))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(FEN, FEN, SHARE, MATCH, RATIO, LIMIT, FEN, FEN, st.booleans())
def test_every_limit_holds_at_first_close(
    city_offer: int, district_offer: int, cap: float, match: float, ratio: float, limit: float, others: int,
    largest: int, not_largest: bool,
) -> None:  # fmt: skip
    city, district = levels.commitments(
        city_offer, district_offer, match, cap, ratio, limit, others, largest, not_largest
    )
    both = city + district
    assert 0 <= city <= city_offer
    assert 0 <= district <= min(district_offer, exact(match) * city)
    if district_offer or city:
        assert city <= exact(cap) * (others + both)
        assert district <= exact(cap) * (others + both)
    if not_largest and both:
        assert max(city, district) < max(1, largest)
    if limit:
        assert both <= exact(limit) * (others + both)
    if ratio:
        assert both <= exact(ratio) * others


@settings(max_examples=100, derandomize=True, deadline=None)
@given(FEN, SHARE, FEN, FEN, st.booleans())
def test_without_a_district_and_without_limits_the_city_holds_what_article_14_gives(
    offer: int, cap: float, others: int, largest: int, not_largest: bool
) -> None:
    alone = stage_equity.commitment(offer, cap, others, largest, not_largest)
    assert levels.commitments(offer, 0, 0.0, cap, 0.0, 0.0, others, largest, not_largest) == (alone, 0)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(FEN, FEN)
def test_without_floor_ratio_and_cap_an_offer_stays_as_it_is(offer: int, target: int) -> None:
    assert levels.first_offer(offer, target, 0.0, 0.0, 0.0) == offer


@pytest.mark.parametrize(("offer", "made"), [(1_000, 1_000), (999, 0)])
def test_less_than_the_smallest_share_of_the_target_is_not_offered(offer: int, made: int) -> None:
    assert levels.first_offer(offer, 10_000, 0.10, 0.0, 0.0) == made


@pytest.mark.parametrize(("ratio", "most"), [(0.5, 3_333), (0.3, 2_307), (2.0, 6_666)])
def test_a_matching_ratio_limits_the_offer_to_its_part_of_the_whole_target(ratio: float, most: int) -> None:
    """One public yuan to two private ones is a third of the fund; 0.3 to one is 3/13; two to one is two thirds."""
    assert levels.first_offer(10_000, 10_000, 0.0, ratio, 0.0) == most


def test_the_district_gives_way_where_all_levels_reach_their_cap() -> None:
    """40 % of 100 offered by the city, 1 : 1 by the district, together at most 60 %: the district adds 20."""
    assert levels.district_offer(4_000, 10_000, 1.0, 10**9, 0.0, 0.6) == 2_000
    assert levels.district_offer(4_000, 10_000, 1.0, 1_500, 0.0, 0.6) == 1_500
    assert levels.district_offer(4_000, 10_000, 0.25, 10**9, 0.0, 0.6) == 1_000
    assert levels.district_offer(6_000, 10_000, 1.0, 10**9, 0.0, 0.6) == 0


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.integers(1, 10**10), st.integers(1, 10**10))
def test_parts_of_a_common_flow_sum_and_stay_pro_rata_to_a_fen(flows: list[int], city: int, district: int) -> None:
    done = ours = 0
    for amount in flows:
        ours += levels.city_part(amount, done, city, district)
        done += amount
        assert 0 <= ours <= done
        assert abs(Fraction(city * done, city + district) - ours) < 1


@pytest.mark.parametrize(
    ("cap", "match", "ratio", "limit", "most"),
    [(0.25, 0.0, 0.0, 0.0, 0.25), (0.4, 0.5, 0.0, 0.0, 0.6), (0.4, 1.0, 0.0, 0.6, 0.6), (0.9, 0.0, 0.5, 0.0, 1 / 3),
     (0.6, 1.0, 0.0, 0.0, 0.9)],
)  # fmt: skip
def test_the_prospectus_looks_as_far_as_public_shares_can_go(
    cap: float, match: float, ratio: float, limit: float, most: float
) -> None:
    assert levels.largest_share(cap, match, ratio, limit) == pytest.approx(most)


@pytest.mark.parametrize("others", [10**10, 10**11, 10**13])
@pytest.mark.parametrize("cap", [0.3, 0.6666, 2 / 3])
def test_a_cap_that_hardly_binds_is_computed_alike_when_compiled(cap: float, others: int) -> None:
    """Two thirds for the city and half of that for the district leave one part in 10⁹ of the fund to the others."""
    numba = pytest.importorskip("numba")
    importlib.import_module("sim.engine.compiled")  # lets compiled code call clauses

    @numba.njit(error_model="numpy")
    def compiled(cap: float, others: int) -> tuple[int, int]:
        return commitments(2 * 10**10, 10**10, 0.5, cap, 0.0, 0.0, others, others, False)

    assert compiled(cap, others) == compiled.py_func(cap, others)
