"""Chinese names of keys: what a key is called in full, which key a typed name means, and what holds some words.

A full name is the groups' names and the key's own, as in 阶段参股·参股比例上限. Groups may be left out where one key is
meant all the same, a bare name therefore where no other key has it. Only what is typed goes by names: files and
records hold keys.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from unicodedata import normalize

from sim.scenario.book import Parameter, by_key, parameters
from sim.scenario.meanings import meaning_in_chinese
from sim.scenario.said import listed, said

WORDS = Path(__file__).parent / "words" / "sections.zh.toml"
MARK = "·"
MARKS = re.compile(r"[.·．。・•‧]")  # 。 is what the key of the point types in Chinese
CHINESE = re.compile(r"[\u3400-\u9fff]")
SCENARIO = "scenario"
MOST_NAMED = 3
ALIKE = 0.6

Parts = tuple[str, ...]


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character, which no key has."""
    return CHINESE.search(text) is not None


def full_name(key: str) -> str:
    """The Chinese name of a key or group that means no other: its groups below economy or rule book, and its own."""
    parts = _path(key)
    return MARK.join(parts[1:] if len(parts) > 2 or (key not in by_key() and len(parts) > 1) else parts)


def keys_named(name: str) -> list[str]:
    """The keys that a Chinese name may mean, in the order of the book.

    Those with exactly this path, else those whose path ends in the last part and holds the others before it in order.
    """
    return _meant(name, tuple(by_key()))


def groups_named(name: str) -> list[str]:
    """The same of groups of keys."""
    return _meant(name, tuple(group_names()))


def key_of(name: str) -> str:
    """The key that a Chinese name means; any other text, and a name that means none or several, as it is."""
    found = keys_named(name) if is_chinese(name) else []
    return found[0] if len(found) == 1 else name


def key_or_group_of(name: str) -> str:
    """The same, or the group where no key has the name."""
    found = (keys_named(name) or groups_named(name)) if is_chinese(name) else []
    return found[0] if len(found) == 1 else name


def unknown_name(name: str) -> str:
    """What is wrong with a Chinese name that means no key or several; empty for a text that is no Chinese name."""
    if not is_chinese(name):
        return ""
    found = keys_named(name)
    if len(found) > 1:
        return said("is the name of several parameters; write one in full: {names}", names=_names(found))
    near = alike(name)
    return said("unknown name{hint}", hint=said("; did you mean {names}?", names=_names(near)) if near else "")


def instead(name: str, prefix: str = "") -> str:
    """What a file writes for a Chinese name: ``; files are written with the key: …``; empty where it means nothing."""
    found = [key for key in keys_named(name) or groups_named(name) or alike(name) if key.startswith(prefix)]
    keys = listed([key.removeprefix(prefix) for key in found])
    return said("; files are written in keys, not in Chinese names: {keys}", keys=keys) if found else ""


def alike(name: str) -> list[str]:
    """The keys whose names are nearest to one that is none; three at most."""
    parts = _parts(name)
    known = {full_name(key): key for key in by_key()} if len(parts) > 1 else {}
    near = difflib.get_close_matches(MARK.join(parts)[:100], known, n=1, cutoff=ALIKE)
    if near:  # beside those with that very name in other groups
        return list(dict.fromkeys([*keys_named(parts[-1])[: MOST_NAMED - 1], known[near[0]]]))
    own = difflib.get_close_matches(parts[-1][:100], {one.zh for one in parameters()}, n=1, cutoff=ALIKE)
    found = keys_named(own[0]) if own else [one.key for one in parameters() if parts[-1] and parts[-1] in one.zh]
    return found[:MOST_NAMED]


def found(text: str) -> list[Parameter]:
    """The parameters a reader asks for by a Chinese text: those of a name with its groups, else all that hold it."""
    named = [*keys_named(text), *groups_named(text)] if MARKS.search(text) else []
    return [one for one in parameters() if any(f"{one.key}.".startswith(f"{key}.") for key in named)] or holding(text)


def holding(text: str) -> list[Parameter]:
    """The parameters that hold every word of a Chinese text in name, groups or meaning, the likeliest first.

    First those called so, those whose names begin with it, hold it, are in a group of such a name, then by meaning.
    """
    words = [_clean(word) for word in text.split()]
    ranked = [(place, one) for one in parameters() if (place := _place(one, words)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


@cache
def group_names() -> dict[str, str]:
    """What each group of keys is called, by its key."""
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    groups = dict.fromkeys(group for key in by_key() for group in _groups(key))
    return {group: _article(group) or written[group] for group in groups}


def _place(one: Parameter, words: Sequence[str]) -> int | None:
    """How far down a list of what is found a parameter stands; None where it does not hold all words."""
    groups = "".join(_path(one.key)[1:-1])
    told = f"{one.zh}{groups}{meaning_in_chinese(one.doc)}"
    if not words or any(word not in told for word in words):
        return None
    if one.zh == words[0]:
        return 0
    if all(word in one.zh for word in words):
        return 1 if one.zh.startswith(words[0]) else 2
    return 3 if all(word in f"{one.zh}{groups}" for word in words) else 4


def _meant(name: str, keys: Parts) -> list[str]:
    parts = _parts(name)
    if len(parts) > 1 and (exact := [key for key in keys if parts in (_path(key), _path(key)[1:])]):
        return exact
    return [key for key in keys if _ends(_path(key), parts)]


def _ends(path: Parts, parts: Parts) -> bool:
    """Whether a path ends in the last of some parts and has the others before it, in order."""
    above: Iterator[str] = iter(path[:-1])
    return path[-1] == parts[-1] and all(part in above for part in parts[:-1])


@cache
def _path(key: str) -> Parts:
    """The names of the groups of a key from the outermost, and its own; of a group its own last."""
    names = group_names()
    return (*(names[group] for group in _groups(key)), by_key()[key].zh if key in by_key() else names[key])


def _groups(key: str) -> list[str]:
    parts = key.split(".")
    above = [".".join(parts[:depth]) for depth in range(1, len(parts))]
    return above if above or key not in by_key() else [SCENARIO]


def _article(group: str) -> str:
    head, _, number = group.rpartition(".")
    return f"第{number}条" if head == "policy.articles" else ""


def _parts(name: str) -> Parts:
    return tuple(part for one in MARKS.split(name) if (part := _clean(one))) or ("",)


def _clean(text: str) -> str:
    """Without spaces, and full-width digits as digits."""
    return "".join(normalize("NFKC", text).split())


def _names(keys: Sequence[str]) -> str:
    return listed([full_name(key) for key in keys])
