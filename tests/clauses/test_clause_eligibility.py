"""Start-up test of 财企[2007]128号 art. 11, place and stage."""

import pytest

from sim.clauses.eligibility import eligible_company, eligible_place, eligible_stage

START_UP = (5.0, 300, 30e6, 20e6)  # years, staff, sales, net assets: the limits of art. 11


def test_a_company_exactly_at_every_limit_is_eligible() -> None:
    assert eligible_company(5.0, 300, 30e6, 20e6, *START_UP)


@pytest.mark.parametrize(
    "company",
    [(5.01, 300, 30e6, 20e6), (5.0, 301, 30e6, 20e6), (5.0, 300, 30e6 + 1, 20e6), (5.0, 300, 30e6, 20e6 + 1)],
)
def test_a_company_beyond_one_limit_is_not(company: tuple[float, int, float, float]) -> None:
    assert not eligible_company(*company, *START_UP)


def test_a_limit_of_zero_tests_nothing() -> None:
    assert eligible_company(40.0, 90_000, 1e12, 1e12, 0.0, 0, 0.0, 0.0)


def test_elsewhere_is_allowed_unless_the_rule_is_local() -> None:
    assert [eligible_place(local, only) for local in (True, False) for only in (True, False)] == [
        True,
        True,
        False,
        True,
    ]


def test_the_last_stage_is_included() -> None:
    assert [eligible_stage(stage, 1) for stage in range(5)] == [True, True, False, False, False]
