"""The headline of both READMEs, filled from the results folder of a run and the ranges of its measures.

``python docs/headline.py [FOLDER]`` prints both; ``--write`` puts them between the headline marks. The words stand in
``docs/headline/``: ``{measure}`` for its value and ``{measure:ci}`` for its interval, from ``summary.json`` of the
folder (``results/showcase/beijing-2011`` by default), ``{measure:range}`` for the 5th and 95th percentile over the
ranges of our assumptions, from ``results/ranges-beijing-2011.json``.
"""

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.report.numbers import plain
from sim.report.tables.measures import headline as quoted

ROOT = Path(__file__).resolve().parents[1]
SHOWCASE = ROOT / "results/showcase/beijing-2011"
RANGES = ROOT / "results/ranges-beijing-2011.json"
PAGES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
START, STOP = "<!-- headline -->\n", "<!-- /headline -->"
# By unit: what a value is multiplied by, and its digits.
FORMS = {"share": (100, 0), "1/year": (100, 1), "x": (1, 2)}
JOIN = {"en": " to ", "zh": " 至 "}


def headline(summary: Mapping[str, Any], ranges: Mapping[str, Any], end: str, lang: str) -> str:
    """The text between the marks of one README; ``end`` is the calendar year in which the run ends.

    ``ranges`` maps a measure to its percentiles over the ranges of our assumptions. Raises KeyError for a measure that
    summary or ranges lack, ValueError for one without a value, an interval or a percentile.
    """
    fields = {name: str(summary[name]) for name in ("replications", "seed", "version")}
    fields |= {"digest": str(summary["digest"])[:8], "end": end}
    fields["back"] = str(summary["measures"]["treasury.back_year"]["n"])

    def filled(match: re.Match[str]) -> str:
        name, _, part = match.group(1).partition(":")
        if name in fields:
            return fields[name]
        if part == "range":
            return _written(name, ranges[name]["unit"], (ranges[name]["p5"], ranges[name]["p95"]), lang)
        one = summary["measures"][name]
        value, ends = quoted(one)
        return _written(name, one["unit"], ends if part else (value,), lang)

    words = (ROOT / "docs/headline" / f"{lang}.txt").read_text(encoding="utf-8")
    return re.sub(r"\{([a-z_.:0-9]+)\}", filled, words)


def _written(name: str, unit: str, wanted: tuple[float | None, ...], lang: str) -> str:
    """A value, or both ends of an interval, without the unit, which the words give."""
    factor, digits = FORMS[unit]
    if None in wanted:
        raise ValueError(f"{name} has no {'interval' if len(wanted) > 1 else 'value'}")
    return JOIN[lang].join(plain(factor * (end or 0.0), digits) for end in wanted)


def main() -> None:
    """Print or write both texts."""
    parser = argparse.ArgumentParser(description="Headline of the READMEs")
    parser.add_argument("folder", nargs="?", type=Path, default=SHOWCASE)
    parser.add_argument("--write", action="store_true", help="put the text between the headline marks of both READMEs")
    given = parser.parse_args()
    summary = json.loads((given.folder / "summary.json").read_text(encoding="utf-8"))
    scenario = json.loads((given.folder / "manifest.json").read_text(encoding="utf-8"))["scenario"]
    ranges = json.loads(RANGES.read_text(encoding="utf-8"))["measures"]
    end = str(int(str(scenario["start"])[:4]) + int(scenario["horizon_years"]))
    for lang, page in PAGES.items():
        text = headline(summary, ranges, end, lang)
        if given.write:
            before, _, rest = page.read_text(encoding="utf-8").partition(START)
            page.write_text(before + START + text + STOP + rest.partition(STOP)[2], encoding="utf-8")
        else:
            print(text)


if __name__ == "__main__":
    main()
