"""The library of rule books: named, sourced, honest about memory, and each able to run without losing a fen."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.engine.reference import simulate
from sim.ledger.auditor import audit
from sim.scenario.files import load, read_policy
from sim.scenario.shipped import root, shipped_names, shipped_path

ROOT = Path(__file__).resolve().parents[2]
VILLAGE = ROOT / "tests/village.toml"
PAGE = ROOT / "docs/model/library.md"
BOOKS = shipped_names("policy")
# Books of all support of conversion, in a section of the page of their own.
WHOLE = (
    *("beijing-2011-whole", "beijing-2011-line20", "before-opinion", "guobanfa-2025-whole"),
    *(f"mix-{way}" for way in ("grant", "interest", "post", "procurement", "equity")),
)
# Names that other programs rely on; every other book is PLACE-YEAR, with a variant behind it where there is one.
STABLE = (
    *("no-guidance-fund", "pari-passu", "beijing-2011", "caiqi-2007-128", "guojia-chengguo-2011"),
    *("guojia-chengguo-2021", "guobanfa-2025-1", "yozma-1993", "yozma-2.0-2024", "iif-1997", "nzvif-2001"),
    *("uk-ecf-2006", "sbic-participating-1994", "wfg-1975", "kvic-2025"),
)
PLACE_YEAR = re.compile(r"[a-z]+(-[a-z]+)*-(19|20)\d\d(-[a-z0-9]+)?")
INSTRUMENTS = {
    "stage_equity": "stage equity",
    "co_investment": "co-investment",
    "risk_subsidy": "risk subsidy",
    "loss_compensation": "loss compensation",
    "guarantee_grant": "guarantee grant",
    "loss_guarantee": "loss guarantee",
}
# A source that admits any of these is no reading of the rule's text, unless a part that was read is named as such.
ADMISSIONS = re.compile(r"remembered|not read|\bours\b|by us|assumed|\btaken\b|stands? in")


def notes(name: str) -> dict[str, dict[str, Any]]:
    """The clauses a book's own file states, as TOML has them, by dotted key; the four texts at its head left out."""
    found: dict[str, dict[str, Any]] = {}

    def walk(table: dict[str, Any], above: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict) and "value" not in value:
                walk(value, f"{above}{key}.")
            elif above or key not in ("title", "title_zh", "citation", "extends"):
                found[f"{above}{key}"] = value

    walk(tomllib.loads(shipped_path("policy", name).read_text("utf-8")), "")
    return found


def small(name: str) -> list[str]:
    """Settings that make a book's money fit the village."""
    if name == "no-guidance-fund":
        return []
    district = read_policy(name).value.levels.district.yearly
    money = ["policy.budget.yearly=[20e6, 20e6, 20e6]", "policy.stage_equity.minimum_offer=1e6"]
    return money + (["policy.levels.district.yearly=[10e6, 10e6, 10e6]"] if district else [])


def test_the_stable_names_are_there_and_the_others_are_place_and_year() -> None:
    assert set(STABLE) | set(WHOLE) <= set(BOOKS)
    assert len(BOOKS) >= 40
    assert [name for name in BOOKS if name not in (*STABLE, *WHOLE) and not PLACE_YEAR.fullmatch(name)] == []


@pytest.mark.parametrize("name", BOOKS)
def test_every_value_of_a_book_has_a_source_and_says_how_well_it_was_read(name: str) -> None:
    book = read_policy(name).value
    assert book.title
    assert book.title_zh
    assert book.citation
    for key, note in notes(name).items():
        assert set(note) == {"value", "source", "read"}, key
        assert note["source"].strip(), key


@pytest.mark.parametrize("name", BOOKS)
def test_what_is_marked_as_the_rules_own_text_admits_nothing_else(name: str) -> None:
    for key, sourced in read_policy(name).provenance.items():
        if sourced.read == "text":
            assert not ADMISSIONS.search(sourced.source), key


@pytest.mark.parametrize("name", BOOKS)
def test_a_remembered_clause_is_shown_with_the_word_memory(name: str) -> None:
    rows = {row.split()[0]: row for row in shown(name, "text").splitlines() if row.startswith("policy.")}
    for clause in json.loads(shown(name, "json"))["clauses"]:
        if clause["read"] == "memory":
            assert re.split(r"\s{2,}", rows[clause["key"]].strip())[-2] == "memory"  # before the file it comes from


