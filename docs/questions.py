"""Write the pages of forty questions, ``docs/questions.md`` and ``docs/questions.zh.md``, and the outputs in tutorials.

``python docs/questions.py`` writes the pages from ``docs/questions.toml`` and the outputs kept in ``docs/answers``;
``--check`` writes nothing and ends with code 1 when a page is not what it would write. ``--outputs 1,4,7`` first runs
the commands of these questions, ``--outputs all`` those of all, and keeps what they print; with compiled laws in
seconds each, and ENGINE=reference in the environment does without. ``--tutorial docs/tutorials/bureau.md`` runs the
commands of a page and puts what they print below each: where the last line below a command is …, as many lines as there
were before it, else all of it.
"""

import argparse
import os
import re
import shlex
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from sim.cli.app import app

DOCS = Path(__file__).resolve().parent
ANSWERS = DOCS / "answers"
LANGUAGES = ("en", "zh")
TUTORIALS = DOCS / "tutorials"
PAGES = {"en": DOCS / "questions.md", "zh": DOCS / "questions.zh.md"}
# Commands that write a folder and have figures; of the others ``compare --plan`` alone simulates many replications.
STUDIES = ("run", "compare", "decompose", "sweep", "sensitivity")
# The functions that simulate.
ASKED = (
    ("run.ask", "run"),
    ("compare.ask", "compare"),
    ("sweep.ask", "sweep"),
    ("sensitivity.ask", "sensitivity"),
    ("decompose.ask", "decompose"),
    ("decompose.articles", "article_values"),
)
WIDTH = 108  # of a command on the page; longer ones go on on the next line
# Told by a command, but not shown: how long it took, where its folder is, what explains every table.
PASSED_OVER = re.compile(
    r"results: |结果：|\d+ of \d+ measures;|共 \d+ 项指标|Over the ranges of our assumptions: |假设取值范围内：|"
    r"Names in commands and files: |命令与文件中的名称："
)
TIME = re.compile(r"(, time|、用时)(?=[:：])|, [\d.,]+ s$", re.M)

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)

WHO = {
    1: ("Finance bureau", "财政部门"),
    14: ("Guidance-fund manager", "引导基金管理机构"),
    24: ("Fund manager", "创业投资机构"),
    29: ("Private partner", "社会出资人"),
    30: ("Researcher", "研究者"),
    37: ("Auditor and everybody", "审计与其他"),
    39: ("City leader and district", "市领导与区县"),
}
SAYS = {
    "en": {
        "file": "With this file of your own:",
        "files": "With these files of your own:",
        "first": "First:",
        "assets": "Files: ",
        "beside": "Beside it:",
        "answer": "**Answer.** ",
        "long": "No output is kept here: it takes minutes.",
        "read": "**Read off.** ",
        "open": "**Not answered.** ",
        "nearest": "**Nearest.** ",
    },
    "zh": {
        "file": "自己的文件：",
        "files": "自己的文件：",
        "first": "先运行：",
        "assets": "文件：",
        "beside": "对照：",
        "answer": "**结论：**",
        "long": "此处不附输出：运行需数分钟。",
        "read": "**怎样看：**",
        "open": "**不能回答。**",
        "nearest": "**最接近的命令：**",
    },
}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((DOCS / "questions.toml").read_text(encoding="utf-8"))


def questions() -> list[dict[str, Any]]:
    """All forty, in their order."""
    found: list[dict[str, Any]] = _read()["question"]
    return found


def asked(question: dict[str, Any], lang: str, part: str = "command") -> str:
    """The command as the page shows it: with the replications of the output, and the language."""
    words = question[part]
    if question.get("replications") and "--replications" not in words:
        words += f" --replications {question['replications']}"
    return f"{words} --lang zh" if lang == "zh" else str(words)


