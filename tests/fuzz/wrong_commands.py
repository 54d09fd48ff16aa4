"""Command lines and settings as they are mistyped: unknown options, missing or odd values, options twice."""

# ruff: noqa: E501 - the lists of odd things read as lists

import random

from sim.scenario.book import parameters
from tests.fuzz.wrong_files import SPELLED, TESTS

VILLAGE = str(TESTS / "village.toml")
KEY = "policy.stage_equity.share_cap"
GOOD = (
    ("run", VILLAGE, "--policy", "pari-passu", "--set", f"{KEY}=0.3", "--replications", "2", "--seed", "3", "--workers", "1",
     "--postings", "0", "--out", "out", "--until", "0.1", "--measure", "public.irr", "--lang", "zh", "--format", "json"),
    ("compare", VILLAGE, "--policy", "pari-passu", "--policy", "iif-1997", "--baseline", "pari-passu", "--replications", "2",
     "--workers", "1", "--plan", "0.1", "--measure", "public.irr", "--out", "out"),
    ("decompose", VILLAGE, "--by", "instruments", "--measure", "public.irr", "--replications", "2", "--workers", "1"),
    ("sweep", VILLAGE, "--vary", f"{KEY}=0.1:0.3:3", "--replications", "2", "--workers", "1", "--out", "out"),
    ("sweep", VILLAGE, "--vary", f"{KEY}=0.1:0.3", "--design", "lhs", "--points", "4", "--workers", "1", "--out", "out"),
    ("sensitivity", VILLAGE, "--method", "tornado", "--parameters", "economy.private", "--size", "4", "--replications", "2",
     "--workers", "1", "--out", "out"),
    ("prospectus", "iif-1997", "--gross-multiple", "1,2", "--hold", "5", "--exercise-year", "3", "--rate", "0.05",
     "--public-share", "0.3"),
    ("trace", VILLAGE, "--replication", "1", "--company", "0"),
    ("trace", VILLAGE, "--fund", "1.0", "--position", "2", "--seed", "9"),
    ("ledger", "nowhere", "--to", "csv", "--replication", "1", "--output", "x.csv"),
    ("verify", VILLAGE, "--replications", "1"),
    ("validate", VILLAGE, "iif-1997"),
    ("policies", "show", "iif-1997", "--against", "pari-passu"),
    ("economies", "show", "beijing-2011"),
    ("parameters", KEY, "--lang", "zh"),
    ("measures", "exit", "--format", "json"),
)  # fmt: skip
ODD_WORDS = (
    "", " ", "x", "-1", "0", "-0", "1e400", "nan", "inf", "-inf", "99999999999", "9" * 5000, "0x10", "1.5", "½", "３", "30%", "1亿",
    "a,b", "a，b", "..", ".", "/", "/dev/zero", "/dev/null", "full", "mycity", "mycity.toml", "iif-1997", "beijing-2011", "北京",
    "--", "-", "--quiet", "=", "a=b", "x" * 3000, "\x1b[31mred", "a\nb", "$HOME", "*", "[x]", "key=value", "\ud800", "all", "none",
)  # fmt: skip


def command(chance: random.Random) -> list[str]:
    """A command line with one or two things wrong."""
    words = list(chance.choice(GOOD))
    for _ in range(chance.randint(1, 2)):
        _mistype(words, chance)
    return words


def _mistype(words: list[str], chance: random.Random) -> None:
    place = chance.randrange(1, len(words)) if len(words) > 1 else 0
    way = chance.randrange(10)
    if way <= 5:
        values = [at for at in range(1, len(words)) if words[at - 1].startswith("--")]
        words[chance.choice(values) if values and way else place] = chance.choice(ODD_WORDS)
    elif way == 6:
        del words[place]
    elif way == 7:
        words[place:place] = words[place : place + 2]
    elif way == 8:
        words.insert(
            place, chance.choice(("--unknown", "--polcy", "-z", "--set", "--vary", "--out", "--lang", *ODD_WORDS))
        )
    else:
        letter = chance.randrange(len(words[place]) + 1)
        words[place] = words[place][:letter] + words[place][letter + 1 :]


def setting(chance: random.Random) -> str:
    """A text for --set or --vary, mostly of a key that exists."""
    parameter = chance.choice(parameters())
    key = chance.choice(
        (parameter.key,) * 6 + (parameter.key[:-1], parameter.key.rpartition(".")[2], parameter.zh, "", "policy")
    )
    value = chance.choice(
        (*ODD_WORDS, *SPELLED, "[1, 2]", "{ value = 1 }", "[[1]]", '"x"', "1:2:3", "0:1", "1:", ":::", "[" * 900)
    )
    mark = chance.choice(("=",) * 8 + ("＝", " ", "==", ""))
    return f"{key}{mark}{value}"
