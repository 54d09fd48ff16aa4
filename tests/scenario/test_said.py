"""What is said has its Chinese: every template of the program, with the same values in it, in the glossary's words."""

import ast
import pickle
import re
from pathlib import Path
from string import Formatter

import pytest

from sim.scenario.book import parameters
from sim.scenario.checking import BOUND_WORDS
from sim.scenario.errors import BadInput, Problem
from sim.scenario.files import load
from sim.scenario.naming import USE
from sim.scenario.said import chinese, either, in_chinese, listed, said
from sim.scenario.spelling import number_meant
from tests.chinese import CHINESE, replaced

SIM = Path(__file__).resolve().parents[2] / "sim"
ROOMS = ("scenario", "decisions", "measures", "experiments", "cli", "web")
# Messages that are made where they are raised; the list may only shrink.
WITHOUT_CHINESE: set[str] = set()
WORD = re.compile(r"[a-z]{3}")


def trees() -> dict[Path, ast.AST]:
    paths = [path for room in ROOMS for path in sorted((SIM / room).rglob("*.py"))]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


TREES = trees()


def called(name: str) -> list[ast.Call]:
    calls = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [one for one in calls if isinstance(one.func, ast.Name) and one.func.id == name]


def constants(nodes: list[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_text_that_is_said_has_its_chinese() -> None:
    templates = constants([call.args[0] for call in called("said")])
    assert len(templates) > 200
    templates |= set(USE.values()) | {words for _, words in BOUND_WORDS.values()}
    assert sorted(templates - set(chinese())) == []


def test_no_chinese_is_left_over() -> None:
    nodes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert sorted(set(chinese()) - {node.value for node in nodes if isinstance(node.value, str)}) == []


def test_both_texts_take_the_same_values() -> None:
    def names(text: str) -> set[tuple[str, str, str]]:
        return {(name, form or "", how or "") for _, name, form, how in Formatter().parse(text) if name}

    for english, text in chinese().items():
        assert names(text) <= names(english), english
        assert {name for name, *_ in names(english)} - {name for name, *_ in names(text)} <= {"kind", "article"}, (
            english
        )


def test_what_is_wrong_is_said_and_not_put_together_where_it_is_told() -> None:
    """The third argument of a problem is said, or comes from elsewhere: it is no f-string and no constant."""
    told = [call.args[2] for call in called("Problem") if len(call.args) > 2]
    made = [ast.unparse(one) for one in told if isinstance(one, ast.JoinedStr | ast.Constant)]
    bare = {one for one in made if WORD.search(one)}
    assert bare == WITHOUT_CHINESE


def test_the_chinese_is_in_the_words_of_the_glossary() -> None:
    words = replaced()
    for english, text in chinese().items():
        bare = re.sub(r"\{.*?\}|data\.|scenario\.", "", english)
        assert CHINESE.search(text) or not WORD.search(bare), english
        assert not [word for word in words if word in text], english


def test_a_text_is_english_to_all_who_do_not_ask_and_survives_a_worker() -> None:
    text = said("is {given}; must be {wanted}{guess}", given=3, wanted=either(['"a"', '"b"']), guess="")
    assert text == 'is 3; must be "a" or "b"'
    assert in_chinese(text) == '为 3；应为："a" 或 "b"'
    again = pickle.loads(pickle.dumps(BadInput([Problem("a.toml", "key", text, 4)])))
    assert again.problems[0].text("zh") == 'a.toml:4: key: 为 3；应为："a" 或 "b"'
    assert str(again) == 'a.toml:4: key: is 3; must be "a" or "b"'


def test_a_user_s_own_words_are_never_translated() -> None:
    assert in_chinese("no such file") == "no such file"
    assert in_chinese(said("is {given}; must be a table", given="a table")) == "为 a table；应为一个表"


@pytest.mark.parametrize(
    ("setting", "english", "told"),
    [
        ("policy.stage_equity.share_capp=0.3", "did you mean policy.stage_equity.share_cap?",
         "没有这个参数；是否指 policy.stage_equity.share_cap？"),
        ("policy.stage_equity.share_cap=2", "is 2; must be 0 to 0.9", "为 2；应为：0 至 0.9；是否指 0.02（2 %）？"),
        ("policy.stage_equity.share_cap=many", "must be a number, 0 to 0.9", '为 "many"；应为：数字，0 至 0.9'),
        ("policy.stage_equity.share_cap", "is not KEY=VALUE", "不是“参数=取值”的写法；例如：policy"),
        ("policy.stage_equity.option.holder=gp", "did you mean manager?", '"manager" 或 "anyone"；是否指 manager？'),
        ("policy.stage_equity", "is a group of parameters", "不是“参数=取值”的写法"),
    ],
)  # fmt: skip
def test_common_mistakes_are_told_in_chinese(setting: str, english: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        load("beijing-2011", settings=[setting])
    assert english in str(refused.value) or "KEY=VALUE" in str(refused.value)
    assert told in "\n".join(problem.text("zh") for problem in refused.value.problems)


def test_what_is_allowed_is_chinese_for_every_parameter() -> None:
    for one in parameters():
        left = re.sub(r'"[^"]*"|\btrue\b|\bfalse\b|\d(\.\d+)?e\d+', "", in_chinese(one.allowed))
        assert not re.search("[a-z]", left), (one.key, in_chinese(one.allowed))


def test_a_list_and_a_number_written_otherwise_are_set_as_chinese_is() -> None:
    assert in_chinese(listed(["甲", "乙", "丙"])) == "甲、乙、丙"
    assert in_chinese(listed(["a", "b"], "; ")) == "a; b"
    assert in_chinese(number_meant("30%")) == "0.3（即 30%）"
    assert in_chinese(number_meant("1亿")) == "100000000 或 1e8（即 1亿）"
