"""The headline of the READMEs is filled from a summary, alike in both languages."""

import importlib.util
import re
from typing import Any

import pytest

from sim.measures.catalogue import CATALOGUE
from tests.docs.test_documents import ROOT


@pytest.fixture(scope="module")
def maker() -> Any:
    spec = importlib.util.spec_from_file_location("docs_headline", ROOT / "docs/headline.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def summary() -> dict[str, Any]:
    """Every measure of the catalogue, each with numbers of its own."""
    measures = {
        name: {"unit": one.unit, "pooled": i / 1000, "pooled_ci95": [i / 2000, i / 500], "mean": None, "n": 9}
        for i, (name, one) in enumerate(CATALOGUE.items(), 1)
    }
    return {"replications": 400, "seed": 7, "version": "0.1.0", "digest": "a" * 64, "measures": measures}


def test_both_languages_say_the_same_numbers_and_leave_nothing_unfilled(maker: Any) -> None:
    numbers = []
    for lang in ("en", "zh"):
        text = maker.headline(summary(), "2031", lang)
        assert "{" not in text
        numbers.append(sorted(re.findall(r"−?\d+(?:\.\d+)*", text)))
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) > 40


def test_a_value_stands_with_its_interval(maker: Any) -> None:
    told = summary()
    told["measures"]["treasury.irr"] |= {"pooled": -0.0031, "pooled_ci95": [-0.0049, 0.0002]}
    assert "earns −0.3 % a year on what it pays in (−0.5 to 0.0)" in maker.headline(told, "2031", "en")
    assert "每年 −0.3%（−0.5 至 0.0）" in maker.headline(told, "2031", "zh")


def test_a_measure_without_an_interval_is_no_headline(maker: Any) -> None:
    told = summary()
    told["measures"]["treasury.irr"] |= {"pooled_ci95": None}
    with pytest.raises(ValueError, match=r"treasury\.irr has no interval"):
        maker.headline(told, "2031", "en")
