"""Print, or put into ``docs/model/stories.md``, what each article of the opinion changes first: one story each.

``python benchmarks/stories.py [--replication 0] [--write]``. The scenario ``beijing-2011-whole`` is simulated with all
articles and with each switched off, on the same draws; of the first one whose story differs it is told from that day on
in both worlds. What the page says about a story stands between the blocks and is kept.
"""

import argparse
from datetime import timedelta
from pathlib import Path

import sim
from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.report.story import Sentence, tell
from sim.scenario.scenario_schema import Scenario
from sim.scenario.switching import SWITCHES, without_articles

PAGE = Path(__file__).parents[1] / "docs" / "model" / "stories.md"
LINES = 5  # of a story that are quoted


def told(world: History, scenario: Scenario) -> list[Sentence]:
    """All that a reader would see of a world since the start."""
    return [one for one in tell(world.story, scenario.start) if one.day >= 0]


def first_other(one: list[Sentence], other: list[Sentence]) -> tuple[str, int] | None:
    """Who meets the first difference between two worlds that a reader would see, and on which day."""
    seen, also = ({(step.day, step.text) for step in world} for world in (one, other))
    either = seen ^ also
    whose = [step for step in (*one, *other) if step.about and not step.about[0].startswith("article ")]
    differing = [step for step in whose if (step.day, step.text) in either]
    first = min(differing, key=lambda step: step.day, default=None)
    return None if first is None else (first.about[0], first.day)


def lines_of(world: list[Sentence], about: str, since: int) -> list[str]:
    """A story from a day on."""
    names = {about, about.replace("company", "achievement")}
    return [f"{one.date.isoformat()}  {one.text}" for one in world if one.day >= since and names & set(one.about)]


def parted(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Two stories from the line on in which they differ first."""
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(one), len(other)) if same is None else same
    return one[same:], other[same:]


def story(article: int, scenario: Scenario, whole: History) -> str:
    """Both worlds of the first who meets the article, as a block of text."""
    off = simulate(without_articles(scenario, [article]), whole.replication, tell=True)
    worlds = [told(one, scenario) for one in (whole, off)]
    found = first_other(worlds[0], worlds[1])
    if found is None:
        return "```text\nno step of any story differs\n```"
    about, since = found
    lines = [f"{about}, from {(scenario.start + timedelta(days=since)).isoformat()}"]
    stories = parted(*(lines_of(world, about, since) for world in worlds))
    for head, told_lines in zip(("with the article:", "without it:"), stories, strict=True):
        lines += ["", head, *(told_lines[:LINES] or ["(nothing more)"])]
    return "\n".join(["```text", *lines, "```"])


def main() -> None:
    parser = argparse.ArgumentParser(description="What each article of the opinion changes first")
    parser.add_argument("--replication", type=int, default=0)
    parser.add_argument("--write", action="store_true", help=f"put it into {PAGE.name}")
    given = parser.parse_args()
    scenario = sim.load("beijing-2011-whole")
    whole = simulate(scenario, given.replication, tell=True)
    page = PAGE.read_text(encoding="utf-8") if given.write else ""
    for article in SWITCHES:
        block = story(article, scenario, whole)
        print(f"article {article}\n{block}", flush=True)
        start, stop = f"<!-- story {article} -->\n", f"<!-- /story {article} -->"
        before, _, rest = page.partition(start)
        page = f"{before}{start}{block}\n{stop}{rest.partition(stop)[2]}"
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
