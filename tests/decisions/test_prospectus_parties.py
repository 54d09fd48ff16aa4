"""What public, private partners and manager get in a prospectus is together all that comes out of the fund."""

import pytest

from sim.decisions.prospectus_asked import question_of, rows
from sim.decisions.prospectus_table import Row
from sim.scenario.files import load

OPTION = "policy.stage_equity.option"
TIER = "policy.stage_equity.concession"


def asked(policy: str, *settings: str, hold: float = 8.0, rate: float | None = None, fees: bool = True) -> list[Row]:
    scenario = load("beijing-2011", policy=policy, settings=settings)
    return rows(scenario, question_of(scenario, hold, None, None, rate, fees=fees), [0.5, 2.0, 5.0])


@pytest.mark.parametrize(
    "settings",
    [
        (),
        (f'{OPTION}.holder="manager"', f"{OPTION}.max_share=0.5"),
        (f'{OPTION}.holder="manager"', f'{TIER}=[{{ share = 0.3, to = "manager" }}]'),
        (f'{TIER}=[{{ share = 0.4, to = "manager" }}]',),
        (f'{TIER}=[{{ share = 0.4, to = "partners" }}]', f"{OPTION}.enabled=false"),
    ],
)
@pytest.mark.parametrize("policy", ["beijing-2011", "caiqi-2007-128"])
def test_all_that_comes_out_goes_to_somebody(policy: str, settings: tuple[str, ...]) -> None:
    for multiple, row in zip((0.5, 2.0, 5.0), asked(policy, *settings), strict=True):
        out = (1.0 - row.manager_fees) * multiple
        assert row.public_receives + row.private_receives + row.manager_receives == pytest.approx(out, abs=1e-12)


def test_a_manager_that_buys_the_line_pays_for_it_and_gets_what_it_brings() -> None:
    """25 of 100 without fees, bought at cost in year 3, worth 125 in year 8: 100 more than was paid, by hand."""
    row = asked("caiqi-2007-128", f'{OPTION}.holder="manager"', fees=False)[2]
    assert (row.public_receives, row.strike) == (pytest.approx(0.25), pytest.approx(0.25))
    assert row.manager_receives == pytest.approx(5 * 0.25 - 0.25)
    assert row.private_receives == pytest.approx(5 * 0.75)


def test_fees_of_ten_years_are_the_managers() -> None:
    # 2 % of commitments for 5 years, then of cost for 3: (1 - .1) / (1 + .06) is left for companies
    assert asked("pari-passu")[0].manager_fees == pytest.approx(1.0 - 0.9 / 1.06)
