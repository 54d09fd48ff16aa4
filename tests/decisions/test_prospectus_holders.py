"""Who holds the option, and when it is looked at: flows by hand, rates by pyxirr, chances by the normal law."""

import math
from datetime import date
from statistics import NormalDist
from typing import Any

import pytest
import pyxirr

from sim.decisions import prospectus, prospectus_exit
from sim.decisions.prospectus import partners_irr
from sim.decisions.prospectus_table import Question, table
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load_economy
from sim.scenario.policy_schema import Policy

ECONOMY = load_economy("beijing-2011")
DATES = [date(2001 + year, 1, 1) for year in range(10)]
IN = [0.25, 0.25, 0.25, 0.15, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0]
OUT = [0.0, 0.0, 0.0, 0.0, 0.0, 0.10, 0.20, 0.30, 0.20, 0.20]
NO_TERMS = {"fee_rate": 0.0, "hurdle": 0.0, "carry": 0.0, "catch_up": 0.0, "manager_commitment": 0.0}
GIVES_HALF_TO_PARTNERS = [{"hurdle": 0.0, "share": 0.5, "to": "partners"}]
GIVES_HALF_TO_MANAGER = [{"hurdle": 0.0, "share": 0.5, "to": "manager"}]


def economy(multiple: float, **exercise: Any) -> Economy:
    """The shipped economy without fees and carry, and with a certain gross multiple."""
    values = ECONOMY.model_dump()
    values["fund"] |= NO_TERMS
    values["exercise"] |= {"liquid": 1.0} | exercise
    values["private"] |= {"gross_multiple_median": multiple, "gross_multiple_sigma": 0.0}
    return Economy.model_validate(values)


def book(option: dict[str, Any], **equity: Any) -> Policy:
    terms = {"share_cap": 0.5, **equity, "option": {"enabled": True, **option}}
    return Policy.model_validate({"stage_equity": terms})


def days(policy: Policy, multiple: float = 1.0) -> list[date]:
    lines = prospectus._lines(economy(1.0).fund, policy, prospectus._path(economy(1.0).fund), 0.25, multiple)
    # a trigger no distribution reaches: only the dates of the contract are left
    found = prospectus_exit._decision_days(policy.stage_equity, lines, prospectus._DAYS, 1e9)
    return [date.fromordinal(day) for day in found]


def test_an_option_without_an_end_has_no_last_day() -> None:
    assert days(book({"grace_years": 3})) == [date(2004, 1, 1)]
    assert days(book({"grace_years": 3, "window_years": 6.0})) == [date(2004, 1, 1), date(2007, 1, 1)]


def test_where_only_the_option_ends_the_stake_its_deadline_comes_again_each_year() -> None:
    policy = book({}, maximum_holding_years=6.0, at_deadline={"rule": "option_only"})
    assert days(policy) == [date(2007, 1, 1), date(2008, 1, 1), date(2009, 1, 1), date(2010, 1, 1)]
    held = book({}, maximum_holding_years=6.0, at_deadline={"rule": "hold_to_term"})
    assert days(held) == []


def test_without_terms_between_them_an_outsiders_purchase_is_nothing_to_the_partners() -> None:
    # nobody but outsiders can pay: the line changes hands, the partners' own flows do not
    broke = economy(3.0, liquid=0.0)
    plain = partners_irr(broke, book({"grace_years": 3}), 0.25, 0.06)
    assert partners_irr(broke, book({"grace_years": 3, "holder": "anyone"}), 0.25, 0.06) == plain


def test_an_outsiders_purchase_ends_what_the_line_hands_the_partners() -> None:
    """Half of the public gain goes to the partners while the line is public; an outsider buys with his bid's chance."""
    broke = economy(3.0, liquid=0.0, distribution_trigger=1e9)
    policy = book({"grace_years": 3, "holder": "anyone"}, concession=GIVES_HALF_TO_PARTNERS)
    line = [0.25 * 3.0 * back for back in OUT]
    # capital .25 is back in year 7 (.075 + .15 + .225 = .45): the gain is .2 in year 7 and .15, .15 after it
    handed = [0.0] * 7 + [0.5 * 0.2, 0.5 * 0.15, 0.5 * 0.15]
    price = 0.25 * 0.75  # three calls at cost on the third anniversary
    worth = sum(
        (line[year] - 0.25 * IN[year]) * 1.15 ** -((DATES[year] - DATES[3]).days / 365.0) for year in range(3, 10)
    )
    bid_law = NormalDist(0.0, broke.exercise.auction_sigma)
    chance = 1.0 - bid_law.cdf(math.log(price / (broke.exercise.auction_discount * worth)))
    assert 0.5 < chance < 1.0
    flows = [0.75 * (3.0 * back - put) for put, back in zip(IN, OUT, strict=True)]
    flows = [flow + (1.0 - chance) * given for flow, given in zip(flows, handed, strict=True)]
    expected = pyxirr.xirr(DATES, flows)
    assert broke.exercise.discount_rate == 0.15
    assert partners_irr(broke, policy, 0.25, 0.06) == pytest.approx(expected, abs=1e-9)


