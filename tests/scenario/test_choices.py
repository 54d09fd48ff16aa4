"""Every value of every choice, also in the tables of rule books, has a word in both languages; no word is unused."""

from collections import Counter
from collections.abc import Iterator

from sim.scenario.book import Parameter, parameter_at, section_at
from sim.scenario.choices import choice_name, words
from sim.scenario.economy_schema import Economy
from sim.scenario.parameter import Section
from sim.scenario.policy_schema import Policy
from tests.chinese import CHINESE, CROWDED, replaced


def choices(schema: type[Section], prefix: str, path: tuple[str, ...] = ()) -> Iterator[Parameter]:
    """Every choice of a schema, those in the tables of its arrays included."""
    here = section_at(schema, path)
    for name in here.model_fields if here else ():
        below = (*path, name)
        if section_at(schema, below) is not None:
            yield from choices(schema, prefix, below)
        elif (one := parameter_at(schema, below, prefix)) is not None and one.choices:
            yield one


CHOICES = [*choices(Economy, "economy."), *choices(Policy, "policy.")]


def test_choices_are_found_in_tables_too() -> None:
    keys = {one.key for one in CHOICES}
    assert {"policy.stage_equity.concession.to", "policy.stage_equity.option.schedule.rate.index"} <= keys
    assert {"policy.budget.cover", "policy.bases.sectors"} <= keys


def test_every_value_has_its_words_and_two_of_a_choice_are_told_apart() -> None:
    for one in CHOICES:
        for lang in ("en", "zh"):
            told = Counter(choice_name(one.key, value, lang) for value in one.choices)
            assert set(told.values()) == {1}, (one.key, told)
            assert not [word for word in told if "_" in word]


def test_the_chinese_is_for_people() -> None:
    for table in words().values():
        for value in table.values():
            assert CHINESE.search(value["zh"])
            assert not CHINESE.search(value["en"])
            assert not CROWDED.search(value["zh"]), value
            assert not [word for word in replaced() if word in value["zh"]]


def test_no_word_is_left_over() -> None:
    used = set()
    for one in CHOICES:
        for value in one.choices:
            table = next(t for t in (one.key, one.key.rpartition(".")[2], "any") if value in words().get(t, {}))
            used.add((table, value))
    assert used == {(table, value) for table, values in words().items() for value in values}
