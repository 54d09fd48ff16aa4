"""Files of the program as they go wrong: values swapped, keys moved, lines broken, bytes spoilt."""

# ruff: noqa: E501 - the lists of odd things read as lists
# A seeded generator of cases, not of secrets.

import copy
import random
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sim.scenario.book import parameters
from sim.scenario.shipped import shipped_names, shipped_path
from tests.fuzz.writing import toml_text

TESTS = Path(__file__).parents[1]
ODD_VALUES: tuple[Any, ...] = (
    True, False, 0, -1, 1, 30, 2**63, 10**40, -(10**40), 0.0, -0.0, 5e-324, 1e308, -1e308, float("nan"), float("inf"), float("-inf"),
    "", " ", "x", "30%", "０.３", "1亿", "LP", "true", "2011-03-15", "a\nb", "\x1b[31m", "x" * 5000, "北京", "$x^2$", "<b>|</b>", "../x.csv",
    date(2011, 3, 15), datetime(2011, 3, 15, 1), time(1), date(1, 1, 1), date(9999, 12, 31),
    [], [[]], {}, [1, "a"], [True], [{}], [[[[1]]]], [1.0] * 300, {"value": 1}, {"value": {}}, {"value": [], "source": 3}, {"x": {"y": {"z": 1}}},
)  # fmt: skip
NOTES: tuple[dict[str, Any], ...] = (
    {"source": 3}, {"source": ["a"]}, {"read": "heard"}, {"read": 1}, {"read": []}, {"read": "text"}, {"source": "", "read": "text"},
    {"source": "x", "read": "text", "quelle": 1}, {"source": "x", "read": "text"}, {"value": 1}, {"source": "| <b> $ \x1b[0m\n", "read": "memory"},
)  # fmt: skip
BASES: tuple[Any, ...] = (
    "file.toml",
    "./file.toml",
    "nowhere.toml",
    "",
    ".",
    "..",
    "/dev/null",
    "/dev/zero",
    "beijing-2011",
    "iif-1997",
    "a\0b",
    "x" * 300,
    3,
    [],
    {},
    True,
    "village.toml",
    "village-economy.toml",
)
LOOK_ALIKES = str.maketrans(
    {"=": "＝", ",": "，", ".": "．", '"': "“", "[": "【", "]": "】", "0": "０", "-": "－", " ": "　", "'": "’"}
)
JUNK = ("[[", "= 3", "x", '"""', "'''", "a.b.c = {", "]", "[x", "\x00", "\x1b[31m", "﻿", "\u202e", "x = 1979-05-27T", "x = 0xZZ", "x = 1__0", "#" * 9000, "é = 1", "x: 1", "[20211024.x]", "\t\t=", "k = 30%", "k = 1亿", "k = True", "[" * 600, "a." * 600 + "b = 1", "k = " + "9" * 5000)  # fmt: skip
SPELLED = (
    "30%",
    "1亿",
    "5000万",
    "０.３",
    ".5",
    "1,000",
    "True",
    "none",
    "0,3",
    "3 years",
    "1e",
    "--1",
    "0x",
    "inf",
    "-nan",
    "01",
)


def tree(values: dict[str, Any], chance: random.Random) -> None:
    """One thing in a tree of values goes wrong, in place."""
    chance.choice(TREE)(values, chance)


