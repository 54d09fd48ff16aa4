"""Print, or put into ``docs/model/unknown.md``, how much of what the opinion does rests on answers that nobody knows.

``python benchmarks/unknown.py [--replications 24] [--write]``. First what the rule book of the whole opinion does
against the time before it in economies whose people answer differently; then every answer (``economy.response``) alone,
from the low to the high end of its plausible range, on the same draws.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import sim
from sim.experiments.compare.answer import CompareResult
from sim.experiments.sensitivity.answer import SensitivityResult
from sim.experiments.sensitivity.effects import Effect
from sim.measures.catalogue import EVERY
from sim.measures.differences import Difference
from sim.report.numbers import DASH
from sim.report.tables.compare import change, change_interval
from sim.scenario.book import by_key

PAGE = Path(__file__).parents[1] / "docs" / "model" / "unknown.md"
BOOK, BEFORE = "beijing-2011-whole", "before-opinion"
# Economies by name, and what is different in each.
ECONOMIES = {
    "beijing-2011-whole": "people answer at the working values",
    "beijing-2011-whole-null": "nobody answers: money and times only",
    "beijing-2011-whole-anchor-on": "published levels are taken for those of the opinion in force",
    "beijing-2011-whole-landing-low": "few results found their company in the city",
}
MEASURES = ("pipeline.converted", "company.funded", "city.still_here", "fiscal.net_cost_pv")
HEADS = (
    "results converted",
    "companies funded",
    "results whose companies landed and are still there",
    "net cost of all support",
)


def told(one: Difference | Effect, mean: float | None, name: str) -> str:
    """A change with its interval; ``0`` where nothing moved at all."""
    if mean is None or one.ci95 is None:
        return DASH
    if mean == 0.0 and one.ci95 == (0.0, 0.0):
        return "0"
    unit = EVERY[name].unit
    return f"{change(mean, unit, 'en')} ({change_interval(*one.ci95, unit, 'en')})"


def table(first: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: ``first`` heads, then the measures."""
    heads = [*first, *HEADS]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def whole_row(economy: str, found: CompareResult) -> list[str]:
    """What the opinion does in an economy."""
    differences: Mapping[str, Difference] = found.differences[BOOK]
    return [
        f"`{economy}`: {ECONOMIES[economy]}",
        *(told(differences[name], differences[name].mean, name) for name in MEASURES),
    ]


def key_row(key: str, found: SensitivityResult) -> list[str]:
    """What a number of ``economy.response`` does from end to end of its range."""
    effects = [next(one for one in found[name].effects if one.range.key == key) for name in MEASURES]
    one, parameter = effects[0].range, by_key()[key]
    cells = [told(effect, effect.value, name) for effect, name in zip(effects, MEASURES, strict=True)]
    article = f"art. {parameter.article}" if parameter.article else "all"
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    return [f"`{key.rpartition('.')[2]}` ({article})", f"{one.low:g} to {one.high:g}{unit}", *cells]


def main() -> None:
    parser = argparse.ArgumentParser(description="How much of what the opinion does rests on answers that nobody knows")
    parser.add_argument("--replications", type=int, default=24)
    parser.add_argument("--write", action="store_true", help=f"put it into {PAGE.name}")
    given = parser.parse_args()
    rows = []
    for economy in ECONOMIES:
        scenario = sim.load("beijing-2011-whole", economy=economy, replications=given.replications)
        rows.append(
            whole_row(
                economy, sim.compare(scenario, [BEFORE, BOOK], baseline=BEFORE, measures=MEASURES, engine="compiled")
            )
        )
        print(rows[-1], flush=True)
    scenario = sim.load("beijing-2011-whole", replications=given.replications)
    found = sim.sensitivity(
        scenario, method="tornado", parameters=["economy.response"], replications=given.replications,
        measures=MEASURES, engine="compiled",
    )  # fmt: skip
    keys = [one.range.key for one in found[MEASURES[0]].effects]
    tables = {
        "economies": table(["economy"], rows),
        "answers": table(["answer", "from – to"], [key_row(key, found) for key in keys]),
    }
    page = PAGE.read_text(encoding="utf-8") if given.write else ""
    for name, lines in tables.items():
        print(lines, flush=True)
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        page = f"{before}<!-- {name} -->\n{lines}\n<!-- /{name} -->{rest.partition(f'<!-- /{name} -->')[2]}"
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
