"""The files that come with the program: scenarios, economies, rule books, data series, and results."""

import tomllib
from pathlib import Path
from typing import Literal

Kind = Literal["scenario", "economy", "policy"]

FOLDERS: dict[Kind, str] = {"scenario": ".", "economy": "economies", "policy": "policies"}


def root() -> Path:
    """The folder of shipped files: inside the package when installed, beside it in a checkout.

    Raises FileNotFoundError when an installation lacks them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "shipped" / "scenarios", package.parent / "scenarios"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the shipped scenarios are missing from this installation of yindao")


def shipped_names(kind: Kind) -> tuple[str, ...]:
    """Names of the shipped files of one kind, in alphabetical order."""
    return tuple(sorted(path.stem for path in (root() / FOLDERS[kind]).glob("*.toml")))


def shipped_heads(kind: Kind) -> list[dict[str, str]]:
    """Name, title, Chinese title and citation of each shipped file of one kind, read without the schemas."""
    return [_head(kind, name) for name in shipped_names(kind)]


def _head(kind: Kind, name: str) -> dict[str, str]:
    """What stands above the first table of a shipped file."""
    text = shipped_path(kind, name).read_text(encoding="utf-8")
    values = tomllib.loads(text.partition("\n[")[0])
    return {"name": name, **{key: str(values.get(key, "")) for key in ("title", "title_zh", "citation")}}


def shipped_path(kind: Kind, name: str) -> Path:
    """Where the shipped file ``name`` lies; the name is not checked."""
    return (root() / FOLDERS[kind] / f"{name}.toml").resolve()


def data_path(name: str) -> Path:
    """Where the data file ``name`` lies; the name is not checked."""
    return root() / "data" / name


def results_path(name: str) -> Path:
    """Where the shipped results ``name`` lie, beside the scenarios; it is not checked, and they may be missing."""
    return root().parent / "results" / name
