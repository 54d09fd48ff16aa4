"""The rule book as rows of numbers: sections whose words (``auction``, ``cash``) stand as their place in the schema.

Sections without words are read as they are (``state.GIVEN``). The fields here have the names, units and meanings of the
section in whose place they stand; a word is the place of its text among those that the schema allows.
"""

from typing import Annotated, Any, Final, Literal, get_args, get_origin

from sim.engine.rows import fields, row

# Words, in the order of the schema.
PARTNERS_BUY: Final = 0  # option.holder
MANAGER_BUYS: Final = 1
ANYONE_BUYS: Final = 2
EACH_PAYMENT: Final = 1  # option.clock
ORIGINAL: Final = 1  # option.base
PRICE_IS_FLOOR: Final = 1  # option.price
AUCTION: Final = 0  # at_deadline.rule
HOLD_TO_TERM: Final = 1
OPTION_ONLY: Final = 2
APPRAISED: Final = 3
COMPOUND: Final = 1  # rate.compounding
GRACE_END: Final = 1  # rate.accrual
AT_TRANSFER: Final = 0  # rate.index_date
AT_PAYMENT: Final = 1
EACH_DAY: Final = 2
STEPS: Final = 64  # of an index over time, at most
# Rows of ``World.rates``; the windows of the option name theirs, from FIRST_WINDOW on.
OPTION_RATE: Final = 0
CO_RATE: Final = 1
CAP_RATE: Final = 2
PREFERRED_RATE: Final = 3
NO_RATE: Final = 4  # whose steps never begin
LOAN_RATE: Final = 5  # of one year, without any spread
DIRECT_RATE: Final = 6
FIRST_WINDOW: Final = 7
PLANNED: Final = 1  # budget.cover
BY_SLOT: Final = 1  # selection.order
OUTSIDERS_TOO: Final = 1  # co_investment.at_deadline
ALL_MONEY: Final = 1  # base of subsidy and compensation
GIVEN_BACK: Final = 1  # risk_subsidy.unused
BY_MANAGERS_FUNDS: Final = 1  # duty.counting
LEAVE: Final = 1  # duty.breach
AT_APPRAISAL: Final = 1  # duty.price
SUB_FUNDS_ONLY: Final = 0  # loss_guarantee.scope
SHARE_AND_HURDLE: Final = 1  # fund.clawback
FROM_DILUTION: Final = 1  # rounds.size_rule
ON_PATH: Final = 1  # operations.mode
NO_FLOOR: Final = 2  # at_deadline.floor


@row
class RateRule:
    """A rate: when it is read, how interest is reckoned, and its steps over time with the spread in them.

    Steps beyond the last have a day that never comes.
    """

    id: int
    index_date: int  # when the index is read: on the day of reckoning, of payment, each day its own (0 to 2)
    compounding: int  # 0 simple, 1 compound
    accrual: int  # interest runs from the payment (0) or the end of the grace period (1)
    days: Annotated[list[int], STEPS]  # ordinal from which each rate holds
    rates: Annotated[list[float], STEPS]  # index and spread, 1/year


@row
class OptionRule:
    """The call option."""

    id: int
    enabled: int
    window_years: float
    grace_years: int
    clock: int
    base: int
    holder: int
    max_share: float
    price: int
    residual_gain_share: float


@row
class DeadlineRule:
    """What happens to a stake at the end of its holding period."""

    id: int
    rule: int
    floor: int
    floor_share: float
    first_refusal: int


@row
class StageRule:
    """Size, rank and time of a stake."""

    id: int
    share_cap: float
    early_cap: float
    early_bound: float
    share_floor: float
    match_ratio: float
    not_largest: int
    cap_per_fund: float
    minimum_offer: float
    liquidation_preference: int
    maximum_holding_years: float
    draw_order: int