def places(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a tree."""
    found = [path] if path else []
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, below in items:
        found += places(below, (*path, key))
    return found


def at(values: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        values = values[key]
    return values


def _any(values: dict[str, Any], chance: random.Random) -> tuple[Any, Any]:
    """The table or array around something, and its key there."""
    found = places(values)
    if not found:
        values["title"] = ""
        return values, "title"
    path = chance.choice(found)
    return at(values, path[:-1]), path[-1]


def _another_value(values: dict[str, Any], chance: random.Random) -> None:
    around, key = _any(values, chance)
    around[key] = copy.deepcopy(chance.choice(ODD_VALUES))


def _another_number(values: dict[str, Any], chance: random.Random) -> None:
    for _ in range(20):
        around, key = _any(values, chance)
        if isinstance(around[key], int | float) and not isinstance(around[key], bool):
            around[key] = chance.choice(
                [
                    -around[key],
                    around[key] * 1e6,
                    around[key] * 1e-9,
                    around[key] + 1,
                    0,
                    int(around[key]),
                    str(around[key]),
                ]
            )
            return


def _another_name(values: dict[str, Any], chance: random.Random) -> None:
    around, key = _any(values, chance)
    if isinstance(around, dict):
        place = chance.randrange(len(key) + 1)
        new = chance.choice(
            [
                key[:place] + key[place + 1 :],
                key[:place] + "x" + key[place:],
                key.upper(),
                f" {key}",
                key.translate(LOOK_ALIKES),
                "参股比例上限",
                "",
                f"{key}.{key}",
                "a\nb",
                "__class__",
                "model_config",
            ]
        )
        around[new] = around.pop(key)


def _moved(values: dict[str, Any], chance: random.Random) -> None:
    around, key = _any(values, chance)
    taken = around.pop(key)
    tables = [values, *(found for path in places(values) if isinstance(found := at(values, path), dict))]
    chance.choice(tables)[str(key)] = taken


def _doubled(values: dict[str, Any], chance: random.Random) -> None:
    around, key = _any(values, chance)
    name = str(chance.choice([key, f"{key}_2", "budget", "stage_equity", "option"]))
    around[key] = {name: copy.deepcopy(around[key])}


def _array(values: dict[str, Any], chance: random.Random) -> None:
    lists = [path for path in places(values) if isinstance(at(values, path), list)]
    around, key = _any(values, chance)
    if lists:
        path = chance.choice(lists)
        around, key = at(values, path[:-1]), path[-1]
    old = around[key] if isinstance(around[key], list) else [around[key]]
    around[key] = copy.deepcopy(
        chance.choice([[], old * 2, old[:-1], old[::-1], [old], old * 500, [*old, "x"], old[:1]])
    )


def _deleted(values: dict[str, Any], chance: random.Random) -> None:
    around, key = _any(values, chance)
    del around[key]


def _noted(values: dict[str, Any], chance: random.Random) -> None:
    around, key = _any(values, chance)
    old = around[key]
    value = old.get("value", 1) if isinstance(old, dict) else old
    around[key] = {"value": value} | copy.deepcopy(chance.choice(NOTES))


def _based(values: dict[str, Any], chance: random.Random) -> None:
    values[chance.choice(["extends", "policy", "economy", "from"])] = copy.deepcopy(chance.choice(BASES))


def _set(values: dict[str, Any], chance: random.Random) -> None:
    key = chance.choice(parameters()).key
    inside: Any = {
        chance.choice([key, key[:-1], key.rpartition(".")[0], "policy", "seed", ""]): copy.deepcopy(
            chance.choice(ODD_VALUES)
        )
    }
    values["set"] = chance.choice([inside, [inside], inside])


TREE: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    _another_value, _another_value, _another_number, _another_number, _another_name, _moved, _doubled, _array, _deleted, _noted, _based, _set,
)  # fmt: skip


def text(written: str, chance: random.Random) -> str:
    """Something in the text of a file goes wrong."""
    lines = written.split("\n")
    at_line, place = chance.randrange(len(lines)), chance.randrange(len(written) + 1)
    line = lines[at_line]
    way = chance.randrange(9)
    if way == 0:
        return written[:place]
    if way == 1:
        return written[:place] + written[place + 1 :]
    if way == 2:
        return written[:place] + chance.choice(JUNK) + written[place:]
    if way == 3:
        lines[at_line] = line.translate(LOOK_ALIKES)
    elif way == 4:
        lines[at_line] = f"{line.partition('=')[0]}= {chance.choice(SPELLED)}"
    elif way == 5:
        lines.insert(chance.randrange(len(lines)), line)
    elif way == 6:
        lines.insert(at_line, chance.choice(JUNK))
    elif way == 7:
        lines[at_line] = line.replace('"', chance.choice(["'", "”", "", '""']))
    else:
        del lines[at_line]
    return "\n".join(lines)


def spoilt(written: str, chance: random.Random) -> bytes:
    """The bytes of a file, in most cases good."""
    good = written.encode("utf-8", "surrogatepass")
    place = chance.randrange(len(good) + 1)
    bad = (
        b"\xef\xbb\xbf" + good, good.replace(b"\n", b"\r\n"), good.replace(b"\n", b"\r"), written.encode("utf-16", "replace"),
        written.encode("gbk", "replace"), good[:place] + b"\x00" + good[place:], good[:place] + b"\xff" + good[place:], good[:place], b"", good * 40,
    )  # fmt: skip
    return chance.choice(bad) if chance.random() < 0.2 else good


def sources(kind: str) -> list[Path]:
    """The good files of a kind: those that come with the program, and the village's."""
    if kind == "policy":
        return [*(shipped_path("policy", name) for name in shipped_names("policy")), TESTS / "village-policy.toml"]
    if kind == "economy":
        return [shipped_path("economy", "beijing-2011"), TESTS / "village-economy.toml"]
    return [shipped_path("scenario", "beijing-2011"), TESTS / "village.toml"]


def wrong(kind: str, chance: random.Random) -> bytes:
    """A file of a kind with one to three things wrong."""
    source = chance.choice(sources(kind)).read_text("utf-8")
    if chance.random() < 0.7:
        values = tomllib.loads(source)
        for _ in range(chance.randint(1, 2)):
            tree(values, chance)
        source = toml_text(values)
    else:
        source = text(source, chance)
    return spoilt(text(source, chance) if chance.random() < 0.2 else source, chance)
