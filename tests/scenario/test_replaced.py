"""A key of an earlier version is refused by name, wherever it is given, with what took its place."""

from pathlib import Path

import pytest

from sim.scenario.book import by_key
from sim.scenario.errors import BadInput
from sim.scenario.files import load, load_economy
from sim.scenario.ranges import ranges
from sim.scenario.replaced import REPLACED, replaced


@pytest.mark.parametrize("key", REPLACED)
def test_no_key_of_an_earlier_version_is_a_key_of_this_one(key: str) -> None:
    assert key not in by_key()
    assert not any(known.startswith(f"{key}.") for known in by_key())


@pytest.mark.parametrize("key", REPLACED)
def test_a_setting_is_told_what_took_its_place(key: str) -> None:
    with pytest.raises(BadInput) as raised:
        load("beijing-2011", settings=[f"{key}=0.5"])
    assert str(raised.value) == f"--set: {key}: {replaced(key)}"


@pytest.mark.parametrize("key", [key for key in REPLACED if key.startswith("economy.")])
def test_a_file_is_told_what_took_its_place(key: str, tmp_path: Path) -> None:
    table, _, name = key.removeprefix("economy.").rpartition(".")
    path = tmp_path / "mine.toml"
    path.write_text(f'extends = "beijing-2011"\n[{table}]\n{name} = 0.5\n', encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        load_economy(path)
    assert str(raised.value).endswith(f"mine.toml:3: {key}: {replaced(key)}")


def test_a_range_of_an_earlier_key_is_told_what_took_its_place() -> None:
    with pytest.raises(BadInput, match=r"was replaced by economy\.private\.eligible_funds"):
        ranges(["economy.private.subsidised_share"], load("beijing-2011"))