@row
class CoRule:
    """Co-investment: a row a scheme, that of the guidance fund and direct equity."""

    id: int
    ratio: float
    cap_per_deal: float
    cap_per_company: float
    minimum: float
    last_stage: int
    local_only: int
    gain_share: float
    maximum_holding_years: float
    floor_share: float
    no_double_support: int
    window_months: int
    stake_cap: float
    at_deadline: int
    no_earlier_exit: int


@row
class DirectRule:
    """What direct equity has beside its rules as a scheme of co-investment (``CoRule``)."""

    id: int
    alone: int
    founders_first: int


@row
class SubsidyRule:
    """Risk subsidy."""

    id: int
    rate: float
    base: int
    cap_per_deal: float
    cap_per_company: float
    cap_per_manager_year: float
    cap_total: float
    last_stage: int
    local_only: int
    unused: int


@row
class FundEnd:
    """What the fund's contract says of its end."""

    id: int
    clawback: int  # carry goes back to its share of all profit (0), and until the lines have the hurdle, too (1)


@row
class RoundSize:
    """What decides the size of a round."""

    id: int
    size_rule: int  # drawn by stage (0), or after seed what a drawn part of the company costs (1)


@row
class Operations:
    """Operations of companies."""

    id: int
    mode: int
    founding_sales: float
    rate: float
    quality: float
    sigma: float
    listed_growth: float
    listed_growth_sigma: float
    sold_growth: float
    sold_growth_sigma: float
    life_mu: float
    life_sigma: float
    tax_rate: float
    tax_local_share: float


@row
class BudgetRule:
    """Money and what becomes of what returns; the yearly amounts and shares are rows of their own."""

    id: int
    call_month: float
    cover: int
    recycle_until_year: float
    reuse_receipts: int
    recall_idle_months: float


@row
class SelectionRule:
    """Who chooses."""

    id: int
    administrative: int
    noise_factor: float
    skill_loss: float
    delay_months: float
    order: int


@row
class DistrictRule:
    """A district beside the city."""

    id: int
    match: float  # 0 where the district is not in force
    cap_all_levels: float


@row
class DutyRule:
    """What a sub-fund owes for public money."""

    id: int
    multiple: float
    eligible_share: float
    early_share: float
    local_multiple: float
    counting: int
    test_years: float
    breach: int
    price: int
    local_weights: Annotated[list[float], 5]


@row
class ResearchMoneyRule:
    """How grants reach projects."""

    id: int
    mode: int  # ``sim.clauses.research_money``
    size: float
    oldest_years: int
    indirect_rate: float
    friction: float
    autonomy: float
    clawback_if_leaving: int
    noise: float


@row
class CompensationRule:
    """Loss compensation."""

    id: int
    rate_by_stage: Annotated[list[float], 5]
    trigger: int
    window_years: float
    base: int
    cap_per_deal: float
    cap_per_company: float
    cap_per_manager_year: float
    last_stage: int
    local_only: int
    preregister: int
    deduct_subsidy: int
    manager_reserve_rate: float


@row
class InventorsRule:
    """Awards of shares to inventors and their tax."""

    id: int
    delegated: int
    plan_days: float
    instalments: int
    first: int  # on the next programme day (0), or a year after it (1)
    tax_rate: float
    tax_local: float


@row
class GuaranteeRule:
    """A guarantee on private capital."""

    id: int
    rate: float
    cap_per_fund: float
    scope: int


def as_numbers(section: Any, kind: type) -> dict[str, Any]:
    """The fields of a row of ``kind`` from the section of the same field names, words as their places.

    Lists that the section does not have are left to whoever makes the row.
    """
    found: dict[str, Any] = {}
    for name, (of, size) in fields(kind).items():
        if size == 0 and name != "id":
            found[name] = _number(section, name, of)
        elif hasattr(section, name):
            found[name] = list(getattr(section, name))
    return found


def _number(section: Any, name: str, of: type) -> int | float:
    value, hint = getattr(section, name), type(section).model_fields[name].annotation
    if get_origin(hint) is Literal:
        return get_args(hint).index(value)
    number: int | float = of(value)
    return number
