"""Compiled code is kept in a folder named by all that it depends on, and counts once it is whole."""

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.engine import build, cache

pytest.importorskip("numba")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("YINDAO_CACHE", str(tmp_path))
    cache.folder.cache_clear()
    yield tmp_path
    cache.folder.cache_clear()


def test_the_folder_is_named_by_sources_versions_and_processor(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cache.folder()
    assert first is not None
    assert first.parent == place / "yindao"
    assert cache.fingerprint() == first.name
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    assert cache.fingerprint() != first.name
    monkeypatch.delenv("NUMBA_CPU_NAME")
    monkeypatch.setattr(cache, "version", lambda _: "another")
    assert cache.fingerprint() != first.name


def test_a_copy_of_the_package_elsewhere_has_code_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = cache.fingerprint()
    other = tmp_path / "sim" / "engine" / "kernel.py"
    other.parent.mkdir(parents=True)
    other.write_bytes(cache.KERNEL.read_bytes())
    monkeypatch.setattr(cache, "KERNEL", other)
    assert cache.fingerprint() != here


def test_where_nothing_can_be_written_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINDAO_CACHE", "/dev/null/no-folder")
    cache.folder.cache_clear()
    assert cache.folder() is None
    assert not cache.is_ready()
    cache.folder.cache_clear()


def test_code_counts_once_it_is_marked_as_whole_and_old_versions_go(place: Path) -> None:
    found = cache.folder()
    assert found is not None
    assert not cache.is_ready()
    for number in range(cache.KEPT + 2):
        old = found.parent / f"old-{number}"
        old.mkdir()
        os.utime(old, (number, number))
    cache.mark_ready(found)
    assert cache.is_ready()
    assert sorted(one.name for one in found.parent.iterdir() if one != found) == [
        f"old-{number}" for number in range(3, cache.KEPT + 2)
    ]


def test_one_process_at_a_time_holds_the_lock(place: Path) -> None:
    found = cache.folder()
    assert found is not None
    with cache.locked(found, wait=False) as first, cache.locked(found, wait=False) as second:
        assert (first, second) == (True, False)
    with cache.locked(found, wait=False) as again:
        assert again


def test_where_the_file_system_has_no_locks_work_goes_on_without(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlockable(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    found = cache.folder()
    assert found is not None
    monkeypatch.setattr(fcntl, "flock", unlockable)
    with cache.locked(found, wait=False) as free:
        assert free


def test_code_of_sources_that_changed_meanwhile_does_not_count(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_build", lambda: monkeypatch.setattr(cache, "fingerprint", lambda: "another"))
    assert not build.build()
    assert not cache.is_ready()


@pytest.mark.parametrize(("value", "compiles"), [("1", False), ("0", True), ("", True)])
def test_a_numba_that_is_switched_off_compiles_nothing(
    value: str, compiles: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", value)
    assert cache.has_compiler() is compiles


def test_machines_that_compile_for_any_processor_share_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    from llvmlite import binding

    here = cache.fingerprint()
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    generic = cache.fingerprint()
    monkeypatch.setattr(binding, "get_host_cpu_name", lambda: "another")
    assert cache.fingerprint() == generic
    monkeypatch.delenv("NUMBA_CPU_NAME")
    assert cache.fingerprint() not in (here, generic)
