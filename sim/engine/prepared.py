"""What every replication of one economy and rule book shares: computed once, never changed."""

from dataclasses import dataclass
from datetime import date

from sim.decisions.prospectus import Prospectus
from sim.decisions.valuation import Valuation
from sim.economy.fates import StageLaw, stage_laws
from sim.economy.levers import Levers, UsualAward, levers, usual_award, zero
from sim.economy.rates import RateBook
from sim.engine.given_rules import laws_by_span
from sim.scenario.scenario_schema import Scenario
from sim.scenario.series import listings, window_states


@dataclass(frozen=True)
class Prepared:
    """Tables derived from the scenario alone."""

    valuation: Valuation
    prospectus: Prospectus
    stages: tuple[StageLaw, ...]
    usual_award: UsualAward  # from which answers to an award are measured
    levers: tuple[Levers, ...]  # a row for each of ``laws_by_span``
    rates: RateBook
    listings: tuple[tuple[str, int], ...]
    window_states: tuple[tuple[str, int], ...]


def month_starts(start: date, horizon: int) -> list[int]:
    """Days since ``start`` of the first of each following month, up to ``horizon``."""
    days: list[int] = []
    year, month = start.year, start.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, 1).toordinal() - start.toordinal()
        if day > horizon:
            return days
        days.append(day)


_KEPT: dict[int, tuple[Scenario, Prepared]] = {}
_MOST = 64  # a comparison or a decomposition goes round all its rule books in every replication


def prepare(scenario: Scenario) -> Prepared:
    """The tables of ``scenario``; kept for the 64 scenario objects prepared or asked for last in this process."""
    kept = _KEPT.pop(id(scenario), None)
    # The kept reference keeps its number from being given to another object.
    made = kept[1] if kept is not None else _prepare(scenario)
    _KEPT[id(scenario)] = (scenario, made)
    if len(_KEPT) > _MOST:
        del _KEPT[next(iter(_KEPT))]
    return made


def _prepare(scenario: Scenario) -> Prepared:
    rates = RateBook.from_texts(scenario.data["loan_rates"], scenario.data["government_yields"])
    response = scenario.economy.response
    unmoved = zero(response, scenario.reference)
    return Prepared(
        valuation=Valuation(scenario.economy),
        prospectus=Prospectus(scenario.economy, scenario.law, rates, scenario.start.toordinal()),
        stages=stage_laws(scenario.economy.company),
        usual_award=usual_award(unmoved),
        levers=tuple(levers(one, response, unmoved) for one in laws_by_span(scenario.spans)),
        rates=rates,
        listings=listings(scenario.data["listings"]),
        window_states=window_states(scenario.data["states"]),
    )
