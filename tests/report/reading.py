"""What a reader sees of a figure: the words that are drawn, where they stand, and what the axes show."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

TOUCH = 1.5  # pixels by which boxes of words may touch


def undrawn(figure: Figure) -> set[Text]:
    """Labels of ticks outside the limits of their axis, on the other side of it, or of axes that are switched off."""
    found: set[Text] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            room = 1e-6 * (high - low)
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                inside = axes.axison and low - room <= tick.get_loc() <= high + room
                found |= set() if inside else {tick.label1, tick.label2}
        if not axes.axison:
            found |= {axes.xaxis.label, axes.yaxis.label}
    return found


def words_of(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Every text that is drawn, with its box in pixels, of a figure that has been laid out."""
    beyond = undrawn(figure)
    texts = [one for one in figure.findobj(Text) if isinstance(one, Text) and one not in beyond]
    drawn = [one for one in texts if one.get_visible() and one.get_text().strip()]
    return [(one, one.get_window_extent()) for one in drawn]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes lie on each other by more than a touch."""
    words = words_of(figure)
    found = []
    for at, (one, box) in enumerate(words):
        for other, its in words[at + 1 :]:
            across = min(box.x1, its.x1) - max(box.x0, its.x0)
            along = min(box.y1, its.y1) - max(box.y0, its.y0)
            if across > TOUCH and along > TOUCH:
                found.append((one.get_text(), other.get_text()))
    return found


def outside(figure: Figure) -> list[str]:
    """Texts that run beyond the edge of the figure."""
    page = figure.bbox
    return [
        one.get_text()
        for one, box in words_of(figure)
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1
    ]


def numbered(axes: Axes) -> list[tuple[list[float], list[float]]]:
    """Of each axis whose labels are numbers: the places of its ticks within the limits, and the numbers read there."""
    found = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = [float(at) for at in axis.get_majorticklocs()]
        labels = axis.get_major_formatter().format_ticks(ticks)
        inside = [(at, label) for at, label in zip(ticks, labels, strict=False) if low <= at <= high and label]
        try:
            read = [float(label.split("\n")[0].replace(",", "").replace("−", "-")) for _, label in inside]
        except ValueError:
            continue  # names, not numbers
        found.append(([at for at, _ in inside], read))
    return found
