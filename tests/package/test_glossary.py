"""One word for one thing: no text of the program uses a word that the glossary replaces."""

import ast
import tomllib

from sim.experiments.decompose.switches import INSTRUMENTS, PRINCIPLES
from sim.measures.catalogue import EVERY
from sim.report.texts import texts
from sim.scenario.book import parameters
from tests.chinese import CHINESE, CROWDED, DOCUMENT, QUOTED, ROOT, replaced, without_quoted


def program() -> dict[str, str]:
    """Every Chinese text that the program shows, by where it stands."""
    found = {f"words {key}": pair["zh"] for key, pair in texts().items()}
    found |= {f"measure {name}": one.zh for name, one in EVERY.items()}
    found |= {f"key {one.key}": one.zh for one in parameters()}
    found |= {f"switch {one.name}": one.zh for one in (*PRINCIPLES, *INSTRUMENTS.values())}
    return found | _command_line() | _titles()


def _command_line() -> dict[str, str]:
    """Chinese strings of the command line, docstrings left out."""
    found = {}
    for path in sorted((ROOT / "sim/cli").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {one.value for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and node not in docstrings else None
            if isinstance(text, str) and CHINESE.search(text):
                found[f"{path.name} {len(found)}"] = text
    return found


def _titles() -> dict[str, str]:
    files = sorted((ROOT / "scenarios").rglob("*.toml"))
    return {path.name: str(tomllib.loads(path.read_text(encoding="utf-8")).get("title_zh", "")) for path in files}


def test_the_glossary_replaces_words() -> None:
    assert {"摘要", "重复", "合伙人", "期权", "行权", "政策", "在京", "保本概率"} <= set(replaced())


def test_no_text_of_the_program_uses_a_replaced_word() -> None:
    shown = {place: without_quoted(text) for place, text in program().items()}
    assert len(shown) > 700
    used = {place: word for place, text in shown.items() for word in replaced() if word in text}
    assert used == {}, "docs/glossary.md has the word to use"


def test_no_chinese_page_uses_a_replaced_word() -> None:
    for page in (ROOT / "README.zh.md", *(ROOT / "results/showcase").rglob("*.zh.md")):
        if "showcase" in page.parts:
            continue  # made anew with the release
        text = page.read_text(encoding="utf-8")
        assert [word for word in replaced() if word in text] == [], page.name


def test_every_exception_is_needed() -> None:
    everything = "\n".join(program().values())
    assert [quoted for quoted in QUOTED if quoted not in everything] == []


def test_chinese_texts_set_numbers_and_punctuation_alike() -> None:
    shown = {place: DOCUMENT.sub("", text) for place, text in program().items()}
    assert {place: found.group() for place, text in shown.items() if (found := CROWDED.search(text))} == {}
