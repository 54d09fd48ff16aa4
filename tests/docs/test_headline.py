"""The headline of the READMEs is filled from a summary, alike in both languages."""

import re
from typing import Any

import pytest

from sim.measures.catalogue import CATALOGUE
from tests.scripts import load_script


@pytest.fixture(scope="module")
def maker() -> Any:
    return load_script("docs/headline.py")


def summary() -> dict[str, Any]:
    """Every measure of the catalogue, each with numbers of its own."""
    measures = {
        name: {"unit": one.unit, "pooled": i / 1000, "pooled_ci95": [i / 2000, i / 500], "mean": None, "n": 9}
        for i, (name, one) in enumerate(CATALOGUE.items(), 1)
    }
    return {"replications": 400, "seed": 7, "version": "0.1.0", "digest": "a" * 64, "measures": measures}


def ranges() -> dict[str, Any]:
    """Percentiles of every measure, each with numbers of its own."""
    return {
        name: {"unit": one.unit, "p5": -i / 3000, "p95": i / 300} for i, (name, one) in enumerate(CATALOGUE.items(), 1)
    }


def test_both_languages_say_the_same_numbers_and_leave_nothing_unfilled(maker: Any) -> None:
    numbers = []
    for lang in ("en", "zh"):
        text = maker.headline(summary(), ranges(), "2031", lang)
        assert "{" not in text
        numbers.append(sorted(re.findall(r"−?\d+(?:\.\d+)*", text)))
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) > 40


def test_a_value_stands_with_its_interval(maker: Any) -> None:
    told = summary()
    told["measures"]["treasury.irr"] |= {"pooled": -0.0031, "pooled_ci95": [-0.0049, 0.0002]}
    assert "earns −0.3 % a year on what it pays in (−0.5 to 0.0)" in maker.headline(told, ranges(), "2031", "en")
    assert "每年 −0.3%（−0.5 至 0.0）" in maker.headline(told, ranges(), "2031", "zh")


def test_a_measure_without_an_interval_is_no_headline(maker: Any) -> None:
    told = summary()
    told["measures"]["treasury.irr"] |= {"pooled_ci95": None}
    with pytest.raises(ValueError, match=r"treasury\.irr has no interval"):
        maker.headline(told, ranges(), "2031", "en")


def test_what_a_number_hangs_on_stands_with_it(maker: Any) -> None:
    told = ranges()
    told["treasury.irr"] |= {"p5": -0.0099, "p95": 0.0246}
    assert "the treasury earns −1.0 to 2.5 % a year" in maker.headline(summary(), told, "2031", "en")
    told["treasury.irr"] |= {"p95": None}
    with pytest.raises(ValueError, match=r"treasury\.irr has no interval"):
        maker.headline(summary(), told, "2031", "en")
