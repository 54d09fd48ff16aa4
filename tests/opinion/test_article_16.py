"""认定 (art. 16): who is recognised, what it gets, what it pays, and that nothing moves without the article."""

import numpy as np
import pytest

from sim.engine import codes
from sim.engine.base import open_account
from sim.engine.programmes import purses, recognition
from sim.ledger.history import NEVER, History
from sim.measures.reduce import reduce_history
from sim.scenario.scenario_schema import Scenario
from tests.engine.hand_made import made, small_world
from tests.villages import run, village

PATH = "economy.operations.mode=path"
ON = ("policy.recognition.enabled=true", "policy.private_access.projects=true", PATH)
EXACT = (*ON, "policy.recognition.noise=0.0", "policy.recognition.bar=0.0")
MONEY = ("policy.appropriation.yearly=[10e6, 10e6, 10e6]", "policy.appropriation.shares.recognised=0.2")
PAID = (*EXACT, *MONEY, "policy.recognition.subsidy=500000")


def qualities(history: History) -> dict[int, float]:
    return {one.slot: one.quality for one in history.achievements}


def values(replication: int, *sets: str) -> dict[str, float | None]:
    return dict(reduce_history(run(replication, *sets), village(*sets)).values)


def subsidies(history: History) -> list[tuple[int, int, int]]:
    """Day, slot and fen of each subsidy."""
    p = history.postings
    return [
        (int(row["day"]), int(p.entities[row["entity"]].removeprefix("company ")), int(row["fen"]))
        for row in p.rows
        if p.kinds[row["kind"]] == "support"
    ]


@pytest.mark.parametrize("replication", range(4))
def test_without_noise_and_at_bar_0_just_the_better_half_is_recognised(replication: int) -> None:
    """All of those who stood in the city on some programme day a year or more after their founding."""
    history = run(replication, *EXACT)
    quality = qualities(history)
    for one in history.companies:
        days = [day for day in history.programme_days if day >= one.founded + 365]
        there = [day for day in days if day <= one.ended or one.ended == NEVER]
        there = [day for day in there if day <= one.listed or one.listed == NEVER]
        expected = bool(there) and one.local and quality[one.slot] >= 0.0
        assert (one.recognised != NEVER) == expected
        if expected:
            assert one.recognised == there[0]


def test_noise_recognises_others_and_a_higher_bar_fewer() -> None:
    def slots(*sets: str) -> set[int]:
        return {one.slot for one in run(0, *sets).companies if one.recognised != NEVER}

    exact = slots(*EXACT)
    noisy = slots(*ON, "policy.recognition.noise=2.0", "policy.recognition.bar=0.0")
    assert noisy - exact
    assert slots(*EXACT[:-1], "policy.recognition.bar=1.0") < exact


def test_the_subsidy_is_paid_once_by_score_until_the_next_one_does_not_fit() -> None:
    history = run(0, *PAID)
    quality, paid = qualities(history), subsidies(history)
    assert len({slot for _, slot, _ in paid}) == len(paid)
    for day in {day for day, _, _ in paid}:
        ours = [slot for on, slot, _ in paid if on == day]
        assert ours == sorted(ours, key=lambda slot: (-quality[slot], slot))
        assert len(ours) <= 4  # two million a year, half a million each
    # The first day has more than enough companies: those paid are the four best of all that were recognised on it.
    first = min(day for day, _, _ in paid)
    recognised = [one.slot for one in history.companies if one.recognised == first]
    best = sorted(recognised, key=lambda slot: (-quality[slot], slot))[:4]
    assert [slot for day, slot, _ in paid if day == first] == best


def test_who_is_recognised_pays_less_tax_for_three_years_from_the_next_one_on() -> None:
    sets = (*EXACT, "policy.recognition.tax_cut=0.15", "policy.recognition.years=3")
    with_cut, without = run(0, *sets), run(0, PATH)
    days = with_cut.programme_days
    recognised = {one.slot: one.recognised for one in with_cut.companies}
    for cut, plain in zip(with_cut.operated, without.operated, strict=True):
        assert (cut.company, cut.day, cut.sales_fen) == (plain.company, plain.day, plain.sales_fen)
        since = recognised[cut.company]
        kept = 0.85 if since != NEVER and cut.day > since else 1.0
        # A company that is still there is recognised again on the day its three years are over.
        assert cut.tax == pytest.approx(plain.tax * kept) or (days.index(cut.day) - days.index(since)) > 3


