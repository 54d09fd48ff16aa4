"""Print, or put into ``docs/model/library.md``, what each shipped rule book does in the Beijing scenario.

``python benchmarks/library.py [--replications 200] [--write]``. All books and the world without a guidance fund on the
same draws: differences from ``beijing-2011``, which are firmer than levels, and what each book adds.
"""

import argparse
from pathlib import Path

import sim
from sim.experiments.compare.answer import CompareResult
from sim.measures.catalogue import EVERY
from sim.measures.estimates import Interval
from sim.report.numbers import DASH, interval, quantity
from sim.report.tables.compare import change, change_interval
from sim.report.tables.measures import headline as quoted
from sim.scenario.files import read_policy
from sim.scenario.shipped import shipped_names

PAGE = Path(__file__).parents[1] / "docs" / "model" / "library.md"
START, STOP = "<!-- results -->\n", "<!-- /results -->"
BASELINE = "beijing-2011"
DIFFERENCES = ("treasury.irr", "treasury.back_share.10", "budget.idle_rate", "private.irr")
ADDED = ("additionality.per_public_yuan.funds", "additionality.companies")
HEAD = """\
| book | treasury's IRR | its cash back by year 10 | not yet at work | private partners' IRR | extra private yuan in \
funds per public yuan | extra funded companies |
|---|---|---|---|---|---|---|"""


def of_opinion(book: str) -> bool:
    """Whether a book is about all support, not a fund's contract: it means little without an economy that answers."""
    return bool(read_policy(book).value.appropriation.yearly)


def difference(found: CompareResult, book: str, name: str) -> str:
    """A measure under a book less that under the baseline, with its interval."""
    one, unit = found.differences[book][name], EVERY[name].unit
    return joined(change(one.mean, unit, "en"), one.ci95, change_interval(*(one.ci95 or (None, None)), unit, "en"))


def level(found: CompareResult, book: str, name: str) -> str:
    """What a book adds to the world without a fund, with its interval."""
    unit = EVERY[name].unit
    value, ends = quoted(found[book][name].as_dict())
    return joined(quantity(value, unit, "en"), ends, interval(*ends, unit, "en"))


def joined(value: str, ends: Interval | tuple[None, None] | None, told: str) -> str:
    """A value with its interval in brackets, if it has one."""
    return f"{value} ({told})" if ends and None not in ends else value


def row(found: CompareResult, book: str) -> str:
    """A line of the table."""
    base = book == BASELINE
    cells = [DASH if base else difference(found, book, name) for name in DIFFERENCES]
    return f"| `{book}` | {' | '.join([*cells, *(level(found, book, name) for name in ADDED)])} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="What each shipped rule book does in the Beijing scenario")
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--write", action="store_true", help=f"put it into {PAGE.name}")
    given = parser.parse_args()
    books = [name for name in shipped_names("policy") if name != "no-guidance-fund" and not of_opinion(name)]
    scenario = sim.load("beijing-2011", replications=given.replications)
    found = sim.compare(scenario, books, baseline=BASELINE, engine="compiled")
    lines = "\n".join([HEAD, *(row(found, book) for book in books)])
    print(lines)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        PAGE.write_text(f"{before}{START}{lines}\n{STOP}{rest.partition(STOP)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
