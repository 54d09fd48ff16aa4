"""What a notebook shows of a result: a small table of its own, in which nothing that a user named acts."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.study import Study

VILLAGE = Path(__file__).parents[1] / "village.toml"
EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
HOW: dict[str, Any] = {"workers": 1, "engine": "reference"}


class Tags(HTMLParser):
    """Collects tags, and the text of the cells of each row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


@pytest.fixture(scope="module")
def run() -> Any:
    return sim.run(sim.load(VILLAGE, replications=3), **HOW)


def test_a_run_is_a_table_of_measures_with_value_interval_and_n(run: Any) -> None:
    found = Tags(run._repr_html_())
    assert found.rows[0][:4] == ["measure", "meaning", "value", "95% interval"]
    (row,) = [one for one in found.rows if one[0] == "treasury.tvpi"]
    assert row[2] == f"{run['treasury.tvpi'].pooled:.2f}×"
    assert row[-1] == "3"
    assert run.digest in run._repr_html_()


def test_it_stands_for_itself_and_nothing_named_by_a_user_acts(run: Any) -> None:
    hostile = replace(run, scenario=replace(run.scenario, name=EVIL, policy_name=EVIL))
    shown = hostile._repr_html_()
    known = "div style table thead tbody tr th td p blockquote code strong"
    assert set(Tags(shown).tags) <= set(known.split())
    assert "&lt;script&gt;" in shown
    assert "http" not in shown
    assert len(shown) < 20_000


def test_chinese_where_that_is_spoken_and_every_study_has_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINDAO_LANG", "zh")
    assert "财政" in run._repr_html_()
    compared = sim.compare(sim.load(VILLAGE, replications=2), **HOW)._repr_html_()
    assert Tags(compared).tags.count("table") >= 2
    assert "_repr_html_" in vars(Study)