def test_recognition_lapses_after_its_years() -> None:
    """Recognised on the programme day of year n for one year: that of n + 1 is taxed less, and recognises it again."""
    sets = (
        *EXACT,
        "policy.recognition.tax_cut=0.15",
        "policy.recognition.years=1",
        "policy.articles.16.until=2014-01-01",
    )
    ended, without = run(0, *sets), run(0, PATH)
    pairs = [(a, b) for a, b in zip(ended.operated, without.operated, strict=True) if a.day > 366 * 3]
    assert pairs
    assert all(a.tax == b.tax for a, b in pairs)


@pytest.mark.parametrize("replication", range(4))
def test_more_are_recognised_and_taxes_fall_with_the_article(replication: int) -> None:
    """Without subsidy and signals nothing else moves."""
    on = values(replication, *EXACT, "policy.recognition.tax_cut=0.15")
    off = values(replication, *EXACT, "policy.recognition.tax_cut=0.15", "policy.articles.16.on=false")
    assert (on["company.recognised"] or 0) > (off["company.recognised"] or 0) == 0
    assert (on["city.tax_pv"] or 0) < (off["city.tax_pv"] or 0)
    moved = {name for name in on if on[name] != off[name]}
    assert moved <= {
        "company.recognised", "city.tax_pv", "city.tax_payback_years", "city.tax_paid_back", "party.public",
        "party.outside", "fiscal.net_cost_after_tax_pv",
    }  # fmt: skip


def test_off_is_as_if_the_article_had_not_been_written_to_the_fen() -> None:
    off = ("policy.articles.16.on=false",)
    assert run(0, *PAID, *off).postings.digest() == run(0, PATH).postings.digest()
    assert run(0, *PAID, "policy.articles.16.strength=0.0").postings.digest() == run(0, PATH).postings.digest()


def test_half_strength_halves_subsidy_and_line() -> None:
    whole, half = subsidies(run(0, *PAID)), subsidies(run(0, *PAID, "policy.articles.16.strength=0.5"))
    assert {fen for _, _, fen in whole} == {50_000_000}
    assert {fen for _, _, fen in half} == {25_000_000}


def test_the_subsidy_lasts_as_long_as_what_the_company_spends_a_day() -> None:
    """Half a million at 2,000 yuan a day: 250 days more, and once a company only."""
    w = small_world()
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    made(w.levels, treasury=open_account(w, codes.TREASURY_CASH, 0, 0))
    purses.open_purses(w)
    purses.appropriate(w, codes.RECOGNISED, 2 * 50_000_000)
    cash = open_account(w, codes.COMPANY_CASH, 7, 0)
    company = made(w.companies, slot=7, stage=1, cash=cash, burn=200_000.0, runway_end=400, stage_day=0)
    recognition.pay(w, company, 50_000_000)
    recognition.pay(w, company, 50_000_000)
    assert company.runway_end == 650
    assert (w.accounts[cash].balance, purses.free(w, codes.RECOGNISED)) == (50_000_000, 50_000_000)


def test_a_scenario_without_programmes_knows_nothing_of_them() -> None:
    scenario: Scenario = village()
    history = run(0)
    assert not any("programme" in name for name in history.postings.accounts)
    assert len(history.programme_days) == 0
    assert np.all([one.recognised == NEVER for one in history.companies])
    assert scenario.law.recognition.enabled is False


# ---- managers read a recognised company more easily -----------------------------------------------------------------

SIGNAL = "economy.response.recognition_noise=0.5"


def looks(*sets: str) -> dict[tuple[str, str, int], tuple[int, float]]:
    """Day and signal of each manager's look at a company, by company, fund and stage."""
    return {
        (one.about[0], one.about[1], int(one.facts.get("stage", -1))): (one.day, float(one.facts["x"]))
        for one in run(0, *sets).story
        if one.what == "fund.signal"
    }


def test_a_recognised_company_is_seen_with_half_the_error() -> None:
    """The same draw, half as far from the truth; who was looked at before, or is not recognised, looks as before."""
    plain, clear = looks(*EXACT), looks(*EXACT, SIGNAL)
    companies = {f"company {one.slot}": one for one in run(0, *EXACT).companies}
    quality = {f"company {slot}": q for slot, q in qualities(run(0, *EXACT)).items()}
    halved = 0
    for key in plain.keys() & clear.keys():
        (day, x), (other, y) = plain[key], clear[key]
        one = companies[key[0]]
        if day == other and one.recognised == NEVER:
            assert x == y
        elif day == other and one.recognised <= day:
            assert y - quality[key[0]] == pytest.approx((x - quality[key[0]]) / 2) or x == y
            halved += x != y
    assert halved


def test_without_the_article_the_response_is_no_signal() -> None:
    assert run(0, *EXACT[1:], SIGNAL).postings.digest() == run(0, *EXACT[1:]).postings.digest()
    off = "policy.articles.16.on=false"
    assert run(0, *EXACT, SIGNAL, off).postings.digest() == run(0, *EXACT, off).postings.digest()
