"""Rule books with parts of them switched off: the four principles of a guidance fund, or its instruments (D14).

A switch that is on leaves the rule book as it is; off, it sets its parameters to what the principle's absence means. No
parameter belongs to two switches, so the order in which switches are thrown does not matter. Where incentives and
timely exit meet, in the sale at a deadline, one rule speaks for both: no date, no sale; a date without favours in
price, a sale at the appraised value (``SALES``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sim.scenario.book import value_at
from sim.scenario.exit_schema import Window
from sim.scenario.in_force import Line, in_force, invests_directly
from sim.scenario.policy_schema import DeadlineRule, Policy
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

By = Literal["principles", "instruments"]
BY: tuple[By, ...] = get_args(By)
# What becomes of a stake at its deadline without incentives: sold at its appraised value, or put to auction with that
# value as its floor.
ExitReading = Literal["appraised", "auction"]
EXIT_READINGS: tuple[ExitReading, ...] = get_args(ExitReading)
Sold = Literal["appraised", "hold_to_term"]
Sale = Literal["", Sold]
SALES: tuple[Sold, ...] = ("hold_to_term", "appraised")  # the first that a switch asks for counts
NOBODY = "none"
INVESTMENT = "government_investment"
INVENTORS_SHARE = "institutions.inventor_share"


@dataclass(frozen=True)
class Switch:
    """A part of a rule book: its names, and what each of its parameters becomes, given its value, when it is off.

    ``sale`` is what it then asks of the sale at a deadline, "" for nothing.
    """

    name: str
    label: str
    zh: str
    off: Mapping[str, Callable[[Any], Any]]
    sale: Sale = ""


def _to(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def _neutral(section: Any) -> Any:
    """The same group of clauses with every value at its neutral default."""
    return type(section)()


def _open_ended(schedule: tuple[Window, ...]) -> tuple[Window, ...]:
    """The same price windows, the last of them without an end."""
    return schedule and (*schedule[:-1], schedule[-1].model_copy(update={"to_year": 0.0}))


def _zeros(rates: tuple[float, ...]) -> tuple[float, ...]:
    return (0.0,) * len(rates)


PRINCIPLES: tuple[Switch, ...] = (
    # Government investment: without it no level of government has money, which is the world without a guidance fund;
    # nor do programmes buy shares.
    Switch(
        INVESTMENT,
        "government investment",
        "政府投资",
        {"budget.yearly": _to(()), "levels.district.yearly": _to(()), "mix.equity": _to(0.0)},
    ),
    # Market operation: without it officials take part in choosing; share cap, fees and budget stay.
    Switch(
        "market_operation",
        "market operation",
        "市场运作",
        {"selection.administrative": _to(True), "selection.order": _to("slot")},
    ),
    # Incentives are favours in price. Without them what is sold at a deadline is sold at its full appraised value.
    Switch(
        "incentives",
        "incentives",
        "重在激励",
        {
            "stage_equity.option.enabled": _to(False),
            "stage_equity.concession": _to(()),
            "stage_equity.return_cap.enabled": _to(False),
            "stage_equity.terms.preferred_rate": _to(0.0),
            "stage_equity.terms.preferred_index": _to("fixed"),
            "stage_equity.terms.residual_share": _to(-1.0),
            "stage_equity.terms.first_loss_share": _to(0.0),
            "stage_equity.put.enabled": _to(False),
            "co_investment.gain_share": _to(0.0),
            "co_investment.floor_share": _to(1.0),
            "direct_equity.gain_share": _to(0.0),
            "direct_equity.floor_share": _to(1.0),
            "risk_subsidy.rate": _to(0.0),
            "loss_compensation.rate_by_stage": _zeros,
            "loss_compensation.manager_reserve_rate": _to(0.0),
            "guarantee_grant.pre_grant": _to(0.0),
            "guarantee_grant.post_grant": _to(0.0),
            "loss_guarantee.rate": _to(0.0),
            INVENTORS_SHARE: _to(0.0),
        },
        sale="appraised",
    ),
    # Timely exit is dates. Without it windows stay open, nothing ends before its term, and what comes back is remitted.
    Switch(
        "timely_exit",
        "timely exit",
        "及时退出",
        {
            "stage_equity.option.window_years": _to(0.0),
            "stage_equity.option.schedule": _open_ended,
            "stage_equity.maximum_holding_years": _to(0.0),
            "stage_equity.unilateral.setup_months": _to(0),
            "stage_equity.unilateral.idle_months": _to(0),
            "stage_equity.duty.breach": _to("none"),
            "co_investment.maximum_holding_years": _to(0.0),
            "co_investment.at_deadline": _to("refusal"),
            "co_investment.no_earlier_exit": _to(False),
            "direct_equity.maximum_holding_years": _to(0.0),
            "direct_equity.at_deadline": _to("refusal"),
            "direct_equity.founders_first": _to(False),
            "budget.reuse_receipts": _to(False),
            "budget.recall_idle_months": _to(0.0),
        },
        sale="hold_to_term",
    ),
)
_AUCTION_FLOOR = {
    "stage_equity.at_deadline.floor": _to("share_of_appraised"),
    "stage_equity.at_deadline.floor_share": _to(1.0),
}

# 让利 in the narrow sense: clauses by which the government gives up part of what its money gains when it is shared out.
# Not among them are the option (a sale at a set price, and a way to leave), what bears losses, subsidies and grants.
CONCESSION = Switch(
    "concession",
    "concession",
    "让利",
    {
        "stage_equity.concession": _to(()),
        "stage_equity.return_cap.enabled": _to(False),
        "stage_equity.terms.preferred_rate": _to(0.0),
        "stage_equity.terms.preferred_index": _to("fixed"),
        "stage_equity.terms.residual_share": _to(-1.0),
        "co_investment.gain_share": _to(0.0),
        "direct_equity.gain_share": _to(0.0),
    },
)

# An instrument that is off keeps its line of the budget, which stays unspent.
NAMES: tuple[tuple[Line, str, str], ...] = (
    ("stage_equity", "stage equity", "阶段参股"),
    ("co_investment", "co-investment", "跟进投资"),
    ("risk_subsidy", "risk subsidy", "风险补助"),
    ("loss_compensation", "loss compensation", "风险补偿"),
    ("guarantee_grant", "investment guarantee", "投资保障"),
    ("loss_guarantee", "loss guarantee", "损失担保"),
)
INSTRUMENTS = {name: Switch(name, label, zh, {name: _neutral}) for name, label, zh in NAMES}


def principles(exit_reading: ExitReading, *, answered: bool = False) -> tuple[Switch, ...]:
    """The four principles; under the reading "auction" incentives off leave the rule at a deadline as it is.

    Where inventors answer to their share (``answered``) it belongs to article 5 and is no incentive of a fund.
    """
    found = PRINCIPLES
    if exit_reading == "auction":
        found = tuple(
            replace(one, sale="", off={**one.off, **_AUCTION_FLOOR}) if one.sale == "appraised" else one
            for one in found
        )
    if answered:
        found = tuple(
            replace(one, off={key: off for key, off in one.off.items() if key != INVENTORS_SHARE}) for one in found
        )
    return found


def inventors_answer(scenario: Scenario) -> bool:
    """Whether inventors' shares move conversion or milestones in this economy."""
    response = scenario.economy.response
    return response.share_on_conversion != 0.0 or response.share_on_advance != 0.0


