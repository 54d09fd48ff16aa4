"""Articles of the opinion thrown on and off in a rule book, and whether that changes the law."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sim.scenario.article_words import COUNT, articles
from sim.scenario.articles import keys_of, resolve
from sim.scenario.articles_schema import PERMANENT, SWITCHED, Articles, Permanence
from sim.scenario.errors import BadInput, Problem
from sim.scenario.parameter import ABSENT
from sim.scenario.policy_schema import Policy
from sim.scenario.replaced import CONTEXT
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

SWITCHES = (*SWITCHED, PERMANENT)
# What a scenario writes that concerns the articles: switches, and an economy that answers to them.
CONCERNING = ("policy.articles.", "policy.permanence.", "economy.response.")
Law = tuple[tuple[int, str, str, tuple[float, ...]], ...]


def concerned(scenario: Scenario) -> bool:
    """Whether a scenario says anything of articles: its rule book switches them, or its economy answers to them."""
    return any(key.startswith(CONCERNING) for key in scenario.provenance)


def switched(policy: Policy, on: Mapping[int, bool]) -> Policy:
    """The rule book with articles thrown on or off, how strong they are and from when as it says."""
    thrown = {
        str(number): getattr(policy.articles, str(number)).model_copy(update={"on": value})
        for number, value in on.items()
    }
    return policy.model_copy(update={"articles": policy.articles.model_copy(update=thrown)})


def on_articles(policy: Policy) -> tuple[int, ...]:
    """The articles that the rule book has in force, by their switches."""
    switches = {number: getattr(policy.articles, str(number)) for number in SWITCHES}
    return tuple(number for number, one in switches.items() if one.on and getattr(one, "strength", 1.0) > 0.0)


def law_of(policy: Policy, start: date, begins: int) -> Law:
    """What the rule book comes to, span by span: two that are equal in this make the same world."""
    plain = {"articles": Articles(), "permanence": Permanence(), "title": "", "title_zh": "", "citation": ""}

    def written(law: Policy) -> str:
        return law.model_copy(update=plain).model_dump_json()

    spans = resolve(policy, start, begins)
    return tuple((one.day, written(one.policy), written(one.uncovered), one.coverage) for one in spans)


def acts(policy: Policy, start: date, begins: int, article: int) -> bool:
    """Whether it makes any difference to the law that an article is on, the others being as they are."""
    on, off = (law_of(switched(policy, {article: value}), start, begins) for value in (True, False))
    return on != off


def says_nothing(policy: Policy, written: Iterable[str], article: int) -> bool:
    """Whether a rule book that writes the keys ``written`` is silent on an article.

    It then writes none of the article's keys, and each has the value that held before the opinion in any case.
    """
    keys = keys_of(article)
    neutral = all(one.off is ABSENT or one.off == one.default for one in keys)
    return neutral and not {one.key for one in keys} & set(written)


def dated(scenario: Scenario) -> Scenario:
    """The same scenario as one whose articles begin at the start, where its world begins earlier.

    Before the start no article is in force in a rule book that switches any (``resolve``). One that switches none has
    them from the world's first day, so that it could not be compared with itself less one article.
    """
    if scenario.begins >= 0 or scenario.policy.articles != Articles():
        return scenario
    from_start = {
        str(number): getattr(scenario.policy.articles, str(number)).model_copy(update={"from": scenario.start})
        for number in SWITCHED
    }
    begun = scenario.policy.articles.model_copy(update=from_start)
    return replace(scenario, policy=scenario.policy.model_copy(update={"articles": begun}))


def without_articles(scenario: Scenario, off: Sequence[int]) -> Scenario:
    """``scenario`` under its rule book less the articles ``off``, which is named and titled after them."""
    policy = scenario.policy
    titles = {"title": policy.title or scenario.policy_name, "title_zh": policy.title_zh or scenario.policy_name}
    titles["title"] += f", without {' and '.join(articles()[one].named('en') for one in off)}"
    titles["title_zh"] += f"，停用{'、'.join(articles()[one].named('zh') for one in off)}"
    made = switched(policy, dict.fromkeys(off, False)).model_copy(update=titles)
    asked = replace(scenario.asked, without=tuple(off))
    return replace(scenario, policy=made, policy_name=name_without(scenario.policy_name, off), asked=asked)


def name_without(policy_name: str, off: Iterable[int]) -> str:
    """What a rule book less some articles is called: ``beijing-2011 without 6, 8``; itself where none is off."""
    numbers = ", ".join(map(str, off))
    return f"{policy_name} without {numbers}" if numbers else policy_name


def parse_articles(text: str, option: str) -> tuple[int, ...]:
    """The articles that ``6,8`` names, each once, in their order. Raises BadInput for what is no article to switch."""
    problems, found = list[Problem](), set[int]()
    for word in text.split(","):
        number = int(word) if word.strip().isascii() and word.strip().isdigit() else 0
        if number in SWITCHES:
            found.add(number)
            continue
        told = CONTEXT.get(number) or said(
            'is "{text}"; must be articles from 3 to {count}, with commas between', text=word.strip(), count=COUNT
        )
        problems.append(Problem(option, "", told))
    if problems:
        raise BadInput(problems)
    return tuple(sorted(found))
