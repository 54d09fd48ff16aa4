"""Draw the rooms of ``sim`` and what each imports, from the code: ``python docs/rooms.py`` writes ``docs/rooms.svg``.

``--check`` writes nothing and ends with code 1 when the committed picture is out of date: a room or an import came or
went, or a dot is far too large or too small. A statement more or less is no reason to draw anew.
"""

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
SIM = DOCS.parent / "sim"
PICTURE = DOCS / "rooms.svg"
# The rooms in the order of imports, each with what it does.
ROOMS = {
    "clauses": "the wording of law as pure functions",
    "scenario": "files to checked values: schema, sources, ranges, which keys act, which law holds when",
    "ledger": "accounts, kinds of posting, the auditor, the history of a replication",
    "economy": "laws of chance and of companies, keyed draws, rates",
    "decisions": "what managers, partners and officers would do",
    "engine": "laws over rows, and two calendars that run them",
    "measures": "from a history to numbers, from many to estimates",
    "report": "figures, tables, pages, words in both languages",
    "experiments": "run, compare, sweep, …, and what they keep",
    "web": "the what-if page and its server",
    "cli": "commands, options, messages",
}
# Import statements up to which a dot has a radius.
SIZES = ((10, 2.5), (40, 4.5), (10_000, 6.5))
WIDTH, STEP_X, STEP_Y, LEFT, TOP = 780, 42, 44, 14, 12
BOX_WIDTH, BOX_HEIGHT, LANE = 112, 30, 21  # a lane leads up into its room, this far from the left side of the box
DOT = re.compile(r'<circle data-from="(\w+)" data-to="(\w+)" data-imports="(\d+)"')
INK, LINE, FILL, EDGE = "#1f2933", "#7b8794", "#e8f0f8", "#35618f"


def imports() -> Counter[tuple[str, str]]:
    """How many import statements lead from one room (first) to another.

    Raises ValueError when a room is not in ``ROOMS`` or imports one that comes after it.
    """
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(SIM.glob("*/**/*.py")):
        room = path.relative_to(SIM).parts[0]
        for other in rooms_named(path.read_text(encoding="utf-8")):
            if other != room:
                found[room, other] += 1
    order = list(ROOMS)
    for room, other in found:
        if room not in ROOMS or other not in ROOMS or order.index(room) < order.index(other):
            raise ValueError(f"sim.{room} imports sim.{other}, which is no room before it")
    return found


def rooms_named(code: str) -> Iterator[str]:
    """The room of every import from ``sim`` in a module, one a statement."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name.split(".")[1] for name in names if name.startswith("sim."))


def out_of_date(drawn: str, found: Counter[tuple[str, str]]) -> bool:
    """Whether a picture shows other rooms or imports than ``found``, or counts that are off by a quarter and by 5."""
    told = Counter({(room, other): int(count) for room, other, count in DOT.findall(drawn)})
    far = (way for way in found if abs(found[way] - told[way]) > max(5, told[way] / 4))
    return drawn != picture(told) or told.keys() != found.keys() or any(far)


def picture(found: Counter[tuple[str, str]]) -> str:
    """The SVG: rooms down a diagonal, a line from each to the left, lanes up into the rooms that it imports."""
    height = TOP + STEP_Y * len(ROOMS) + 34
    style = "font-family: 'Noto Sans', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" style="{style}">',
        "<title>The rooms of sim and what each imports</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for room in ROOMS:
        lines += ways(room, found)
    for (room, other), count in sorted(found.items()):
        radius = next(radius for most, radius in SIZES if count <= most)
        lines.append(
            f'<circle data-from="{room}" data-to="{other}" data-imports="{count}" '
            f'cx="{lane(other)}" cy="{middle(room)}" r="{radius}" fill="{EDGE}"/>'
        )
    for room, words in ROOMS.items():
        lines += box(room, words)
    return "\n".join([*lines, *legend(height - 16), "</svg>"]) + "\n"


def left(room: str) -> int:
    """The left side of a room's box."""
    return LEFT + STEP_X * list(ROOMS).index(room)


def middle(room: str) -> int:
    """The height at which a room's box has its middle."""
    return TOP + STEP_Y * list(ROOMS).index(room) + BOX_HEIGHT // 2


def lane(room: str) -> int:
    """Where the lane that leads up into a room stands."""
    return left(room) + LANE


def ways(room: str, found: Counter[tuple[str, str]]) -> list[str]:
    """The line from a room to those it imports, and the lane into it from those that import it."""
    imported = [lane(other) for first, other in found if first == room]
    importing = [middle(first) for first, other in found if other == room]
    lines = []
    if imported:
        lines.append(stroke(left(room), middle(room), min(imported), middle(room)))
    if importing:
        x, y = lane(room), middle(room) + BOX_HEIGHT // 2
        lines.append(stroke(x, max(importing), x, y + 8))
        lines.append(f'<path d="M{x} {y + 1} l-4.5 9 h9 z" fill="{EDGE}"/>')
    return lines


def stroke(x1: int, y1: int, x2: int, y2: int) -> str:
    """A line."""
    return f'<path d="M{x1} {y1} L{x2} {y2}" stroke="{LINE}" stroke-width="1.2"/>'


def box(room: str, words: str) -> list[str]:
    """A room with its name, and what it does beside it."""
    x, y = left(room), middle(room)
    return [
        f'<rect x="{x}" y="{y - BOX_HEIGHT // 2}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4" fill="{FILL}" '
        f'stroke="{EDGE}"/>',
        f'<text x="{x + BOX_WIDTH // 2}" y="{y + 5}" font-size="14" font-weight="bold" text-anchor="middle" '
        f'fill="{INK}">{room}</text>',
        f'<text x="{x + BOX_WIDTH + 10}" y="{y + 4}" font-size="12" fill="{INK}">{words}</text>',
    ]


def legend(y: int) -> list[str]:
    """How to read it."""
    told = "From a room to the left; at a dot, up into a room that it imports. Import statements:"
    lines = [f'<text x="{LEFT}" y="{y}" font-size="12" fill="{INK}">{told}</text>']
    (few, small), (some, middling), (_, large) = SIZES
    for x, radius, words in ((530, small, f"up to {few}"), (610, middling, f"up to {some}"), (694, large, "more")):
        lines.append(f'<circle cx="{x}" cy="{y - 4}" r="{radius}" fill="{EDGE}"/>')
        lines.append(f'<text x="{x + 11}" y="{y}" font-size="12" fill="{INK}">{words}</text>')
    return lines


def main() -> int:
    """Write the picture, or compare it."""
    parser = argparse.ArgumentParser(description="Draw or check the picture of the rooms.")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when it is out of date")
    if not parser.parse_args().check:
        PICTURE.write_text(picture(imports()), encoding="utf-8")
    elif not PICTURE.is_file() or out_of_date(PICTURE.read_text(encoding="utf-8"), imports()):
        print("docs/rooms.svg is out of date; run python docs/rooms.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
