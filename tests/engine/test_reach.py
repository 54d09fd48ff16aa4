"""What a module reaches through its imports is found by reading, without a list that somebody must keep."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.engine import cache
from sim.engine.reach import contents, imported, reached
from sim.experiments.work import cells

SIM = Path(__file__).parents[2] / "sim"
FILES = sorted(SIM.rglob("*.py"))


def names(files: list[Path], package: Path = SIM) -> set[str]:
    return {path.relative_to(package).as_posix() for path in files}


@pytest.fixture(scope="module")
def of_a_cell() -> set[str]:
    return names(reached(SIM, cells.__name__))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SIM, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    return tmp_path / "sim"


def parsed(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (f"{one.name}.*" for one in node.names if one.name.split(".")[0] == "sim")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            base = node.module or ""
            if base.split(".")[0] == "sim":
                yield base
                yield from (f"{base}.{one.name}" + (".*" if base == "sim" else "") for one in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SIM)))
def test_the_imports_read_are_those_that_python_parses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert sorted(imported(text)) == sorted(parsed(text))


def test_a_cell_depends_on_laws_measures_and_their_tables_and_on_no_page_or_command(of_a_cell: set[str]) -> None:
    for name in ("engine/handlers.py", "engine/kernel.py", "engine/reference.py", "measures/catalogue.toml"):
        assert name in of_a_cell
    for name in ("measures/reduce.py", "clauses/put.py", "economy/laws.py", "experiments/work/slim.py"):
        assert name in of_a_cell
    assert {name for name in of_a_cell if name.split("/")[0] in ("report", "cli")} == set()
    assert not of_a_cell & {"scenario/files.py", "experiments/sweep/ask.py", "measures/estimates.py", "__init__.py"}


def test_what_is_imported_late_counts(of_a_cell: set[str]) -> None:
    assert "from sim.scenario.series import" in (SIM / "measures" / "reduce.py").read_text(encoding="utf-8")
    assert "scenario/series.py" in of_a_cell


def test_a_module_newly_imported_by_the_engine_enters_by_itself(copy: Path) -> None:
    before = names(reached(copy, cells.__name__), copy)
    (copy / "economy" / "tides.py").write_text("RISE = 1\n", encoding="utf-8")
    assert names(reached(copy, cells.__name__), copy) == before
    law = copy / "economy" / "laws.py"
    law.write_text(law.read_text(encoding="utf-8") + "\n\ndef tide():\n    from sim.economy import tides\n", "utf-8")
    assert names(reached(copy, cells.__name__), copy) == before | {"economy/tides.py"}


def test_a_letter_changed_in_what_is_reached_is_seen_and_elsewhere_is_not(copy: Path) -> None:
    def state() -> list[bytes]:
        return list(contents(copy, reached(copy, cells.__name__)))

    before = state()
    for place, counts in (("cli/run.py", False), ("report/words/figures.toml", False), ("measures/sources.toml", True)):
        with (copy / place).open("a", encoding="utf-8") as file:
            file.write("# a word more\n")
        assert (state() != before) is counts
        before = state()


@pytest.mark.parametrize("module", [cache.ROOT, "sim.engine.reference", "sim.measures.reduce", cells.__name__])
def test_whatever_python_loads_for_a_module_is_reached(module: str) -> None:
    if module == cache.ROOT:
        pytest.importorskip("numba")
    code = f"import sys, {module}\nprint(*(one.__file__ for name, one in sys.modules.items() if name[:4] == 'sim.'))"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    loaded = {Path(path).resolve() for path in told.split()}
    assert len(loaded) > 20
    assert loaded <= set(reached(SIM.resolve(), module))
