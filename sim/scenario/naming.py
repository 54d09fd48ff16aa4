"""Which file a path or a name means, what kind of file it is, and what was probably meant where it is none."""

import itertools
import shlex
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from sim.scenario.checking import nearest
from sim.scenario.documents import Document, Origin, label, read_document
from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.policy_schema import Policy
from sim.scenario.said import said
from sim.scenario.shipped import FOLDERS, Kind, shipped_names, shipped_path
from sim.scenario.spelling import closest, plain
from sim.scenario.toml_mistakes import cut

KINDS: tuple[Kind, ...] = ("scenario", "policy", "economy")
CALLED = {"scenario": said("a scenario"), "policy": said("a rule book"), "economy": said("an economy")}
SCENARIO_KEYS = {"start", "horizon_years", "warm_up_years", "seed", "replications", "economy", "policy", "set"}
NAMES = {"title", "title_zh", "citation"}
POLICY_KEYS = set(Policy.model_fields) - set(Economy.model_fields) - NAMES
ECONOMY_KEYS = set(Economy.model_fields) - set(Policy.model_fields) - NAMES
USE: dict[Kind, str] = {
    "scenario": "run it by itself, as in: yindao run {name}",
    "policy": "name it beside a scenario, as in: yindao run beijing-2011 --policy {name}",
    "economy": "name it beside a scenario, as in: yindao run beijing-2011 --economy {name}",
}
MOST_LISTED = 1000  # files of a folder that are looked at for a name
SEVERAL = ",，;；、"


def name_of(ref: str) -> str:
    """The name a file goes by: a shipped one's own, a path's last part without its ending."""
    return PurePath(ref).stem if is_path(ref) else ref


def is_path(ref: str) -> bool:
    """Whether a reference is a path, not the name of a shipped file."""
    return ref.endswith(".toml") or PurePath(ref).name != ref or "\\" in ref


def kind_in(values: Mapping[str, Any]) -> Kind | None:
    """The kind of file some values were read from, None where they could be of several."""
    counts = {
        "scenario": len(SCENARIO_KEYS & set(values)),
        "policy": len(POLICY_KEYS & set(values)),
        "economy": len(ECONOMY_KEYS & set(values)),
    }
    found = [kind for kind in KINDS if counts[kind]]
    if len(found) == 1:
        return found[0]
    base = values.get("extends")
    if not found and isinstance(base, str):
        of_name = [kind for kind in KINDS if base in shipped_names(kind) and kind != "scenario"]
        return of_name[0] if len(of_name) == 1 else None
    return None


def kind_of(path: Path) -> Kind:
    """What a file is to be checked as, told by the keys it has. Raises BadInput if unreadable."""
    values = read_document(path).values
    if SCENARIO_KEYS & set(values):
        return "scenario"
    return kind_in(values) or ("economy" if ECONOMY_KEYS & set(values) else "policy")


def refuse_other_kind(kind: Kind, document: Document, ref: str) -> None:
    """Raise BadInput where a document given as one kind is clearly another; ``ref`` is the file as it was named."""
    other = kind_in(document.values)
    if other is None or other == kind:
        return
    message = said(
        "is {is_a}, not {wanted}; {use}",
        is_a=CALLED[other],
        wanted=CALLED[kind],
        use=said(USE[other], name=shlex.quote(cut(ref))),
    )
    raise BadInput([Problem(document.file, "", message)])


def find(ref: str) -> Path:
    """The file a path names, or a shipped one of that name: scenarios first, then policies, then economies.

    Raises BadInput where there is neither, naming what was probably meant.
    """
    for kind in KINDS:
        if ref in shipped_names(kind):
            return shipped_path(kind, ref)
    path = Path(ref)
    if ref and (is_path(ref) or _is_there(path)):
        return path
    names = [name for kind in KINDS for name in shipped_names(kind)]
    raise BadInput(
        [Problem(cut(ref), "", said("no such file{hint}", hint=_beside(ref, Path(), "") or _near(ref, names)))]
    )


def locate(kind: Kind, ref: str, beside: Path, origin: Origin) -> Path:
    """Find the file ``ref`` names: a path (relative to ``beside``) or the name of a shipped file. Raises BadInput."""
    option = f"--{kind}"
    key = "" if origin.file in ("", option) else kind
    if is_path(ref):
        path = beside / ref
        if _is_there(path):
            return path
        hint = _near_file(kind, path)
        if not origin.file:
            raise BadInput([Problem(cut(label(path)), "", said("no such file{hint}", hint=hint))])
        message = said('names "{ref}"; no such file ({path}){hint}', ref=cut(ref), path=cut(label(path)), hint=hint)
        raise BadInput([Problem(origin.file, key, message, origin.line)])
    if ref in shipped_names(kind):
        return shipped_path(kind, ref)
    folder = f"scenarios/{FOLDERS[kind]}" if kind != "scenario" else "scenarios"
    before = f"{option} " if origin.file == option else ""
    told = _of_other_kind(kind, ref) or _several(ref, before) or _beside(ref, beside, before)
    message = said(
        'no shipped {kind} is called "{ref}" ({folder}){hint}',
        kind=kind,
        ref=cut(ref),
        folder=folder,
        hint=told or _near(ref, shipped_names(kind)),
    )
    raise BadInput([Problem(origin.file, key, message, origin.line)])


def _is_there(path: Path) -> bool:
    """Whether something stands at a path; it may be no file, which reading it will tell."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that is too long, or holds a null byte
        return False


def _of_other_kind(kind: Kind, ref: str) -> str:
    other = next((one for one in KINDS if one != kind and ref in shipped_names(one)), None)
    return said("; it is {is_a}: {use}", is_a=CALLED[other], use=said(USE[other], name=ref)) if other else ""


def _near_file(kind: Kind, path: Path) -> str:
    """A shipped file of that name, or a file with a name like it in the same folder."""
    if path.stem in shipped_names(kind):
        return said("; the shipped {kind} is called {name}", kind=kind, name=path.stem)
    try:
        names = [one.name for one in itertools.islice(path.parent.iterdir(), MOST_LISTED) if one.is_file()]
    except (OSError, ValueError):
        return ""
    near = closest(path.name, names)
    return said("; did you mean {guess}?", guess=cut(str(path.parent / near))) if near else ""


def _several(ref: str, before: str) -> str:
    """Names between commas where one belongs."""
    parts = [part.strip() for mark in SEVERAL if mark in ref for part in ref.split(mark)]
    if len(parts) < 2 or not before:
        return ""
    each = " ".join(f"{before}{shlex.quote(cut(part))}" for part in parts if part)
    return said("; one name an option: {each} (for several, yindao compare or sweep)", each=each)


def _beside(ref: str, folder: Path, before: str) -> str:
    """A file of that name in the folder, which only a path can mean."""
    for name, written in ((f"{ref}.toml", f"{ref}.toml"), (ref, f"./{ref}")):
        if ref and _is_there(folder / name) and (folder / name).is_file():
            return said(
                "; there is a file {name} here: write {before}{written}",
                name=cut(name),
                before=before,
                written=shlex.quote(cut(written)),
            )
    return ""


def _near(ref: str, names: tuple[str, ...] | list[str]) -> str:
    return nearest(plain(ref).strip().lower().removesuffix(".toml")[:100], names)
