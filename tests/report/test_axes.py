"""Ticks, limits, units and folding of words: what all figures share."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from sim.report.figures.axes import digits_of, number_ticks, within
from sim.report.figures.lettering import fold, width_of
from sim.report.figures.scales import Scale, change_scale, domain, largest, scale_of
from sim.report.texts import Language


def numbers_on(axis: Axis) -> tuple[list[float], list[float]]:
    """Places of the ticks, and the numbers that a reader finds at them."""
    ticks = list(map(float, axis.get_majorticklocs()))
    labels = axis.get_major_formatter().format_ticks(ticks)
    return ticks, [float(label.replace(",", "").replace("−", "-")) for label in labels]


@given(
    low=st.floats(-1e6, 1e6),
    width=st.floats(1e-4, 1e6),
    divisor=st.sampled_from([0.01, 1.0, 1e4, 1e6, 1e8]),
    bins=st.integers(3, 9),
)
def test_labels_read_as_the_ticks_to_a_tenth_of_a_step(low: float, width: float, divisor: float, bins: int) -> None:
    low, width = low * divisor, max(width, 1e-4 * abs(low)) * divisor
    axis = Figure().subplots().xaxis
    axis.set_view_interval(low, low + width, ignore=True)
    number_ticks(axis, divisor, bins=bins)
    ticks, read = numbers_on(axis)
    step = min(np.diff(ticks)) / divisor
    assert np.abs(np.array(ticks) / divisor - read).max() <= step / 10


def test_digits_follow_the_step() -> None:
    # A J-curve of a small city: steps of a quarter were written −0.2 −0.5 −0.8.
    assert digits_of(np.array([-0.75, -0.5, -0.25, 0.0])) == 2
    assert digits_of(np.array([0.0, 0.5, 1.0])) == 1
    assert digits_of(np.array([0.0, 2.5, 5.0])) == 1
    assert digits_of(np.array([0.0, 200.0, 400.0])) == 0
    assert digits_of(np.array([1.25])) == 2
    assert digits_of(np.array([])) == 0


@pytest.mark.parametrize(
    ("values", "bounds", "view", "expected"),
    [
        ([0.0, 0.5], (0.0, 1.0), (-0.06, 0.56), (0.0, 0.56)),
        ([0.4, 1.0], (0.0, 1.0), (0.34, 1.06), (0.34, 1.0)),
        ([0.0, 3.0], (0.0, math.inf), (-0.3, 3.3), (0.0, 3.3)),
        ([-0.1, 0.5], (0.0, 1.0), (-0.2, 0.6), (-0.2, 0.6)),
        ([math.nan], (0.0, 1.0), (-0.06, 1.06), (-0.06, 1.06)),
    ],
)
def test_an_axis_ends_at_its_bound_unless_a_value_lies_beyond(
    values: list[float], bounds: tuple[float, float], view: tuple[float, float], expected: tuple[float, float]
) -> None:
    axis = Figure().subplots().yaxis
    axis.set_view_interval(*view, ignore=True)
    within(axis, [np.array(values)], *bounds)
    assert tuple(axis.get_view_interval()) == expected


def test_a_share_lies_between_0_and_1_a_count_above_0_money_anywhere() -> None:
    assert domain("share") == (0.0, 1.0)
    assert domain("companies") == domain("x") == domain("years") == (0.0, math.inf)
    assert domain("yuan") == domain("1/year") == (-math.inf, math.inf)


@pytest.mark.parametrize(
    ("yuan", "lang", "told"),
    [
        (4.6163e8, "zh", "4.62 亿元"),
        (0.6e8, "zh", "0.60 亿元"),
        (1.639e7, "zh", "1,639 万元"),
        (4.6163e8, "en", "462 million yuan"),
        (-1.64e7, "en", "−16.4 million yuan"),
        (900.0, "en", "900 yuan"),
    ],
)
def test_an_amount_is_told_in_the_unit_of_its_figure(yuan: float, lang: Language, told: str) -> None:
    assert scale_of("yuan", abs(yuan), lang).told(yuan) == told


def test_differences_of_shares_are_told_in_points() -> None:
    assert change_scale("share", 0.0, "zh", brief=True).told(-0.019, signed=True) == "−1.9 个百分点"
    assert change_scale("1/year", 0.0, "en", brief=True).told(0.0123, signed=True) == "+1.2 pp a year"
    assert change_scale("share", 0.0, "en", brief=True).range(-0.05, 0.012, "en") == "−5.0 to 1.2 pp"
    assert Scale(1.0, "companies").told(0.001, signed=True) == "0.00 companies"


def test_the_largest_size_leaves_out_what_does_not_exist() -> None:
    assert largest(None, np.array([-3.0, math.nan]), 2.0) == 3.0
    assert largest(None, np.array([math.nan])) == largest() == 0.0


@given(
    text=st.text(st.sampled_from("ab ._-（）〔〕，。北京深圳2011%"), max_size=80),
    width=st.integers(8, 40),
)
def test_folding_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    folded = fold(text, width)
    assert folded.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    # A bracket or comma may hang over the edge rather than stand alone.
    hanging = 2 * sum(letter in "（〔，。）〕%" for letter in text)
    assert width_of(folded) <= width + hanging


def test_lines_break_where_a_reader_expects_it() -> None:
    assert fold("深圳市天使投资引导基金管理办法（2018）", 20) == "深圳市天使投资引导基\n金管理办法（2018）"
    assert fold("stage_equity.option.window_years", 20) == "stage_equity.option.\nwindow_years"
    assert fold("two words", 20) == "two words"
    assert fold("a title\nof two lines", 20) == "a title\nof two lines"
