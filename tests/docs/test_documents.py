"""What README and docs say of the program is true: links, names, keys, commands and the outputs they show."""

import ast
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from sim.cli.app import COMMANDS, app
from sim.engine.rows import row
from sim.engine.state import MADE, TABLES
from sim.measures.catalogue import EVERY
from sim.scenario.book import by_key
from tests.scripts import load_script

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
PAGES = [ENGLISH, CHINESE, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# The rules as they were given name things that came to be called otherwise.
GIVEN = ROOT / "docs/design/decisions.md"
WRITTEN = [page for page in PAGES if page.parent.name != "reference" and page != GIVEN]
TAUGHT = [ENGLISH, ROOT / "docs/tutorial.md"]
PARTS = ["Context", "Decision", "Consequence", "Tested"]
# Commands that simulate nothing; the others are only checked for their options.
CHEAP = ("validate", "policies", "economies", "parameters", "measures")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def without_blocks(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[tuple[list[str], list[str]]]:
    """Each ``$ yindao …`` of a page as its arguments, with the lines of output shown below it."""
    found: list[tuple[list[str], list[str]]] = []
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:].split(), []))
            else:
                found[-1][1].append(line)
    return [(words[1:], shown) for words, shown in found if words[0] == "yindao"]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", without_blocks(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def squeezed(text: str) -> str:
    return " ".join(text.split())


@cache
def help_of(command: str) -> str:
    return CliRunner().invoke(app, [command, "--help"], catch_exceptions=False).output


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_blocks(page)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(linked), f"{target}: no such heading"


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_key_measure_file_and_test_named_exists(page: Path) -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
    keys = [*by_key(), *EVERY]
    for text in re.findall(r"`([^`\n]+)`", without_blocks(page)):
        if re.fullmatch(r"(economy|policy)(\.[a-z_0-9]+)+", text):
            assert any(key == text or key.startswith(f"{text}.") for key in keys), f"unknown key {text}"
        if re.fullmatch(r"(sim|tests|docs|scenarios)/[\w./-]+", text):
            assert (ROOT / text).exists(), f"no file {text}"
        if re.fullmatch(r"test_\w+", text):
            assert f"def {text}(" in tests, f"no test {text}"
        if re.fullmatch(r"(public|private|exit|budget|leverage|fund|company|market)\.[a-z_0-9.]+", text):
            assert text in EVERY or f"policy.{text}" in by_key(), f"no measure {text}"


def test_the_page_on_stage_equity_explains_every_key_of_its_group() -> None:
    page = (ROOT / "docs/model/stage-equity.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([\w.]+)` \|", page, re.M))
    prefix = "policy.stage_equity."
    assert explained == {key.removeprefix(prefix) for key in by_key() if key.startswith(prefix)}


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_command_named_exists_with_its_options(page: Path) -> None:
    for arguments, _ in commands(page):
        assert arguments[0] in COMMANDS, f"no command {arguments[0]}"
        for option in (word for word in arguments if word.startswith("--")):
            assert re.search(rf"{option}\b", help_of(arguments[0])), f"{arguments[0]} has no {option}"
    for command in re.findall(r"`yindao ([a-z]+)", without_blocks(page)):
        assert command in COMMANDS, f"no command {command}"


@pytest.mark.parametrize("page", [*TAUGHT, CHINESE], ids=name_of)
def test_cheap_commands_run_and_print_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks(page, "toml"):
        (tmp_path / block.splitlines()[0].removeprefix("# ")).write_text(block, encoding="utf-8")
    ran = 0
    for arguments, shown in commands(page):
        if arguments[0] not in CHEAP:
            continue
        outcome = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert outcome.exit_code == (2 if "wrong.toml" in arguments else 0), outcome.output
        printed = [squeezed(line) for line in outcome.output.splitlines()]
        for line in (squeezed(line) for line in shown if "…" not in line):
            assert line in printed, f"{' '.join(arguments)} does not print: {line}"
        ran += 1
    assert ran >= 2


def headline_numbers(page: Path) -> list[str]:
    """The numbers between the headline marks, sorted, since the languages name them in different order."""
    _, headline, _ = re.split(r"<!-- /?headline -->", page.read_text(encoding="utf-8"))
    return sorted(re.findall(r"−?\d+(?:\.\d+)*", headline))


