"""What a results folder shows: figures and pages in the language asked for, or no figures at all."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.report.figures.drawing import Job

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
COMMANDS = (
    ("run",),
    ("compare", "--policy", "pari-passu"),
    ("decompose", "--by", "instruments", "--measure", "company.funded"),
    ("sweep", "--vary", "policy.stage_equity.share_cap=0.2,0.3", "--measure", "exit.on_time"),
    ("sensitivity", "--method", "tornado", "--parameters", "economy.fund.fee_rate", "--measure", "company.funded"),
)


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Empty files in place of figures, which have their own tests."""
    monkeypatch.chdir(tmp_path)

    def saved(job: Job) -> list[Path]:
        paths = [job.stem.with_name(job.stem.name + suffix) for suffix in (".svg", ".png")]
        for path in paths:
            path.touch()
        return paths

    monkeypatch.setattr(Job, "done", saved)


def folder(*words: str) -> Path:
    command, *rest = words
    asked = [command, VILLAGE, *rest, "--replications", "2", "--workers", "1", "--quiet", "--out", "out"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.stderr
    return Path("out")


def reports(out: Path) -> dict[str, bool]:
    """The pages, and whether each is in Chinese."""
    return {page.name: bool(re.search("[一-鿿]{4}", page.read_text("utf-8")[:60])) for page in out.glob("report*")}


def languages(out: Path) -> set[str]:
    return {path.name.split(".")[-2] for path in (out / "figures").iterdir()}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_figures_and_report_are_in_the_language_asked(command: tuple[str, ...]) -> None:
    out = folder(*command, "--lang", "zh")
    assert languages(out) == {"zh"}
    assert sorted(page.name for page in out.glob("report*")) == ["report.html", "report.md"]
    named = re.findall(r"\]\((figures/[^)]+)\)", (out / "report.md").read_text("utf-8"))
    assert named
    assert all((out / name).exists() for name in named)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_without_figures_the_page_names_none(command: tuple[str, ...]) -> None:
    out = folder(*command, "--no-figures")
    assert not (out / "figures").exists()
    assert "figures/" not in (out / "report.md").read_text("utf-8")


def test_both_languages_stand_side_by_side() -> None:
    out = folder("run", "--lang", "both")
    assert languages(out) == {"en", "zh"}
    assert sorted(page.name for page in out.glob("report*")) == [
        "report.html",
        "report.md",
        "report.zh.html",
        "report.zh.md",
    ]
    assert "## Ten measures" in (out / "report.md").read_text("utf-8")
    assert "## 十项指标" in (out / "report.zh.md").read_text("utf-8")


def test_pages_of_an_earlier_study_in_another_language_go() -> None:
    study = COMMANDS[-1]
    assert (folder(*study, "--lang", "both") / "report.zh.md").exists()
    out = folder(*study, "--resume")
    assert sorted(page.name for page in out.glob("report*")) == ["report.html", "report.md"]
    assert languages(out) == {"en"}
