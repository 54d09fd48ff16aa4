"""What a page shows at once: the terms as they are now, and what each side earns under them."""

import shlex
from dataclasses import asdict
from typing import Any

from sim.decisions.prospectus_asked import head, question_of, rows
from sim.scenario.asked import policy_words, words_of
from sim.scenario.errors import BadInput
from sim.scenario.files import read_policy
from sim.scenario.notices import of_scenario
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_heads
from sim.scenario.titles import Language, titled
from sim.web.asking import Ask, Ground, Terms
from sim.web.controls import described, states
from sim.web.problems import told_in

MULTIPLES = [0.5, 1.0, 1.5, 2.0, 3.0, 5.0]


def page(ground: Ground, ask: Ask) -> dict[str, Any]:
    """What does not change while a page is open: its scenario, rule books and controls."""
    scenario = ground.load(Terms())
    return {
        "scenario": scenario.name,
        "title": scenario.titled(ask.lang),
        "policy": scenario.policy_name,
        "books": _books(ground, scenario, ask.lang),
        "replications": scenario.replications,
        "groups": described(ask.lang),
    }


def _books(ground: Ground, own: Scenario, lang: Language) -> list[dict[str, str]]:
    """The rule books a page may ask for, the one it begins with first; each by name, with its title."""
    found = {own.policy_name: titled(own.policy.title, own.policy.title_zh, own.policy_name, lang)}
    for name, ref in ground.books.items():
        if name != ref:  # named on the command line
            book = read_policy(ref).value
            found.setdefault(name, titled(book.title, book.title_zh, name, lang))
    for one in shipped_heads("policy"):
        found.setdefault(one["name"], titled(one["title"], one["title_zh"], one["name"], lang))
    return [{"name": name, "title": title} for name, title in found.items()]


def look(ground: Ground, ask: Ask) -> dict[str, Any]:
    """The terms of ``ask``, their prospectus beside the pinned one's, and the command that gives the same run."""
    now, pinned = ground.load(ask.now), ground.load(ask.pinned)
    return {
        "title": now.policy.title_zh if ask.lang == "zh" else now.policy.title,
        "states": states(now, ask.lang),
        "pinned": {key: one["value"] for key, one in states(pinned, ask.lang).items()},
        "prospectus": prospectus(now, ask.hold, ask.lang),
        "pinned_prospectus": prospectus(pinned, ask.hold, ask.lang),
        "notices": [one.text(ask.lang) for one in of_scenario(now) if one.file == "--set"],
        "command": shlex.join(["yindao", "run", *words_of(now), *policy_words(now)]),
    }


def prospectus(scenario: Scenario, hold: float, lang: Language) -> dict[str, Any]:
    """What ``yindao prospectus`` tells; without rows, and with the reason, where the terms leave nothing to show."""
    try:
        question = question_of(scenario, hold, None, None, None, fees=True)
        found = [asdict(row) for row in rows(scenario, question, MULTIPLES)]
    except BadInput as cause:
        return {"rows": [], "reason": told_in(cause.problems[0].message, lang)}
    return {**head(scenario, question, given=False), "date": scenario.start.isoformat(), "rows": found, "reason": ""}