def shown(name: str, form: str) -> str:
    result = CliRunner().invoke(app, ["policies", "show", name, "--format", form, "--quiet"])
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_runs_in_the_village_and_every_fen_is_accounted_for(name: str) -> None:
    scenario = load(VILLAGE, policy=name, settings=small(name))
    history = simulate(scenario, 0)
    assert audit(history.postings) == []
    budget = scenario.law.budget
    has_money = sum(budget.yearly) > 0.0
    public = sum(fund.public_fen for fund in history.funds)
    assert (public > 0) == (has_money and budget.stage_equity_share > 0.0)
    stated = {one for one in INSTRUMENTS if has_money and getattr(budget, f"{one}_share") > 0.0}
    acted = {clause.partition(".")[0] for clause in history.postings.clauses}
    assert acted & set(INSTRUMENTS) <= stated
    assert bool(acted & stated) == bool(stated)


def test_books_that_extend_one_another_and_say_the_same_money_do_different_things() -> None:
    digests = {}
    for name in ("kvic-2025", "kvic-2025-call", "nzvif-2001", "nzvif-2014", "linyi-2023", "linyi-2023-industry"):
        digests[name] = simulate(load(VILLAGE, policy=name, settings=small(name)), 0).postings.digest()
    assert len(set(digests.values())) == len(digests)


def test_foreign_programmes_are_scaled_to_the_money_of_the_default_book() -> None:
    # Programme and factor as the page states them; 1,050m yuan is 210m a year for five years.
    text = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| `([\w.-]+)` \| [^|\d]*([\d.]+) \| [^|\d]*([\d.]+)(m| bn)", text, re.M)
    assert len(rows) == 7
    for name, factor, size, unit in rows:
        programme = float(size) * {"m": 1e6, " bn": 1e9}[unit] * float(factor)
        assert programme == pytest.approx(1050e6, rel=0.002), name
        policy = read_policy(name)
        assert sum(policy.value.budget.yearly) == 1050e6
        assert f"is {factor} yuan" in policy.provenance["policy.budget.yearly"].source


def test_caps_in_foreign_money_carry_the_same_factor() -> None:
    # US$8m, 25m pounds, 30m euro and A$4m at the factors above, rounded to what the files state.
    for name, amount, factor in (("yozma-1993", 8e6, 10.5), ("uk-ecf-2006", 25e6, 5.25), ("krr-2008", 30e6, 7.78)):
        stated = read_policy(name).value.stage_equity.cap_per_fund
        assert stated == pytest.approx(amount * factor, rel=0.003), name
    assert read_policy("iif-1997").value.eligible_company.max_sales == pytest.approx(4e6 * 8.08, rel=0.001)


def test_a_matching_ratio_and_the_share_it_implies_agree() -> None:
    for name in ("yozma-1993", "yozma-2.0-2024", "iif-1997", "nzvif-2001", "sbic-participating-1994"):
        equity = read_policy(name).value.stage_equity
        assert equity.share_cap == pytest.approx(equity.match_ratio / (1 + equity.match_ratio), abs=5e-4), name


def test_the_page_names_every_book_of_the_whole_opinion_in_a_section_of_its_own() -> None:
    section = PAGE.read_text("utf-8").partition("\n## The whole opinion\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+`) \|", section, re.M)
    assert sorted(name for row in rows for name in re.findall(r"`([\w.-]+)`", row)) == sorted(WHOLE)


def test_the_page_has_a_true_row_for_every_book_of_a_fund() -> None:
    rows = re.findall(
        r"^\| `([\w.-]+)` \| ([\d–]+) \| [^|]+ \| ([^|]+) \| [^|]+ \| ([\d /]+) \|$", PAGE.read_text("utf-8"), re.M
    )
    assert sorted(name for name, *_ in rows) == sorted(set(BOOKS) - set(WHOLE))
    for name, year, instruments, counts in rows:
        book = read_policy(name)
        shares = {word: getattr(book.value.budget, f"{key}_share") for key, word in INSTRUMENTS.items()}
        assert instruments == (", ".join(word for word, share in shares.items() if share > 0.0) or "none"), name
        own = (n.read for key, n in book.provenance.items() if not key.startswith("policy.institutions."))
        read = Counter(own)
        expected = " / ".join(str(read[word]) for word in ("text", "secondary", "memory", "assumption"))
        assert counts == expected, f"{name}: the page should say {expected}"
        assert year == "–" or year in name, name


def test_the_page_says_how_many_books_there_are() -> None:
    assert f"\n{len(BOOKS)} rule books in `scenarios/policies`" in PAGE.read_text("utf-8")
    assert len(list((root() / "policies").glob("*.toml"))) == len(BOOKS)