def page(lang: str) -> str:
    """The text of the page in one language."""
    found = questions()
    answered = sum("command" in one for one in found)
    lines = [_read()["intro"][lang].format(answered=answered, open=len(found) - answered)]
    for one in found:
        if one["number"] in WHO:
            lines += [f"## {WHO[one['number']][LANGUAGES.index(lang)]}", ""]
        lines += [f"### {one['number']}. {one[lang]}", "", *(_answered if "command" in one else _open)(one, lang), ""]
    return "\n".join(lines[:-1]) + "\n"


def _answered(one: dict[str, Any], lang: str) -> Iterator[str]:
    says = SAYS[lang]
    if files := one.get("files", {}):
        yield from (says["file" if len(files) == 1 else "files"], "")
        for name, text in files.items():
            yield from ("```toml", f"# {name}", *text.rstrip().splitlines(), "```", "")
    if "assets" in one:
        yield from (says["assets"] + ", ".join(f"[{name}](answers/{name})" for name in one["assets"]), "")
    if "first" in one:
        yield from (says["first"], "", "```console", *wrapped(asked(one, lang, "first")), "```", "")
    yield from _console(one, lang, "command")
    if "beside" in one:
        yield from (says["beside"], "", *_console(one, lang, "beside"))
    if "answer" in one:
        yield from (says["answer"] + one["answer"][lang], "")
    yield says["read"] + one["read"][lang]


def _console(one: dict[str, Any], lang: str, part: str) -> Iterator[str]:
    command = asked(one, lang, part)
    if not _file(one["number"], lang, part).exists():
        yield from ("```console", *wrapped(command), "```", "", SAYS[lang]["long"], "")
        return
    made, output = kept(one["number"], lang, part)
    if made != command:
        raise ValueError(f"question {one['number']}: the output kept is of another command: --outputs {one['number']}")
    yield from ("```console", *wrapped(command), *output, "```", "")


def _open(one: dict[str, Any], lang: str) -> Iterator[str]:
    says = SAYS[lang]
    command = one["nearest"]["command"] + (" --lang zh" if lang == "zh" else "")
    yield from (says["open"] + one["why"][lang], "", says["nearest"] + one["nearest"][lang], "")
    yield from ("```console", *wrapped(command), "```")


def wrapped(command: str) -> list[str]:
    """A command as lines that a shell reads as one."""
    lines = ["$"]
    for part in re.split(r" (?=--)", command):
        if len(lines[-1]) + len(part) > WIDTH:
            lines[-1] += " \\"
            lines.append("   ")
        lines[-1] += f" {part}"
    return lines


def _file(number: int, lang: str, part: str) -> Path:
    return ANSWERS / f"{number:02}{'' if part == 'command' else '-' + part}.{lang}.txt"


def kept(number: int, lang: str, part: str = "command") -> tuple[str, list[str]]:
    """The command that printed what is kept, and its lines."""
    first, *output = _file(number, lang, part).read_text(encoding="utf-8").splitlines()
    return first.removeprefix("$ "), output


