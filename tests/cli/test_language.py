"""The language of the command line: how it is chosen, and that help says in both what it says in one."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from sim.cli.app import COMMANDS, app
from sim.cli.help import columns, page, text_of, words, wrapped
from sim.cli.language import choose, chosen
from sim.scenario.errors import BadInput
from tests.chinese import CHINESE, CROWDED, DOCUMENT, replaced, without_quoted

OPTIONS = re.compile(r"--[a-z][a-z-]+")


@pytest.mark.parametrize(
    ("words", "environ", "lang"),
    [
        ("run x", {}, "en"),
        ("run x", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("run x", {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ("run x", {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ("run x", {"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        ("run x", {"LANG": "zh_CN", "YINDAO_LANG": "en"}, "en"),
        ("run x", {"YINDAO_LANG": "zh"}, "zh"),
        ("run x", {"YINDAO_LANG": ""}, "en"),
        ("--lang zh run x", {"YINDAO_LANG": "en"}, "zh"),
        ("--lang=zh run x", {}, "zh"),
        ("--lang zh run x --lang en", {}, "en"),
        ("run x --lang both", {"YINDAO_LANG": "zh"}, "en"),
        ("run x --lang fr", {"YINDAO_LANG": "zh"}, "zh"),
        ("run x --lang", {}, "en"),
    ],
)
def test_the_nearest_word_decides(words: str, environ: Mapping[str, str], lang: str) -> None:
    assert chosen(words.split(), environ) == lang


def test_a_variable_that_names_no_language_is_refused_where_it_is_asked() -> None:
    with pytest.raises(BadInput, match=r'^YINDAO_LANG: is "fr"; must be en or zh$'):
        chosen(["run"], {"YINDAO_LANG": "fr"})
    assert chosen(["run", "--lang", "zh"], {"YINDAO_LANG": "fr"}) == "zh"
    choose([], {})  # another test may have spoken Chinese before
    told = invoked("measures", YINDAO_LANG="fr")
    assert (told.exit_code, told.stderr) == (2, 'YINDAO_LANG: is "fr"; must be en or zh\n')


def test_the_language_before_the_command_is_the_commands_own() -> None:
    chinese = invoked("--lang", "zh", "measures", "exit").stdout
    assert chinese == invoked("measures", "exit", "--lang", "zh").stdout
    assert chinese == invoked("measures", "exit", YINDAO_LANG="zh").stdout
    assert "名称" in chinese
    assert invoked("--lang", "zh", "measures", "exit", "--lang", "en").stdout == invoked("measures", "exit").stdout


def test_json_is_the_same_in_both_languages() -> None:
    for command in ("measures", "parameters", "articles"):
        told = invoked(command, "--format", "json").stdout
        assert json.loads(told)
        assert invoked("--lang", "zh", command, "--format", "json").stdout == told


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_and_option_has_its_chinese(name: str) -> None:
    command, ctx = made(name)
    missing = [one.name for one in command.get_params(ctx) if not text_of(name, one.name)]
    assert missing == []
    assert set(words()["commands"][name]) - {one.name for one in command.get_params(ctx)} == {"about"}


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_names_the_same_options_in_both_languages_and_fits(name: str) -> None:
    command, ctx = made(name)
    chinese = page(command, ctx)
    assert set(OPTIONS.findall(chinese)) == set(OPTIONS.findall(without_hyphens(command, ctx)))
    assert max(columns(line) for line in chinese.split("\n") if "yindao " not in line) <= 110
    assert [word for word in replaced() if word in without_quoted(chinese)] == []


def test_no_text_of_help_is_left_over() -> None:
    assert set(words()["commands"]) == {"", *COMMANDS}
    names = {one.name for name in ("", *COMMANDS) for one in made(name)[0].get_params(made(name)[1])}
    assert set(words()["common"]) <= names


def test_chinese_help_is_set_as_chinese_is() -> None:
    texts = [text for of in (words()["common"], *words()["commands"].values()) for text in of.values()]
    assert [text for text in texts if not CHINESE.search(text) or CROWDED.search(DOCUMENT.sub("", text))] == []


def test_a_refused_line_is_told_in_chinese() -> None:
    for asked, what in [
        (("runn",), "没有 'runn' 这个命令；是否指 'run'？"),
        (("run",), "没有给出参数 'scenario'。"),
        (("run", "x", "--sed", "1"), "没有 --sed 这个选项；是否指 --seed"),
        (("run", "x", "--seed", "q"), "'--seed' 的取值不对：不是整数"),
        (("run", "x", "--format", "q"), "不在可选之列"),
    ]:
        told = invoked("--lang", "zh", *asked)
        assert told.exit_code == 2
        assert what in told.stderr
        assert what not in invoked(*asked).stderr


def test_lines_break_by_width_and_never_begin_with_what_closes() -> None:
    assert list(wrapped("四个汉字，再四个字。", 10)) == ["四个汉字，", "再四个字。"]
    assert list(wrapped("四个汉字，再四个字。", 9)) == ["四个汉", "字，再四", "个字。"]
    assert list(wrapped("取 --scenario 的值", 10)) == ["取", "--scenario", "的值"]


def invoked(*asked: str, **environ: str) -> Any:
    return CliRunner().invoke(app, list(asked), env=environ)


def made(name: str) -> tuple[Any, Any]:
    """A command and its context; the program's own for an empty name."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    above = group.context_class(group, info_name="yindao")
    if not name:
        return group, above
    command = group.get_command(above, name)
    assert command is not None
    return command, command.context_class(command, info_name=name, parent=above)


def without_hyphens(command: Any, ctx: Any) -> str:
    """English help on lines of any length: names of options are not broken."""
    ctx.terminal_width = ctx.max_content_width = 4000
    return str(command.get_help(ctx))
