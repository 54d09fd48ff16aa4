"""Which rates an option or a cap of a prospectus follows, and of which day they are."""

from typing import TYPE_CHECKING

from sim.cli.output import Lang

if TYPE_CHECKING:
    from sim.decisions.prospectus_table import Question
    from sim.scenario.rate_schema import RateRule
    from sim.scenario.scenario_schema import Scenario


def rates_told(scenario: "Scenario", question: "Question", lang: Lang, *, given: bool) -> list[str]:
    """Each rate that follows an index or is fixed, with the day it is of; last, whether that day outlives the data."""
    from sim.report.beyond import note_of
    from sim.report.texts import say
    from sim.scenario.beyond import rates_beyond

    option, cap = scenario.policy.stage_equity.option, scenario.policy.stage_equity.return_cap
    told: list[tuple[str, RateRule, float]] = []
    if option.enabled and option.schedule:
        told += [("option", one.rate, rate) for one, rate in zip(option.schedule, question.window_rates, strict=True)]
    elif option.enabled:
        told.append(("option", option.rate, question.rate))
    if cap.enabled:
        told.append(("cap", cap.rate, question.cap_rate))
    lines = []
    for use, rule, rate in told:
        origin = say(f"prospectus.{'given' if given else rule.index}", lang.value, day=scenario.start)
        spread = "" if given or rule.index == "fixed" or not rule.spread else f" + {rule.spread:.2%}"
        lines.append(say(f"prospectus.{use}", lang.value, rate=f"{rate:.2%}", origin=origin, spread=spread))
    indices = () if given else tuple(rule.index for _, rule, _ in told)
    note = note_of(rates_beyond(scenario, indices, scenario.start), lang.value)
    return [*dict.fromkeys(lines), *([note] if note else [])]
