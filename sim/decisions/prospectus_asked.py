"""What a prospectus is asked, checked, and answered from a scenario: its rule book on the scenario's first day."""

from sim.decisions.contracts import at_index
from sim.decisions.prospectus_table import Question, Row, table
from sim.economy.rates import RateBook
from sim.scenario.errors import BadInput, Problem
from sim.scenario.policy_schema import Policy
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario


def question_of(
    scenario: Scenario,
    hold: float,
    public_share: float | None,
    exercise_year: float | None,
    rate: float | None,
    *,
    fees: bool,
) -> Question:
    """What is asked of a scenario's rule book; a rate of None is that of its index on the scenario's first day.

    ``public_share`` of None is the rule book's cap. Raises BadInput with every problem, by the options' names.
    """
    rules = scenario.policy.stage_equity
    problems = []
    if not 0.0 < hold <= 30.0:
        problems.append(Problem("--hold", f"{hold:g}", said("must be above 0, at most 30 years")))
    if exercise_year is not None and not 0.0 < exercise_year <= hold:
        problems.append(
            Problem(
                "--exercise-year", f"{exercise_year:g}", said("must be above 0, at most --hold = {hold:g}", hold=hold)
            )
        )
    if exercise_year is not None and not rules.option.enabled:
        problems.append(Problem("--exercise-year", scenario.policy_name, said("has no option to buy the public stake")))
    if public_share is not None and not 0.0 <= public_share < 1.0:
        problems.append(
            Problem("--public-share", f"{public_share:g}", said("must be a share, as 0.25; 0 or more, below 1"))
        )
    if rate is not None and not -0.5 < rate <= 1.0:
        problems.append(
            Problem("--rate", f"{rate:g}", said("must be a yearly share, as 0.0656; above -0.5, at most 1"))
        )
    if problems:
        raise BadInput(problems)
    book = RateBook.from_texts(scenario.data["loan_rates"], scenario.data["government_yields"])
    first = scenario.start.toordinal()
    given = (
        rate if rate is not None else book.rate(rule.index, first) + rule.spread
        for rule in (rules.option.rate, rules.return_cap.rate, *(window.rate for window in rules.option.schedule))
    )
    option_rate, cap_rate, *window_rates = given
    share = rules.share_cap if public_share is None else public_share
    return Question(hold, share, fees, option_rate, tuple(window_rates), cap_rate, exercise_year)


def at_start(scenario: Scenario) -> Policy:
    """The rule book with indexed hurdles and preferred returns at the level of the scenario's first day."""
    book, first = RateBook.from_texts(scenario.data["loan_rates"], scenario.data["government_yields"]), scenario.start
    rules = at_index(scenario.policy.stage_equity, lambda index: book.rate(index, first.toordinal()))
    return scenario.policy.model_copy(update={"stage_equity": rules})


def head(scenario: Scenario, question: Question, *, given: bool) -> dict[str, object]:
    """What the rows rest on; an index is null where --rate took its place."""
    rules = scenario.policy.stage_equity
    return {
        "policy": scenario.policy_name,
        "economy": scenario.economy_name,
        "date": scenario.start,
        "public_share": question.public_share,
        "hold_years": question.hold,
        "fees": question.fees,
        "option": rules.option.enabled,
        "option_rate": question.rate if rules.option.enabled else None,
        "option_index": rules.option.rate.index if rules.option.enabled and not given else None,
        "return_cap_rate": question.cap_rate if rules.return_cap.enabled else None,
        "exercise_year": question.exercise_year,
    }


def rows(scenario: Scenario, question: Question, multiples: list[float]) -> list[Row]:
    """A row a gross multiple, with rates at the level of the first day. Raises BadInput where there are no partners."""
    try:
        return table(scenario.economy, at_start(scenario), question, multiples)
    except ValueError as error:
        raise BadInput([Problem("", "prospectus", error.args[0])]) from None