def switches_of(
    policy: Policy, by: By, exit_reading: ExitReading = "appraised", *, answered: bool = False
) -> tuple[Switch, ...]:
    """The switches of a rule book: all four principles, or each instrument that has rules and money.

    ``answered``: inventors answer to their share (``inventors_answer``). Raises ValueError for a rule book that spends
    no public money, and for an unknown ``by`` or ``exit_reading``.
    """
    if by not in BY:
        raise ValueError(said("cannot decompose by {given!r}; known: {known}", given=by, known=", ".join(BY)))
    if exit_reading not in EXIT_READINGS:
        raise ValueError(
            said(
                "no reading of exits is called {given!r}; known: {known}",
                given=exit_reading,
                known=", ".join(EXIT_READINGS),
            )
        )
    used = tuple(one for name, one in INSTRUMENTS.items() if in_force(policy, name))
    if not used:
        raise ValueError(said("the rule book spends no public money, so there is nothing to decompose"))
    return principles(exit_reading, answered=answered) if by == "principles" else used


def concedes(policy: Policy) -> bool:
    """Whether the rule book has a concession (``CONCESSION``) in a line with rules and money."""
    lines: tuple[Line, ...] = ("stage_equity", "co_investment")
    acting = [str(line) for line in lines if in_force(policy, line)]
    acting += ["direct_equity"] if invests_directly(policy) else []
    return any(
        key.startswith(tuple(acting)) and value_at(policy, key) != neutral(value_at(policy, key))
        for key, neutral in CONCESSION.off.items()
    )


def without(policy: Policy, switches: Iterable[Switch]) -> Policy:
    """``policy`` with ``switches`` off, checked as any rule book is."""
    book, thrown = policy.model_dump(), tuple(switches)
    deadline = book["stage_equity"]["at_deadline"]
    deadline["rule"] = _sale(deadline["rule"], thrown)
    for switch in thrown:
        for key, change in switch.off.items():
            *above, last = key.split(".")
            section = book
            for name in above:
                section = section[name]
            section[last] = change(value_at(policy, key))
    return Policy.model_validate(book)


def _sale(rule: DeadlineRule, thrown: Iterable[Switch]) -> DeadlineRule:
    """The rule at a deadline; what is held to its term has no deadline at which it could be sold."""
    asked = {one.sale for one in thrown}
    return next((sale for sale in SALES if sale in asked), rule) if rule != "hold_to_term" else rule


def label_of(switches: tuple[Switch, ...], coalition: int) -> str:
    """A coalition in words: the switches that are on, joined by ``+``."""
    return "+".join(one.name for i, one in enumerate(switches) if coalition >> i & 1) or NOBODY


def coalitions(scenario: Scenario, switches: tuple[Switch, ...]) -> dict[int, Scenario]:
    """``scenario`` under every coalition that has to be simulated, by number; bit i stands for switch i being on.

    Where government investment is a switch, every coalition without it is the world without a guidance fund, which is
    simulated once, as the empty coalition.
    """
    everybody = (1 << len(switches)) - 1
    veto = veto_of(switches)
    found: dict[int, Scenario] = {}
    for coalition in range(everybody + 1):
        if coalition not in (0, everybody) and coalition & veto != veto:
            continue
        off = [one for i, one in enumerate(switches) if not coalition >> i & 1]
        if not off:
            found[coalition] = scenario
            continue
        name = f"{scenario.policy_name} without {', '.join(one.name for one in off)}"
        found[coalition] = replace(scenario, policy=without(scenario.policy, off), policy_name=name)
    return found


def veto_of(switches: tuple[Switch, ...]) -> int:
    """The coalition of government investment alone, 0 where it is no switch."""
    return sum(1 << i for i, one in enumerate(switches) if one.name == INVESTMENT)
