"""Cut the shipped subset from a Noto Sans SC source font: ``python -m sim.report.fonts.rebuild SOURCE [FOLDER]``."""

import sys
from pathlib import Path

PUNCTUATION = "°±·×÷–—‘’“”…‰€−≈≤≥、。《》【】！％（）＋，－：；？￥"
NAME = "NotoSansSC-gb2312_L1"


def level_one() -> str:
    """The 3,755 level-1 characters of GB 2312 (rows 16 to 55), in code order."""
    characters = []
    for high in range(0xB0, 0xD8):
        # The last row holds 89 characters, all others 94.
        last = 0xFA if high == 0xD7 else 0xFF
        characters += [bytes((high, low)).decode("gb2312") for low in range(0xA1, last)]
    return "".join(characters)


def wanted() -> str:
    """Every character of the subset: printable ASCII, punctuation, level 1."""
    return "".join(chr(code) for code in range(0x20, 0x7F)) + PUNCTUATION + level_one()


def rebuild(source: Path, folder: Path, suffixes: tuple[str, ...] = (".otf", ".woff2")) -> list[Path]:
    """Write the subset of ``source`` into ``folder`` once per suffix; returns the paths.

    Raises OSError when the source cannot be read and ImportError when ``brotli`` is missing for WOFF2.
    """
    from fontTools import subset

    written = []
    for suffix in suffixes:
        flavor = "woff2" if suffix == ".woff2" else None
        options = subset.Options(flavor=flavor, notdef_outline=True)
        font = subset.load_font(str(source), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text=wanted())
        cutter.subset(font)
        target = folder / (NAME + suffix)
        subset.save_font(font, str(target), options)
        font.close()
        written.append(target)
    return written


def main(arguments: list[str]) -> int:
    """Entry point; prints the files written."""
    if len(arguments) not in (1, 2):
        print("usage: python -m sim.report.fonts.rebuild SOURCE_FONT [FOLDER]", file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).parent
    for path in rebuild(Path(arguments[0]), folder):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
