"""The picture of the rooms in docs/architecture.md is drawn from the code, and is that of the code as it stands."""

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from tests.scripts import load_script

ROOT = Path(__file__).resolve().parents[2]
Imports = Counter[tuple[str, str]]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rooms() -> ModuleType:
    """``docs/rooms.py`` as a module."""
    return load_script("docs/rooms.py")


@pytest.fixture(scope="module")
def found(rooms: ModuleType) -> Imports:
    """The imports of the code as it stands."""
    counted: Imports = rooms.imports()
    return counted


def test_the_picture_of_the_rooms_is_what_the_code_says(rooms: ModuleType, found: Imports) -> None:
    assert not rooms.out_of_date(rooms.PICTURE.read_text(encoding="utf-8"), found), "run python docs/rooms.py"
    assert set(rooms.ROOMS) == {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}


def test_a_picture_is_out_of_date_when_an_import_comes_goes_or_is_far_off(rooms: ModuleType, found: Imports) -> None:
    drawn, way = rooms.picture(found), ("cli", "scenario")
    assert not rooms.out_of_date(drawn, found)
    assert not rooms.out_of_date(drawn, found + Counter({way: 3}))
    assert rooms.out_of_date(drawn, found + Counter({way: found[way]}))
    assert rooms.out_of_date(drawn, found + Counter({("cli", "clauses"): 1}))
    assert rooms.out_of_date(drawn, found - Counter({way: found[way]}))
    assert rooms.out_of_date(drawn.replace("commands, options", "options"), found)


def test_the_picture_has_a_box_a_room_and_a_dot_an_import(rooms: ModuleType, found: Imports) -> None:
    drawn = ET.fromstring(rooms.picture(found))
    named = [text.text for text in drawn.iter(f"{SVG}text") if text.get("font-weight") == "bold"]
    assert named == list(rooms.ROOMS)
    assert len(list(drawn.iter(f"{SVG}circle"))) == len(found) + len(rooms.SIZES)


def test_imports_are_counted_by_statement_wherever_they_stand(rooms: ModuleType) -> None:
    code = (
        "import sim.ledger.history\nfrom sim.scenario import book, files\ndef f():\n    from sim.ledger import rows\n"
    )
    assert list(rooms.rooms_named(code + "import math, simpy\n")) == ["ledger", "scenario", "ledger"]


def test_a_room_that_imports_one_after_it_is_not_drawn(
    rooms: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report/figures").mkdir(parents=True)
    (tmp_path / "report/figures/run.py").write_text("from sim.cli.app import main\n", encoding="utf-8")
    monkeypatch.setattr(rooms, "SIM", tmp_path)
    with pytest.raises(ValueError, match=r"sim\.report imports sim\.cli"):
        rooms.imports()
