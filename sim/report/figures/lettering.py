"""How wide words are, and how long ones break into lines, in both scripts."""

import re

WIDE = 0x2E80  # from here on a character is as wide as two Latin letters
OPEN, CLOSE = "（〔《「『", "，。；：、！？）〕》」』%"
# A run of letters up to a mark after which it may break, a whole run, one wide character, or blanks; brackets and
# commas stay with what they belong to.
RUN = r"[^\s\u2e80-\U0010ffff]"
PIECES = re.compile(
    rf"[{OPEN}]*{RUN}*?[-._/·]+[{CLOSE}]*|[{OPEN}]*{RUN}+[{CLOSE}]*|[{OPEN}]*[\u2e80-\U0010ffff][{CLOSE}]*|\s+"
)
LETTER = 0.56  # the mean width of a letter, in sizes of the type


def width_of(text: str) -> int:
    """The width of the longest line of ``text`` in Latin letters."""
    return max(sum(2 if ord(letter) >= WIDE else 1 for letter in line) for line in text.split("\n"))


def fits(inches: float, size: float) -> int:
    """How many Latin letters of ``size`` points stand in a line of ``inches``."""
    return max(8, int(72 * inches / (LETTER * size)))


def fold(text: str, width: int) -> str:
    """``text`` in lines of at most ``width`` Latin letters; a Chinese character counts two.

    Lines break at blanks, after dots and dashes of names, and between Chinese characters; a longer piece is cut.
    """
    return "\n".join(line for given in text.split("\n") for line in _lines(given, width))


def brief(text: str, width: int, most: int = 4) -> str:
    """``text`` folded to at most ``most`` lines, where more would leave a panel no room; an ellipsis for the rest."""
    lines = fold(text, width - 1).split("\n")
    return "\n".join(lines[:most]) + ("…" if len(lines) > most else "")


def _lines(text: str, width: int) -> list[str]:
    if width_of(text) <= width:
        return [text]
    lines = [""]
    for piece in _pieces(text, width):
        if width_of(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, width: int) -> list[str]:
    """Pieces that may stand on lines of their own, none wider than a line."""
    words = re.findall(r"\S+\s*", text) if all(ord(letter) < WIDE for letter in text) else PIECES.findall(text)
    pieces: list[str] = []
    for word in words:
        parts = [word] if width_of(word.rstrip()) <= width else PIECES.findall(word)
        for part in parts:
            room = width if width_of(part) == len(part) else width // 2
            pieces += [part[at : at + room] for at in range(0, len(part), room)]
    return pieces