def test_what_is_conceded_to_the_manager_anyway_is_no_reason_for_it_to_buy() -> None:
    """Half of the gain is the manager's already: the line is worth less to it by that half."""
    terms: dict[str, Any] = {"grace_years": 3, "holder": "manager"}
    to_both = [*GIVES_HALF_TO_PARTNERS, *GIVES_HALF_TO_MANAGER]
    able = economy(1.55, threshold=1.0, distribution_trigger=1e9, discount_rate=0.03)
    # On the third anniversary, at 3 %: receipts .3875 × .884 = .342, calls of years 3 and 4 .062, so .281 for a price
    # of .1875. Half of the gain of .1375 is the manager's anyway, .058 on that day: .223 is 1.19 times the price. It
    # buys at a threshold of 1, which ends what the partners were given, and no longer at 1.2.
    assert partners_irr(able, book(terms, concession=to_both), 0.25, 0.0) == pytest.approx(
        partners_irr(able, Policy(), 0.25, 0.0), abs=1e-9
    )
    choosy = economy(1.55, threshold=1.2, distribution_trigger=1e9, discount_rate=0.03)
    kept = partners_irr(choosy, book(terms, concession=to_both), 0.25, 0.0)
    assert kept > partners_irr(choosy, Policy(), 0.25, 0.0) + 0.001
    lost = partners_irr(choosy, book(terms, concession=GIVES_HALF_TO_PARTNERS), 0.25, 0.0)
    assert lost == pytest.approx(partners_irr(choosy, Policy(), 0.25, 0.0), abs=1e-9)


def test_the_table_sells_to_an_outsider_what_its_partners_have_no_reason_to_buy() -> None:
    """All gain above cost goes to the partners: the line brings them nothing more, an outsider gets all of it."""
    cap: dict[str, Any] = {"enabled": True, "rate": {"spread": 0.0}}
    question = Question(hold=6.0, public_share=0.25, fees=False, rate=0.0)
    capped = book({"grace_years": 3}, return_cap=cap)
    anyone = book({"grace_years": 3, "holder": "anyone"}, return_cap=cap)
    (before,), (after,) = table(economy(4.0), capped, question, [4.0]), table(economy(4.0), anyone, question, [4.0])
    assert before.strike is None
    assert before.public_receives == pytest.approx(0.25)
    assert after.strike == pytest.approx(0.25)  # .7 × 1 / 1.15³ = .46 is bid on the third anniversary
    assert after.public_receives == pytest.approx(0.25)
    # three quarters of a fund of 4, no longer with the .75 that was over the cap
    rates = [pyxirr.xirr([DATES[0], DATES[6]], [-0.75, back]) for back in (3.75, 3.0)]
    assert [before.private_irr, after.private_irr] == [pytest.approx(one, abs=1e-9) for one in rates]


def test_an_exit_on_the_day_of_the_drawdown_is_added_to_it_and_has_no_rate() -> None:
    # .001 years are no whole day: half of a fund that makes 1.5 of one gets .75 for the .5 it paid
    question = Question(hold=0.001, public_share=0.5, fees=False, rate=0.0)
    (gain,) = table(economy(1.5), Policy(), question, [1.5])
    (loss,) = table(economy(1.5), Policy(), question, [0.8])
    assert (gain.public_receives, gain.public_pari_passu) == (pytest.approx(0.75), pytest.approx(0.75))
    assert loss.public_receives == pytest.approx(0.4)
    for row in (gain, loss):
        assert (row.public_irr, row.private_irr, row.pari_passu_irr, row.given_up) == (None, None, None, 0.0)


def test_an_option_used_on_the_day_of_exit_leaves_the_drawdown_alone() -> None:
    # bought at cost on the first day, which is also the day of exit: the public gets its quarter back, no more
    option = {"grace_years": 3}
    question = Question(hold=0.001, public_share=0.25, fees=False, rate=0.0, exercise_year=0.0)
    (row,) = table(economy(4.0), book(option), question, [4.0])
    assert row.strike == pytest.approx(0.25)
    assert row.public_receives == pytest.approx(0.25)


def test_a_guarantee_pays_nothing_on_what_partners_sold_back_at_cost() -> None:
    # 0.5 for one yuan: in year 2 all is sold for what was paid in, no call follows, and nothing has been lost
    guarantee = {
        "budget": {"yearly": [1e8], "loss_guarantee_share": 1.0},
        "loss_guarantee": {"rate": 0.7, "scope": "all"},
    }
    put = {"enabled": True, "max_share": 1.0, "cost_share": 1.0, "from_year": 2.0, "to_year": 3.0}
    both = Policy.model_validate({**guarantee, "stage_equity": {"share_cap": 0.5, "put": put}})
    assert partners_irr(economy(0.5), both, 0.25, 0.0) == pytest.approx(0.0, abs=1e-9)
    # half of it: the other half loses 0.5 a yuan, of which 0.7 comes back at the end
    put["max_share"] = 0.5
    both = Policy.model_validate({**guarantee, "stage_equity": {"share_cap": 0.5, "put": put}})
    flows = [-paid + 0.5 * out for paid, out in zip(IN, OUT, strict=True)]
    halves = [flow if year < 2 else 0.5 * flow for year, flow in enumerate(flows)]
    halves[2] += 0.5 * (IN[0] + IN[1])
    lost = IN[0] + IN[1] + 0.5 * sum(IN[2:]) - 0.5 * (IN[0] + IN[1]) - 0.5 * sum(0.5 * out for out in OUT)
    halves[9] += 0.7 * lost
    expected = pyxirr.xirr(DATES, halves)
    assert expected is not None
    assert partners_irr(economy(0.5), both, 0.25, 0.0) == pytest.approx(expected, abs=1e-6)
