"""The Chinese font of a page, cut to the characters that the page has, so that it reads the same on any machine."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

from sim.report.texts import Language

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-gb2312.otf"
CHINESE = 0x2E80  # here Chinese begins; what stands before is drawn by the fonts that every machine has
SHARED = "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩"  # marks of both scripts, as wide as a character in Chinese


def font_face(text: str, lang: Language) -> str:
    """A style rule with the glyphs of all Chinese in ``text``; empty where it has none."""
    wanted = {ord(c) for c in text if ord(c) >= CHINESE or (lang == "zh" and c in SHARED)}
    if not wanted:
        return ""
    data = b64encode(cut(frozenset(wanted))).decode("ascii")
    return f'@font-face {{ font-family: "Noto Sans SC"; src: url(data:font/woff;base64,{data}) format("woff"); }}\n'


def cut(wanted: frozenset[int]) -> bytes:
    """The shipped font with the glyphs of the code points ``wanted`` alone, as WOFF; those it lacks are left out."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    # Subroutines of all 7,000 glyphs would be renumbered for a few hundred; WOFF2 saves 8 kB and takes twice as long.
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[], desubroutinize=True)
    with TTFont(FONT, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        font.flavor = "woff"
        written = BytesIO()
        font.save(written)
    return written.getvalue()
