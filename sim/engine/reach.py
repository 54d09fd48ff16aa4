"""Which files of the package a module reaches through its imports: all that can decide what it does.

The imports are read from the text, wherever they stand in it, so that one inside a function counts as well and nothing
needs to be imported. They are found by a pattern: every worker asks, and to parse 170 files takes it 150 ms, this 20. A
test compares them with what Python's parser finds.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_IMPORT = re.compile(
    r"^ *(?:from (?P<base>sim(?:\.\w+)*) import (?P<names>\([^)]*\)|[^\n(]*)|import (?P<whole>sim(?:\.\w+)+))",
    re.MULTILINE,
)
_DOOR = "sim"  # ``sim/__init__.py`` opens the way to the whole package, and decides nothing


def reached(package: Path, *modules: str) -> list[Path]:
    """The files that ``modules`` (``sim.…``) of the package in folder ``package`` reach, sorted, their own among them.

    With a module count the ``__init__`` of the folders that it lies in, and the TOML files there and below, which it
    may read. ``sim/__init__.py`` is left out, and so is a module of another package.
    """
    files = {_name_of(path.relative_to(package)): path for path in package.rglob("*.py")}
    found: set[str] = set()
    waiting = set(modules)
    while waiting:
        new = {one for name in waiting for one in _loaded(name, files)} - found
        found |= new
        waiting = {name for one in new for name in imported(files[one].read_text(encoding="utf-8"))}
    paths = {files[name] for name in found}
    data = {path for folder in {path.parent for path in paths} for path in folder.rglob("*.toml")}
    return sorted(paths | data)


def _name_of(path: Path) -> str:
    """What a file of the package is imported as."""
    parts = path.parts[:-1] if path.name == "__init__.py" else (*path.parts[:-1], path.stem)
    return ".".join((_DOOR, *parts))


def _loaded(name: str, files: Iterable[str]) -> Iterator[str]:
    """The modules loaded for a name: its folders and itself, and all that lies in it if it ends with ``.*``."""
    if name.endswith(".*"):
        yield from (one for one in files if one.startswith(name[:-1]))
        name = name[:-2]
    while "." in name:
        if name in files:
            yield name
        name = name.rpartition(".")[0]


def imported(text: str) -> Iterator[str]:
    """What a source imports from the package, and the names in it; a folder imported as such ends with ``.*``."""
    for match in _IMPORT.finditer(text):
        base = match["base"]
        if base is None:
            yield f"{match['whole']}.*"
            continue
        yield base
        for name in re.sub("#.*", "", match["names"]).strip("( )").split(","):
            if name.strip():
                yield f"{base}.{name.split()[0]}" + (".*" if base == _DOOR else "")


def contents(package: Path, files: Iterable[Path]) -> Iterator[bytes]:
    """Name and text of each file, for a fingerprint."""
    for path in files:
        yield f"{path.relative_to(package).as_posix()}\0".encode()
        yield path.read_bytes() + b"\0"
