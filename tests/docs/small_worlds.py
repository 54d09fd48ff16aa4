"""Commands of the documentation, made small: what is shown is that they are right, not what they find."""

import re
import shlex
from itertools import pairwise

from sim.scenario.book import by_key

STUDIES = ("run", "compare", "decompose", "sweep", "sensitivity")
# A world without a past.
SMALL = {
    "horizon_years": "3",
    "warm_up_years": "0",
    "economy.pipeline.shelf": "30",
    "economy.pipeline.disclosures_per_year": "30",
    "economy.managers.slots": "4",
}
FEW = {
    "--replications": "1",
    "--workers": "1",
    "--engine": "reference",
    "--size": "4",
    "--points": "4",
    "--parameters": "economy.private.response,economy.managers.bar",
}
ALWAYS = ("--replications", "--workers", "--engine")


def small(command: str) -> list[str]:
    """The words of a command after its program, small where it simulates."""
    program, name, *words = shlex.split(command)
    assert program == "yindao"
    if name in (*STUDIES, "trace"):
        stated = {word.partition("=")[0] for last, word in pairwise(words) if last in ("--set", "--vary")}
        assert stated <= by_key().keys()
        words += [word for key, to in SMALL.items() if key not in stated for word in ("--set", f"{key}={to}")]
    words = [_ends(word) if last == "--vary" else word for last, word in pairwise(["", *words])]
    if name in STUDIES:
        several = "--plan" in words or name == "sensitivity"  # chance must show itself
        for option, value in (FEW | ({"--replications": "2"} if several else {})).items():
            if option in words:
                words[words.index(option) + 1] = value
            elif option in ALWAYS:
                words += [option, value]
        words += [] if "--no-figures" in words else ["--no-figures"]
        words += [] if "--out" in words or "--plan" in words else ["--out", "out"]
    return [name, *words, "--quiet"]


def _ends(varied: str) -> str:
    """The first and the last of the values that a key takes; the range of a random design as it is."""
    key, _, values = varied.partition("=")
    if "," in values:
        values = ",".join((values.split(",")[0], values.split(",")[-1]))
    return f"{key}={re.sub(r':[0-9]+$', ':2', values) if values.count(':') == 2 else values}"