def shown(output: str) -> list[str]:
    """The lines of an output worth keeping; what changes from run to run is not."""
    lines = [TIME.sub("", line).rstrip() for line in output.splitlines() if not PASSED_OVER.match(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return text.splitlines()


def make_outputs(one: dict[str, Any]) -> None:
    """Run the commands of a question in both languages, and keep what they print."""
    with tempfile.TemporaryDirectory() as folder, _at(Path(folder)), _once():
        place_files(one, Path(folder))
        if "first" in one:
            _run(one["first"])
        for part in (part for part in ("command", "beside") if part in one):
            for lang in LANGUAGES:
                command = asked(one, lang, part)
                text = "\n".join([f"$ {command}", *shown(_run(command))]) + "\n"
                _file(one["number"], lang, part).write_text(text, encoding="utf-8")


def place_files(one: dict[str, Any], folder: Path) -> None:
    """Put the files that the commands of a question read into a folder."""
    for name, text in one.get("files", {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in one.get("assets", ()):
        shutil.copy(ANSWERS / name, folder / name)


def _run(command: str) -> str:
    """What the command prints. Raises ValueError when it ends with an error."""
    words = shlex.split(command)[1:]
    if words[0] in STUDIES:
        words += ["--engine", os.environ.get("ENGINE", "compiled")]
    if words[0] in STUDIES and "--plan" not in words:
        words += [] if "--no-figures" in words else ["--no-figures"]
        words += [] if "--out" in words else ["--out", tempfile.mkdtemp(dir=".") + "/out"]
        if words[0] not in ("sweep", "sensitivity"):  # these are read from their folder
            shutil.rmtree(words[words.index("--out") + 1], ignore_errors=True)
    done = CliRunner(env={"YINDAO_LANG": "en"}).invoke(app, [*words, "--quiet"])
    if done.exit_code != 0:
        raise ValueError(f"{command} ends with {done.exit_code}: {done.stderr or done.exception!r}")
    return done.stdout


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _once() -> Iterator[None]:
    """What was simulated for one language serves the other; the tables are made anew."""
    places = [(import_module(f"sim.experiments.{module}"), name) for module, name in ASKED]
    before = [getattr(module, name) for module, name in places]
    made: dict[str, Any] = {}

    def remembering(simulate: Callable[..., Any]) -> Callable[..., Any]:
        def simulated(scenario: Any, *args: Any, **words: Any) -> Any:
            told = {name: word for name, word in words.items() if name not in ("progress", "shown", "out")}
            key = repr((simulate, scenario, args, told))
            if key not in made:
                made[key] = simulate(scenario, *args, **words)
            return made[key]

        return simulated

    for (module, name), simulate in zip(places, before, strict=True):
        setattr(module, name, remembering(simulate))
    try:
        yield
    finally:
        for (module, name), simulate in zip(places, before, strict=True):
            setattr(module, name, simulate)


def filled(page: str) -> str:
    """A tutorial with what its commands print below each; its files are in the folder of work from the first."""
    with tempfile.TemporaryDirectory() as folder, _at(Path(folder)):
        place_shown(page, Path(folder))
        return BLOCK.sub(lambda block: f"```console\n{_filled(block[1])}```", page)


def place_shown(page: str, folder: Path) -> None:
    """Put the files that a tutorial shows, each named in its first line, into a folder."""
    for name, text in re.findall(r"^```toml\n# (\S+)\n(.*?)^```$", page, re.M | re.S):
        (folder / name).write_text(text, encoding="utf-8")


def told(block: str) -> tuple[str, list[str]]:
    """The command of a console block, on one line, and the lines below it."""
    lines = block.removeprefix("$ ").replace("\\\n", "").splitlines()
    return re.sub(r" {2,}", " ", lines[0]), lines[1:]


def _filled(block: str) -> str:
    command, below = told(block)
    output = shown(_run(command)) if command.startswith("yindao ") else below
    if below and below[-1] == "…":
        output = [*output[: len(below) - 1], "…"]
    return "\n".join([*wrapped(command), *output]) + "\n"


@cache
def _wanted(text: str) -> frozenset[int]:
    numbers = range(1, 41) if text == "all" else map(int, text.split(","))
    return frozenset(numbers)


def main() -> int:
    """Write or check the pages; the exit code."""
    parser = argparse.ArgumentParser(description="Pages of forty questions")
    parser.add_argument("--outputs", metavar="N,N|all", help="first run the commands of these questions")
    parser.add_argument(
        "--tutorial", type=Path, nargs="+", help="run the commands of pages, and put in what they print"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a page is out of date")
    given = parser.parse_args()
    for one in questions() if given.outputs else ():
        if "command" in one and one["number"] in _wanted(given.outputs):
            print(f"question {one['number']}", file=sys.stderr, flush=True)
            make_outputs(one)
    if given.tutorial:
        with _once():
            for path in given.tutorial:
                path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    texts = {path: page(lang) for lang, path in PAGES.items()}
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in [] if given.check else stale:
        path.write_text(texts[path], encoding="utf-8")
    for path in stale:
        print(f"{path.name} is out of date" if given.check else f"wrote {path.name}")
    return 1 if given.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
