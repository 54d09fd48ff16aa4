"""What the flow from results to companies in the city looks like, in the figures of runs and of comparisons."""

from collections.abc import Mapping

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sim.measures.landing import CITY_FATES, FOUNDED, STEPS
from sim.report.figures.lettering import fold
from sim.report.figures.sankey import GAP, Node, flow
from sim.report.figures.style import GREEN, GREY, INK, RED, SKY, YELLOW
from sim.report.numbers import plain, share
from sim.report.texts import Language, say

COLOURS = dict.fromkeys(STEPS, SKY) | {"landed": GREEN, "elsewhere": GREY, "here": GREEN, "ended": YELLOW, "left": RED}
NODES = (
    *(Node(step, at, SKY, STEPS[max(at - 1, 0)]) for at, step in enumerate(STEPS)),
    *(Node(name, len(STEPS), COLOURS[name], STEPS[-1]) for name in FOUNDED),
    *(Node(name, len(STEPS) + 1, COLOURS[name], FOUNDED[0]) for name in CITY_FATES),
)
SIZE = 8.5  # of the words beside a bar, points
LINE = 1.2 * SIZE / 72  # inches
WIDE = 15  # letters in a line of them


def landing_flow(axes: Axes, counts: Mapping[str, float], highest: float, lang: Language, *, inches: float) -> None:
    """The flow in a panel so many ``inches`` high, with the words and counts of each bar, ``highest`` filling it."""
    middles = flow(axes, NODES, counts, highest)
    # Above the bars stand two lines, in the panel: over it stands its name.
    above = 2.8 * LINE / inches
    axes.set_ylim(axes.get_ylim()[0], highest * (GAP + above / (1.0 - above)))
    line = LINE / inches * highest / (1.0 - above)
    for node in NODES[: len(STEPS)]:
        text = f"{fold(say(f'landing.{node.name}', lang), WIDE)}\n{_told(counts, node)}"
        axes.text(node.step, GAP * highest, text, fontsize=SIZE, color=INK, ha="center", va="bottom")
    for names in (FOUNDED, CITY_FATES):
        nodes = [node for node in NODES if node.name in names]
        for node, middle in zip(nodes, apart([middles[name] for name in names], 1.1 * line), strict=True):
            text = f"{say(f'landing.{node.name}', lang)} {_told(counts, node)}"
            axes.text(node.step + 0.06, middle, text, fontsize=SIZE, color=INK, ha="left", va="center")


def apart(places: list[float], least: float) -> list[float]:
    """Places from the top down, each at least ``least`` below the one before."""
    found: list[float] = []
    for place in places:
        found.append(min(place, found[-1] - least) if found else place)
    return found


def meanings(lang: Language) -> dict[str, Artist]:
    """What each colour stands for."""
    shown = {"results": SKY} | {name: COLOURS[name] for name in ("here", "elsewhere", "ended", "left")}
    return {say(f"landing.legend.{name}", lang): Patch(color=colour) for name, colour in shown.items()}


def _told(counts: Mapping[str, float], node: Node) -> str:
    """How many, and what share of those before."""
    count, whole = counts[node.name], counts[node.part_of]
    text = plain(count, 0 if count >= 10 else 1)
    return text if node.part_of == node.name or not whole else f"{text} ({share(count / whole)})"
