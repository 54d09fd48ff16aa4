"""The listing queue's monthly places."""

from datetime import date

import pytest

from sim.economy.listing import capacity
from sim.economy.streams import Draws
from sim.scenario.economy_schema import Listing

HISTORY = (("2010-11", 7), ("2010-12", 3), ("2011-01", 0), ("2011-02", 10), ("2011-03", 9))
STATES = (("2011-01", 0), ("2011-02", 2), ("2011-03", 2))


def law(share: float = 0.25, **changes: object) -> Listing:
    values: dict[str, object] = {
        "series": "listings.csv",
        "states": "states.csv",
        "share": share,
        "window_mean": (0.16, 9.17, 29.85),
        "window_size": (300.0, 7.9, 9.5),
        "window_transition": ((0.84, 0.1, 0.06), (0.05, 0.9, 0.05), (0.0, 0.07, 0.93)),
        "patience_months": 36,
        "lockup_months": 12,
        "expected_wait_months": 9,
        "volatility": 0.45,
    }
    return Listing.model_validate({**values, **changes})


def places(
    share: float,
    start: date,
    months: int,
    u: float | None = 0.0,
    replication: int = 0,
    first: date | None = None,
    **changes: object,
) -> list[int]:
    """Places a month from ``first`` on, else from ``start``; ``u`` None is the uniform of the replication."""
    draws = Draws(1, replication)
    if u is not None:
        draws.override("listing_rounding", lambda _entity, _ordinal: u)
    return capacity(
        HISTORY,
        STATES,
        law(share, **changes),
        (first or start, start),
        months,
        draws.stream("window_state"),
        draws.stream("window_count"),
        draws.stream("listing_rounding"),
    )


def test_capacity_is_the_increments_of_the_floored_share_of_history() -> None:
    # cumulated counts from December: 3, 3, 13, 22; quarters: 0.75, 0.75, 3.25, 5.5
    assert places(0.25, date(2010, 12, 31), 4) == [0, 0, 3, 2]


@pytest.mark.parametrize(
    ("u", "expected"), [(0.2, [0, 0, 3, 2]), (0.25, [1, 0, 2, 2]), (0.5, [1, 0, 2, 3]), (0.8, [1, 0, 3, 2])]
)
def test_a_uniform_says_where_rounding_begins(u: float, expected: list[int]) -> None:
    # 0.75, 0.75, 3.25, 5.5 and u, floored
    assert places(0.25, date(2010, 12, 31), 4, u) == expected


@pytest.mark.parametrize("u", [0.0, 0.3, 0.8])
def test_months_before_the_start_leave_those_after_it_as_they_are(u: float) -> None:
    start = date(2011, 1, 15)
    assert places(0.25, start, 5, u, first=date(2010, 11, 2))[2:] == places(0.25, start, 3, u)


def test_months_before_the_start_have_the_places_of_their_counts_and_before_the_data_of_the_first() -> None:
    # September to December: 7 (not known), 7 (not known), 7, 3; cumulated to the start -24, -17, -10, -3, 0
    # at .25: -6, -4.25, -2.5, -.75, 0; floored -6, -5, -3, -1, 0; then January to March 0, 2.5, 4.75
    assert places(0.25, date(2011, 1, 15), 7, first=date(2010, 9, 1)) == [1, 2, 2, 1, 0, 2, 2]


def test_over_replications_every_month_has_its_share_of_the_count() -> None:
    # shares of 3, 0, 10 and 9 listings; the error of a mean of 400 Bernoulli variables is .025 at most
    found = [places(0.01, date(2010, 12, 31), 4, None, replication) for replication in range(400)]
    mean = [sum(column) / len(found) for column in zip(*found, strict=True)]
    assert mean == pytest.approx([0.03, 0.0, 0.10, 0.09], abs=0.05)
    assert min(mean[0], mean[2], mean[3]) > 0.0


def test_no_share_means_no_places() -> None:
    assert places(0.0, date(2010, 11, 1), 200) == [0] * 200


def test_a_later_start_meets_the_same_months_past_the_data() -> None:
    early = places(1.0, date(2010, 11, 1), 65)
    late = places(1.0, date(2012, 6, 15), 30)
    assert early[:5] == [7, 3, 0, 10, 9]
    assert late == early[19:49]


def test_a_longer_horizon_changes_no_earlier_month() -> None:
    assert places(1.0, date(2011, 1, 1), 240)[:36] == places(1.0, date(2011, 1, 1), 36)


def test_past_the_data_the_chain_leaves_from_the_last_state() -> None:
    # each state is left for the next for certain; sizes of 300 and more are Poisson, means of 0 give no listing
    changes = {
        "window_mean": (0.0, 400.0, 0.0),
        "window_size": (300.0, 300.0, 300.0),
        "window_transition": ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)),
    }
    months = places(1.0, date(2011, 4, 1), 6, **changes)
    # after state 2 comes 0, then 1, then 2 …
    assert [count > 0 for count in months] == [False, True, False, False, True, False]
    assert all(abs(count - 400) < 5 * 20 for count in months if count)


def test_long_run_counts_have_the_mean_of_the_stationary_chain() -> None:
    months = places(1.0, date(2011, 4, 1), 4000)
    mean = sum(months) / len(months)
    transition = law().window_transition
    pi = [1 / 3, 1 / 3, 1 / 3]  # to the stationary law by iteration
    for _ in range(2000):
        pi = [sum(pi[i] * transition[i][j] for i in range(3)) for j in range(3)]
    expected = pi[0] * 0.16 + pi[1] * 9.17 + pi[2] * 29.85
    assert mean == pytest.approx(expected, rel=0.1)


def test_series_that_do_not_fit_are_refused() -> None:
    draws = Draws(1, 0)
    streams = [draws.stream(name) for name in ("window_state", "window_count", "listing_rounding")]
    with pytest.raises(ValueError, match="begin in 2010-11"):
        capacity(HISTORY, STATES, law(), (date(2010, 10, 31),) * 2, 3, *streams)
    with pytest.raises(ValueError, match="states in 2011-02"):
        capacity(HISTORY, STATES[:-1], law(), (date(2011, 1, 1),) * 2, 3, *streams)