def test_both_readmes_show_the_same_commands_and_name_the_same() -> None:
    for language in ("console", "python"):
        assert blocks(CHINESE, language) == blocks(ENGLISH, language)
    named = [re.findall(r"`((?:yindao|make) [a-z]+)`", without_blocks(page)) for page in (ENGLISH, CHINESE)]
    assert sorted(named[1]) == sorted(named[0])
    assert len(blocks(CHINESE, "console")) >= 2
    assert len(named[0]) >= 10


def test_both_readmes_give_the_same_numbers_in_their_headlines() -> None:
    numbers = headline_numbers(ENGLISH)
    assert headline_numbers(CHINESE) == numbers
    assert len(numbers) >= 10


def test_the_readmes_link_to_each_other_in_their_first_line() -> None:
    for page, other in ((ENGLISH, CHINESE), (CHINESE, ENGLISH)):
        assert f"({other.name})" in page.read_text(encoding="utf-8").splitlines()[0]


def test_every_chapter_of_the_tutorial_that_needs_a_file_shows_it() -> None:
    tutorial = ROOT / "docs/tutorial.md"
    made = {block.splitlines()[0].removeprefix("# ") for block in blocks(tutorial, "toml")}
    used = {word for arguments, _ in commands(tutorial) for word in arguments if word.endswith(".toml")}
    assert used == made


@pytest.mark.parametrize("page", TAUGHT, ids=name_of)
def test_the_python_shown_runs(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks(page, "python")
    smaller = example.replace("replications=2", "replications=1")
    assert smaller != example
    exec(compile(ast.parse(smaller), name_of(page), "exec"), {})
    digest = capsys.readouterr().out.split()[-1]
    assert re.fullmatch(r"[0-9a-f]{32}", digest)


def generator() -> ModuleType:
    """``docs/generate.py`` as a module."""
    return load_script("docs/generate.py")


def test_the_reference_pages_are_what_the_generator_writes() -> None:
    for name, text in generator().pages().items():
        committed = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
        assert committed == text, f"docs/reference/{name} is out of date: run python docs/generate.py"


def test_the_reference_pages_hold_every_measure_and_every_parameter() -> None:
    measures = (ROOT / "docs/reference/measures.md").read_text(encoding="utf-8")
    parameters = (ROOT / "docs/reference/parameters.md").read_text(encoding="utf-8")
    assert [name for name in EVERY if f"| `{name}` |" not in measures] == []
    assert [key for key in by_key() if f"| `{key}` |" not in parameters] == []


def test_the_page_of_rows_has_every_table_and_a_meaning_for_every_field() -> None:
    page = (ROOT / "docs/reference/rows.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", page, re.M) == list(TABLES)
    for name, kind in MADE.items():
        part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        told = re.findall(r"^\| `(\w+)` \| (?:\d+ )?(?:whole )?numbers? \| \S.* \|$", part, re.M)
        assert ["id", *told] == list(kind.__annotations__), name


@row
class Silent:
    """One field says what it is; the other does not."""

    id: int
    told: int  # fen
    untold: int


def test_a_field_without_a_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Silent\.untold has no meaning"):
        generator().meanings("silent", Silent)


def test_every_decision_record_is_in_the_index_and_has_its_four_parts() -> None:
    records = sorted((ROOT / "docs/design").glob("0*.md"))
    index = (ROOT / "docs/design/README.md").read_text(encoding="utf-8")
    assert [path.name[:4] for path in records] == [f"{n:04}" for n in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert f"({path.name})" in index
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.M) == ["Context", "Decision", "Consequence", "Tested"], (
            path.name
        )


def test_no_page_names_a_place_on_somebodys_machine() -> None:
    for page in PAGES:
        found = re.findall(r"(?<![\w.-])/(?:work|root|tmp|home|Users)/\S*", page.read_text(encoding="utf-8"))
        assert found == [], f"{name_of(page)}: {found}"


def test_no_page_holds_the_marks_of_an_unfinished_merge() -> None:
    pages = [ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]
    assert [page.name for page in pages if re.search(r"(?m)^(<{7}|={7}|>{7})( |$)", page.read_text("utf-8"))] == []
