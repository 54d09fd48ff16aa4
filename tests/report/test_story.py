"""A story is told in order, with real dates, amounts in yuan and clauses; selections follow the right links."""

import re
from datetime import date
from pathlib import Path

import pytest

from sim.engine import story as engine_story
from sim.ledger.history import Position, Step
from sim.report.story import tell, tell_position
from sim.report.texts import known, texts

START = date(2011, 3, 15)


def steps() -> list[Step]:
    return [
        Step(
            0,
            ("achievement 7",),
            "achievement.completed",
            facts={
                "sector": "biology",
                "owner": "university",
                "appraised_fen": 900_000_000,
                "quality": -0.5,
                "completed": -100,
            },
        ),
        Step(0, ("guidance fund",), "guidance_fund.appropriation", 21_000_000_000, "budget.yearly"),
        Step(365, ("achievement 7",), "achievement.taken_over", clause="institutions.takeover_month"),
        Step(366, ("achievement 7", "company 7"), "achievement.converted", facts={"local": 1}),
        Step(
            400, ("company 7", "fund 3.1"), "fund.signal", 9, "", {"x": 0.5, "bar": 1.55, "value": 2.0, "accepted": 1}
        ),
        Step(
            400, ("company 8", "fund 3.1"), "fund.signal", 9, "", {"x": -1.0, "bar": 1.55, "value": 1.2, "accepted": 0}
        ),
        Step(401, ("fund 3.1", "company 7"), "fund.invested", 25_000, facts={"stage": 0, "ticket_fen": 25_000}),
        Step(401, ("fund 3.1", "company 7"), "subsidy.paid", 25_000_000, "risk_subsidy.rate"),
        Step(402, ("company 7", "fund 3.1"), "co_investment.made", 100_000_000, "co_investment"),
        Step(900, ("company 8",), "company.failed", facts={"recovery": 0.0}),
        Step(1461, ("company 7",), "company.trade_sale", 5_000_000_000, facts={"price": 12.5}),
        Step(
            1461, ("company 7",), "co_investment.exit", 3 * 10**8, "co_investment.gain_share", {"gain_share_fen": 10**8}
        ),
        Step(
            1827,
            ("fund 3.1",),
            "option.considered",
            5_000_000_000,
            "stage_equity.option",
            {"own_value_fen": 6_000_000_000, "strike_fen": 5_000_000_000, "liquid": 0, "decided": 0},
        ),
        Step(2000, ("fund 3.1",), "fund.ended"),
        Step(2100, ("company 7",), "company.listed", 1, facts={"price": 1.0}),
    ]


def test_a_companys_story_starts_with_its_achievement() -> None:
    told = tell(steps(), START, "company 7")
    assert [one.day for one in told] == [0, 365, 366, 400, 401, 401, 402, 1461, 1461, 2100]
    assert told[0].text == (
        "result 7: A research result in biology, owned by a university, completed and disclosed on 2010-12-05;"
        " appraised at 9.0 m yuan, quality −0.50 standard deviations (nobody in the model sees the quality)"
    )


def test_dates_amounts_and_clauses_are_real() -> None:
    sale, bought = tell(steps(), START, "company 7")[7:9]
    # 2011-03-15 + 1,461 days is four years with one leap day: 2015-03-15.
    assert (sale.date, sale.yuan) == (date(2015, 3, 15), 50_000_000.0)
    assert (bought.clause, bought.rule) == (
        "co_investment.gain_share",
        "co-investment: share of the gain to the manager",
    )
    assert "receives 3.0 m yuan, of which 1.0 m yuan goes to the manager" in bought.text


def test_a_funds_story_follows_what_it_holds_until_it_ends() -> None:
    told = tell(steps(), START, "fund 3.1")
    whats = [one.what for one in told]
    assert "company.trade_sale" in whats  # held
    assert "company.failed" not in whats  # company 8 was declined
    assert "company.listed" not in whats  # after the fund's end
    assert whats.count("fund.signal") == 1  # the declined one is left out
    assert whats[-1] == "fund.ended"


def test_a_company_whose_number_begins_alike_is_another() -> None:
    told = tell(
        [Step(1, ("company 1",), "company.filed"), Step(1, ("company 10",), "company.filed")], START, "company 1"
    )
    assert [one.about for one in told] == [("company 1",)]


def test_a_step_that_can_go_either_way_says_which() -> None:
    (considered,) = [one for one in tell(steps(), START, "fund 3.1", "zh") if one.what == "option.considered"]
    assert (
        considered.text
        == "基金 3.1：社会出资人可按 5,000 万元 回购政府出资份额；自估价值 6,000 万元，资金不到位：不回购"
    )
    assert considered.rule == "阶段参股：回购权"
    bought = Step(1, ("fund 1.0",), "deadline.auction", 5, facts={"bid_fen": 500_00, "floor_fen": 400_00, "sold": 1})
    assert "the bid of 500 yuan reaches the floor of 400 yuan: sold" in tell([bought], START)[0].text


def test_an_unknown_step_is_told_by_its_name_and_facts() -> None:
    unknown = Step(3, ("fund 1.0",), "fund.renamed", 12_300, "some.clause", {"to": "x", "paid_fen": 4_500})
    (told,) = tell([unknown], START)
    assert told.text == "fund 1.0: fund.renamed (123 yuan, to = x, paid_fen = 45 yuan)"
    assert told.rule == "some.clause"


def test_a_known_step_without_its_facts_is_told_all_the_same() -> None:
    (told,) = tell([Step(3, ("fund 1.0",), "fund.distribution", 12_300)], START)
    assert told.text == "fund 1.0: fund.distribution (123 yuan)"


def test_all_is_told_without_a_name_and_nothing_for_a_name_that_is_not_there() -> None:
    assert len(tell(steps(), START)) == len(steps())
    assert tell(steps(), START, "fund 9.9") == []


def test_a_co_investments_story_starts_with_it() -> None:
    held = Position("co_investment", "guidance_fund", "fund 3.1", 7, first_day=402)
    whats = [one.what for one in tell_position(steps(), held, START)]
    assert whats == ["co_investment.made", "company.trade_sale", "co_investment.exit", "company.listed"]


def test_a_stake_in_a_sub_fund_tells_the_funds_story() -> None:
    held = Position("stage_equity", "guidance_fund", "fund 3.1", -1, first_day=401)
    assert tell_position(steps(), held, START) == tell(steps(), START, "fund 3.1")


def test_every_step_that_the_engine_tells_by_names_has_a_sentence() -> None:
    source = Path(engine_story.__file__).read_text("utf-8")
    named = set(re.findall(r'plain\(\s*"([a-z_.]+)"', source))
    assert len(named) > 60
    assert {name for name in named if not known(name) and not known(f"{name}.yes")} == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_engine_uses_no_word_that_the_story_lacks(lang: str) -> None:
    from sim.engine.reference import simulate
    from sim.report.texts import Language
    from sim.scenario.files import load

    scenario = load(Path(__file__).parents[1] / "village.toml")
    chosen: Language = "zh" if lang == "zh" else "en"
    told = tell(simulate(scenario, 0, tell=True).story, scenario.start, lang=chosen)
    assert len(told) > 300
    # The generic sentence shows the name of the step or of a fact; no other sentence does.
    assert [one.text for one in told if one.what in one.text or "_fen" in one.text] == []
    assert {one.clause for one in told if one.clause and f"clause.{one.clause}" not in texts()} == set()
