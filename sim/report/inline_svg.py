"""A figure's SVG as a part of a page: its text stays text, and nothing in it runs or leads elsewhere.

A folder may come from others, so only what figures are made of is taken over.
"""

import re
from xml.etree import ElementTree

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
DRAWN = frozenset(
    {"svg", "g", "defs", "path", "use", "rect", "text", "tspan", "clipPath", "pattern", "image", "circle", "line"}
)
LINKS = ("href", f"{XLINK}href")
POINTER = re.compile(r"url\(#([^)\s]+)\)")
PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+")
WRITTEN_IN = re.compile(r"'DejaVu Sans', 'Noto Sans SC'(?:, sans-serif)?")
# The page's own Chinese glyphs first: behind a font that is there, Chromium draws boxes for letters of some texts that
# it meets before the glyphs are read.
FONTS = "'Noto Sans SC', 'DejaVu Sans', Verdana, 'PingFang SC', 'Microsoft YaHei', sans-serif"


def inlined(picture: bytes, place: str, label: str) -> str:
    """The element ``svg`` with ``label`` for those who cannot see it; ``place`` sets its names apart from others'.

    Empty for what is no SVG.
    """
    try:
        root = ElementTree.fromstring(picture)
    except ElementTree.ParseError:
        return ""
    if root.tag != f"{SVG}svg":
        return ""
    _keep(root)
    for one in root.iter():
        _settle(one, place)
    box = root.attrib.get("viewBox", "")
    root.attrib.clear()
    root.attrib.update({"viewBox": box, "role": "img", "aria-label": label})
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _keep(element: ElementTree.Element) -> None:
    """Take away what is no part of a drawing."""
    for child in list(element):
        if child.tag.removeprefix(SVG) in DRAWN:
            _keep(child)
        else:
            element.remove(child)


def _settle(element: ElementTree.Element, place: str) -> None:
    """Names made the page's own; attributes that act or lead elsewhere dropped."""
    element.tag = element.tag.removeprefix(SVG)
    if element.tag not in ("text", "tspan"):
        element.text = None
    element.tail = None
    kept: dict[str, str] = {}
    for key, value in element.attrib.items():
        if key == "id":
            kept["id"] = f"{place}-{value}"
        elif key in LINKS:
            if value.startswith("#"):
                kept["href"] = f"#{place}-{value[1:]}"
            elif PICTURE.fullmatch(value):
                kept["href"] = value
        elif not key.startswith(("on", "{")) and _harmless(value):
            kept[key] = WRITTEN_IN.sub(FONTS, POINTER.sub(rf"url(#{place}-\1)", value))
    element.attrib.clear()
    element.attrib.update(kept)


def _harmless(value: str) -> bool:
    """Whether an attribute points nowhere but into its own drawing."""
    return "url(" not in POINTER.sub("", value).lower()
