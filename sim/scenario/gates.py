"""Which keys act in a scenario: a key below a gate changes nothing while what the gate needs does not hold."""

from collections.abc import Iterator

from sim.scenario.appropriated import years_of
from sim.scenario.appropriation_schema import Shares
from sim.scenario.city_gates import CITY_GATES
from sim.scenario.economy_schema import Economy
from sim.scenario.gate import Gate, Test, anchored, answered, asked, funded, on_path
from sim.scenario.in_force import (
    CITY_LINES,
    OPENED_BY,
    Line,
    has_cover,
    has_insurance,
    has_lending,
    has_money,
    has_programme_days,
    has_rules,
    has_support,
    in_force,
    invests_directly,
    offers_awards,
    spends,
    taxes_awards,
)
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.support_gates import GRANTS, MIX_MONEY, SUPPORT_GATES, agents_come, grants

# Help on a deal beside its returns: what a manager reckons with, and the part of it that partners are promised.
SUPPORTS: tuple[Line, ...] = ("risk_subsidy", "loss_compensation", "guarantee_grant", "loss_guarantee")
PROMISED: tuple[Line, ...] = ("risk_subsidy", "loss_compensation")
TESTED: tuple[Line, ...] = ("co_investment", "risk_subsidy", "loss_compensation", "guarantee_grant")


def shut(key: str, policy: Policy, economy: Economy | None = None) -> str:
    """What a key needs to act under these rules (in this economy, or in any), empty if it acts."""
    return next((gate.needs for gate in GATES if gate.shuts(key, policy, economy)), "")


def needed(key: str, scenario: Scenario) -> str:
    """What a key needs to act in this scenario, empty if it acts."""
    needs = [shut(key, one.policy, scenario.economy) for one in scenario.spans]
    return needs[-1] if all(needs) else ""


def _of_lines() -> Iterator[Gate]:
    """Every line needs money, and all of its rules but the first need that one."""
    for line in CITY_LINES:
        keys = OPENED_BY[line]
        prefix = (f"policy.{line}.",)
        yield Gate(prefix, f"policy.budget.yearly and policy.budget.{line}_share above 0", _paid(line))
        yield Gate(prefix, f"{' or '.join(keys)} above 0", _ruled(line), keys)


def _paid(line: Line) -> Test:
    return lambda policy, _: has_money(policy, line)


def _ruled(line: Line) -> Test:
    return lambda policy, _: has_rules(policy, line)


def _on(*lines: Line) -> Test:
    return lambda policy, _: any(in_force(policy, line) for line in lines)


def _formula(policy: Policy, _: Economy | None) -> bool:
    """Whether anybody asks for the option's formula price: its holders, or a sale at the deadline or before it."""
    rules = policy.stage_equity
    asked = rules.at_deadline.first_refusal or rules.at_deadline.floor == "formula"
    return rules.option.enabled or (asked and _sold(policy, _))


def _sold(policy: Policy, _: Economy | None) -> bool:
    """Whether a stake can be sold by rule: at its deadline, after a breach, or because its fund lies idle."""
    rules = policy.stage_equity
    return rules.maximum_holding_years > 0.0 or rules.duty.breach == "leave" or rules.unilateral.idle_months > 0


def _tested(policy: Policy, _: Economy | None) -> bool:
    """Whether anything asks if a company is eligible."""
    duty = policy.stage_equity.duty
    return (
        invests_directly(policy)
        or _on(*TESTED)(policy, _)
        or (in_force(policy, "stage_equity") and (duty.multiple > 0.0 or duty.eligible_share > 0.0))
    )


def _counted(policy: Policy, _: Economy | None) -> bool:
    """Whether anything asks how much a fund has invested in the city."""
    rules = policy.stage_equity
    return rules.duty.local_multiple > 0.0 or any(tier.local_multiple > 0.0 for tier in rules.concession)


def _duty(policy: Policy, _: Economy | None) -> bool:
    return policy.stage_equity.duty.any or policy.stage_equity.early_cap > 0.0


def _liable(policy: Policy, _: Economy | None) -> bool:
    """Whether officers answer for some loss."""
    return policy.tolerance.single_deal < 1.0 or policy.tolerance.portfolio < 1.0


def _sizes_from_dilution(_: Policy, economy: Economy | None) -> bool:
    """Sizes follow from what is sold."""
    return economy is None or economy.rounds.size_rule == "from_dilution"


def _lingering(_: Policy, economy: Economy | None) -> bool:
    """Whether any company lives on from its own sales."""
    return economy is None or economy.company.linger_share > 0.0 or economy.company.linger_unfunded > 0.0


def _cyclical(_: Policy, economy: Economy | None) -> bool:
    """Whether companies fail together."""
    return economy is None or economy.company.cycle_sigma > 0.0


def _choosing(_: Policy, economy: Economy | None) -> bool:
    """Whether managers weigh what public money costs them."""
    return economy is None or economy.managers.response > 0


def _gains(policy: Policy, _: Economy | None) -> bool:
    """Whether a manager is paid part of the gain on co-investments."""
    own = in_force(policy, "co_investment") and policy.co_investment.gain_share > 0.0
    return own or (invests_directly(policy) and policy.direct_equity.gain_share > 0.0)


def _pooled(_: Policy, economy: Economy | None) -> bool:
    """Whether funds share the private money of a market."""
    return economy is None or len(economy.private.pool) > 0


def _angels(keys: tuple[str, ...]) -> Test:
    """Whether angels have all of these."""
    return lambda policy, _: all(getattr(policy.angels, key) > 0.0 for key in keys)


def _has_years(policy: Policy, economy: Economy | None) -> bool:
    """Whether anything asks where a company is that has been sold."""
    return economy is None or has_programme_days(policy, economy)


def _lends(policy: Policy, economy: Economy | None) -> bool:
    """Whether any bank lends."""
    return economy is None or has_lending(policy, economy)


def _some_bank(_: Policy, economy: Economy | None) -> bool:
    """Whether there is a bank that lends for some reason."""
    return economy is None or economy.bank.lends


def _pledges(policy: Policy, _: Economy | None) -> bool:
    """Whether a result carries a loan."""
    return policy.credit.pledge_ltv > 0.0


def _covers(policy: Policy, _: Economy | None) -> bool:
    """Whether anybody covers loans."""
    return has_cover(policy)


def _bought_back(_: Policy, economy: Economy | None) -> bool:
    """Whether founders owe funds a buy-back."""
    return economy is None or economy.buy_back.enabled


def _can_pay(policy: Policy, economy: Economy | None) -> bool:
    """Whether anybody asks what founders can pay."""
    return _founders_first(policy) or _bought_back(policy, economy)


def _has_call_days(policy: Policy, economy: Economy | None) -> bool:
    """Whether anything happens on the day of the yearly call."""
    return in_force(policy, "stage_equity") or _has_years(policy, economy)


def _answering(key: str) -> Test:
    """Whether anybody answers to what an article does (``economy.response``)."""
    return lambda _, economy: economy is None or getattr(economy.response, key) > 0.0


def _founders_first(policy: Policy) -> bool:
    """Whether founders may buy back what programmes hold."""
    return invests_directly(policy) and policy.direct_equity.founders_first


def _cautious(_: Policy, economy: Economy | None) -> bool:
    """Whether officers fear to answer for a loss."""
    return economy is None or economy.managers.officer_caution > 0.0


def _screened(policy: Policy, _: Economy | None) -> bool:
    """Whether evaluations hold anything back."""
    return policy.chain.screen_share > 0.0


def _hurried(policy: Policy, economy: Economy | None) -> bool:
    """Whether any article shortens a time."""
    factors = (policy.chain.promote_factor, policy.platform.joint_factor, policy.matching.match_factor,
               policy.services.agent_factor if agents_come(policy, economy) else 1.0)  # fmt: skip
    posts = policy.assessment.title_quota > 0.0 and (economy is None or economy.response.quota_time > 0.0)
    rush = policy.institutions.takeover_month > 0 and (economy is None or economy.response.rush < 1.0)
    return min(*factors, policy.coordination.review_factor) < 1.0 or posts or rush or anchored(policy, economy)


STAKE = "policy.stage_equity."
OPTION, DEADLINE, DUTY = f"{STAKE}option.", f"{STAKE}at_deadline.", f"{STAKE}duty."
HOLDING = f"{STAKE}maximum_holding_years above 0"
FUNDS = "stage equity in force: policy.stage_equity.share_cap, policy.budget.yearly and its stage_equity_share above 0"
AWARD = "an award: policy.institutions.inventor_share above 0, or policy.clock.inventor_share with a deadline"
LENDER = "a bank: economy.bank.base, economy.bank.pledge or economy.bank.covered above 0"
COLLATERAL = "economy.bank.sales_share or policy.credit.pledge_ltv above 0"
INSURED = "an insurer: policy.credit.insurance_cover and policy.credit.insurance_capital above 0"
COVERED = f"{INSURED}; or a guarantor: policy.credit.guarantee_cover and money for its capital"
YEARLY = "money: policy.appropriation.yearly and"
SUPPORT = "policy.appropriation.yearly and one of policy.appropriation.shares above 0"
PROGRAMME_DAY = (
    "economy.operations.mode = path; or economy.leaving.rate, policy.otc.rate or policy.inventors.tax_rate above 0; "
    f"or {SUPPORT}"
)
RECEIPTS = ("policy.budget.recycle_until_year", "policy.budget.reuse_receipts")  # of programmes, too
SHARES = tuple(f"policy.appropriation.shares.{name}" for name in Shares.model_fields)
FLOORS = tuple(f"policy.appropriation.{name}" for name in ("floor_rule", "revenue_growth", "ceiling"))
EQUITY = "policy.direct_equity."
EQUITY_MONEY = f"{MIX_MONEY}, and policy.mix.equity above 0"
ANY_SALE = f"{HOLDING}, or {DUTY}breach = leave, or {STAKE}unilateral.idle_months above 0"

# Each key of angels and those that it needs.
ANGELS = (
    ("pool_per_year", ("ticket", "chance")),
    ("ticket", ("pool_per_year", "chance")),
    ("chance", ("pool_per_year", "ticket")),
    ("local_only", ("pool_per_year", "ticket", "chance")),
)

GATES: tuple[Gate, ...] = (
    *_of_lines(),
    Gate((f"{OPTION}window_years", f"{OPTION}holder", f"{OPTION}max_share", f"{OPTION}price",
          f"{OPTION}residual_gain_share", "economy.exercise.distribution_trigger"),
         f"{OPTION}enabled = true", lambda policy, _: policy.stage_equity.option.enabled),
    Gate((OPTION,), f"{OPTION}enabled = true, or a sale at the formula price", _formula, (f"{OPTION}enabled",)),
    Gate((f"{OPTION}grace_years", f"{OPTION}rate."), f"no {OPTION}schedule",
         lambda policy, _: not policy.stage_equity.option.schedule),
    Gate((f"{STAKE}return_cap.",), f"{STAKE}return_cap.enabled = true",
         lambda policy, _: policy.stage_equity.return_cap.enabled, (f"{STAKE}return_cap.enabled",)),
    Gate((f"{STAKE}put.",), f"{STAKE}put.enabled = true", lambda policy, _: policy.stage_equity.put.enabled,
         (f"{STAKE}put.enabled",)),
    Gate((f"{DEADLINE}rule", f"{DEADLINE}first_refusal"), HOLDING,
         lambda policy, _: policy.stage_equity.maximum_holding_years > 0.0),
    Gate((DEADLINE,), ANY_SALE, lambda policy, economy: _sold(policy, economy)
         or policy.stage_equity.option.price == "floor"),
    Gate((DUTY,), f"a duty: one of {DUTY}multiple, eligible_share, early_share, local_multiple above 0", _duty,
         (f"{DUTY}multiple", f"{DUTY}eligible_share", f"{DUTY}early_share", f"{DUTY}local_multiple",
          f"{DUTY}local_weights")),
    Gate((f"{DUTY}counting",), f"{DUTY}local_multiple above 0",
         lambda policy, _: policy.stage_equity.duty.local_multiple > 0.0),
    Gate((f"{DUTY}local_weights",), f"{DUTY}local_multiple above 0, or a concession with a local_multiple", _counted),
    Gate((f"{DUTY}price",), f"{DUTY}breach = leave", lambda policy, _: policy.stage_equity.duty.breach == "leave"),
    Gate((f"{STAKE}terms.preferred_index_date",), f"an index in {STAKE}terms.preferred_index",
         lambda policy, _: policy.stage_equity.terms.preferred_index != "fixed"),
    Gate(("policy.co_investment.at_deadline", "policy.co_investment.floor_share", "policy.co_investment.rate."),
         "policy.co_investment.maximum_holding_years above 0",
         lambda policy, _: policy.co_investment.maximum_holding_years > 0.0),
    Gate(("policy.guarantee_grant.coach", "policy.guarantee_grant.clawback"),
         "policy.guarantee_grant.pre_grant above 0", lambda policy, _: policy.guarantee_grant.pre_grant > 0.0),
    Gate(("policy.budget.",), "policy.budget.yearly and a share of it above 0", lambda policy, _: spends(policy),
         ("policy.budget.yearly", "policy.budget.call_month", *RECEIPTS,
          *(f"policy.budget.{line}_share" for line in CITY_LINES))),
    Gate(RECEIPTS, f"policy.budget.yearly and a share of it above 0, or {SUPPORT}",
         lambda policy, _: spends(policy) or has_support(policy)),
    Gate(("policy.budget.call_month",), f"{FUNDS}; or a programme day: {PROGRAMME_DAY}", _has_call_days),
    Gate(("policy.appropriation.", "policy.mix."), SUPPORT, lambda policy, _: has_support(policy),
         ("policy.appropriation.yearly", *SHARES, *FLOORS)),
    Gate(("policy.mix.",), "policy.appropriation.shares.mix above 0",
         lambda policy, _: policy.appropriation.shares.mix > 0.0),
    Gate(FLOORS, "yearly money: policy.budget.yearly, policy.appropriation.yearly or policy.levels.district.yearly",
         lambda policy, _: years_of(policy) > 0),
    Gate(("policy.appropriation.revenue_growth",), "policy.appropriation.floor_rule = revenue",
         lambda policy, _: policy.appropriation.floor_rule == "revenue"),
    Gate(("policy.appropriation.ceiling",), "policy.appropriation.floor_rule = scalar or revenue",
         lambda policy, _: policy.appropriation.floor_rule != "none"),
    *SUPPORT_GATES,
    Gate(("policy.budget.growth_floor",), "policy.appropriation.floor_rule = none or scalar",
         lambda policy, _: policy.appropriation.floor_rule != "revenue"),
    Gate(("policy.budget.cover", "policy.budget.staging."), FUNDS, _on("stage_equity")),
    Gate(("policy.budget.staging.progress",), "several tranches in policy.budget.staging.tranches",
         lambda policy, _: len(policy.budget.staging.tranches) > 1),
    Gate(("policy.budget.reuse_receipts",), "policy.budget.recycle_until_year above 0",
         lambda policy, _: policy.budget.recycle_until_year > 0.0),
    Gate(("policy.levels.district.",), FUNDS, _on("stage_equity")),
    Gate(("policy.levels.district.match",), "policy.levels.district.yearly above 0",
         lambda policy, _: has_money(policy, "district")),
    Gate(("policy.selection.noise_factor", "policy.selection.skill_loss", "policy.selection.delay_months"),
         "policy.selection.administrative = true", lambda policy, _: policy.selection.administrative),
    Gate(("policy.selection.order", "policy.selection.noise_factor", "policy.selection.delay_months",
          "policy.tolerance."), FUNDS, _on("stage_equity")),
    Gate(("policy.selection.",), "stage equity or co-investment in force, or direct equity",
         lambda policy, _: _on("stage_equity", "co_investment")(policy, _) or invests_directly(policy)),
    Gate(("policy.tolerance.",), "economy.managers.officer_caution above 0",
         _cautious),
    *(Gate((f"policy.angels.{key}",), f"policy.angels.{' and '.join(others)} above 0", _angels(others))
      for key, others in ANGELS),
    Gate(("policy.eligible_company.",), "an instrument in force that asks for eligible companies", _tested),
    Gate(("policy.disposal.split_window", "policy.disposal.split_depth"), "policy.disposal.split_share above 0",
         lambda policy, _: policy.disposal.split_share > 0.0),
    Gate(("policy.disposal.split_",), "a line of one's own decision above 0: policy.disposal.self_line",
         lambda policy, _: policy.disposal.self_line != 0.0),
    Gate(("policy.disposal.owner_keeps",), "economy.response.ownership above 0", _answering("ownership")),
    Gate(("economy.response.rush", "policy.clock.inventor_share"), "policy.institutions.takeover_month above 0",
         lambda policy, _: policy.institutions.takeover_month > 0),
    Gate(("policy.inventors.", "economy.response.share_on_"), AWARD, lambda policy, _: offers_awards(policy)),
    Gate(("policy.inventors.plan_days",), "policy.inventors.delegated = false",
         lambda policy, _: not policy.inventors.delegated),
    Gate(("policy.inventors.instalments", "policy.inventors.first", "policy.inventors.tax_local",
          "economy.response.income_", "economy.response.affordable_share"),
         f"policy.inventors.tax_rate above 0, and {AWARD}", lambda policy, _: taxes_awards(policy)),
    Gate(("economy.operations.",), "economy.operations.mode = path", on_path, ("economy.operations.mode",)),
    Gate(("economy.leaving.sale_moves",), PROGRAMME_DAY, _has_years),
    Gate(("economy.bank.base", "economy.bank.sales_share", "economy.bank.pledge", "economy.bank.covered"),
         LENDER, _some_bank, ("economy.bank.base", "economy.bank.pledge", "economy.bank.covered")),
    Gate(("economy.bank.",), f"{LENDER}; and {COLLATERAL}", _lends,
         ("economy.bank.base", "economy.bank.pledge", "economy.bank.covered", "economy.bank.sales_share")),
    Gate(("economy.bank.pledge",), "policy.credit.pledge_ltv above 0", _pledges),
    Gate(("economy.bank.covered",), COVERED, _covers),
    Gate(("policy.credit.",), LENDER, _some_bank),
    Gate(("policy.credit.multiple",), COVERED, _covers),
    Gate(("policy.credit.guarantee_",), f"{YEARLY} its shares.guarantee_capital above 0", funded("guarantee_capital")),
    Gate(("policy.credit.guarantee_fee",), "policy.credit.guarantee_cover above 0",
         lambda policy, _: policy.credit.guarantee_cover > 0.0),
    Gate(("policy.credit.insurance_fee", "policy.credit.insurance_support_cap"), INSURED,
         lambda policy, _: has_insurance(policy)),
    Gate(("policy.credit.insurance_fee_support", "policy.credit.insurance_support_cap"),
         f"{YEARLY} its shares.insurance_subsidy above 0", funded("insurance_subsidy")),
    Gate(("policy.credit.insurance_support_cap",), "policy.credit.insurance_fee_support above 0",
         lambda policy, _: policy.credit.insurance_fee_support > 0.0),
    Gate(("policy.credit.interest_share",), f"{YEARLY} its shares.mix and policy.mix.interest above 0",
         funded("interest_subsidy")),
    Gate(("policy.private_access.projects",), f"{GRANTS}; or policy.recognition.enabled = true",
         lambda policy, _: grants(policy) or policy.recognition.enabled),
    Gate(("policy.private_access.loans",), LENDER, _some_bank),
    Gate(("policy.private_access.loans",), "economy.bank.private_factor other than 1",
         lambda _, economy: economy is None or economy.bank.private_factor != 1.0),
    Gate(("economy.bank.private_factor",), "policy.private_access.loans = false",
         lambda policy, _: not policy.private_access.loans),
    Gate(("policy.credit.guarantee_", "policy.credit.insurance_", "policy.credit.multiple"),
         "economy.bank.covered above 0", lambda _, economy: economy is None or economy.bank.covered > 0.0),
    Gate(("policy.credit.insurance_capital",), "policy.credit.insurance_cover above 0",
         lambda policy, _: policy.credit.insurance_cover > 0.0),
    Gate(("policy.growth_firms.gazelle_interest_share",), f"{YEARLY} its shares.mix and policy.mix.interest above 0",
         funded("interest_subsidy")),
    Gate(("policy.otc.",), "policy.otc.rate above 0", lambda policy, _: policy.otc.rate > 0.0, ("policy.otc.rate",)),
    Gate(("economy.buy_back.in_full",), "economy.buy_back.enabled = true, or policy.direct_equity.founders_first",
         _can_pay),
    Gate(("economy.buy_back.",), "economy.buy_back.enabled = true", _bought_back,
         ("economy.buy_back.enabled", "economy.buy_back.in_full")),
    Gate((EQUITY,), EQUITY_MONEY, funded("direct_equity")),
    Gate((EQUITY,), f"{EQUITY}ratio above 0", lambda policy, _: policy.direct_equity.ratio > 0.0, (f"{EQUITY}ratio",)),
    Gate(tuple(f"{EQUITY}{key}" for key in ("founders_first", "at_deadline", "floor_share", "rate.")),
         f"{EQUITY}maximum_holding_years above 0", lambda policy, _: policy.direct_equity.maximum_holding_years > 0.0),
    Gate(("economy.company.cycle_persistence",), "economy.company.cycle_sigma above 0", _cyclical),
    Gate(("economy.company.linger_life_", "economy.company.linger_value", "economy.company.linger_sale"),
         "economy.company.linger_share or economy.company.linger_unfunded above 0", _lingering),
    Gate(("economy.managers.burden",), "economy.managers.response = 1", _choosing),
    Gate(("economy.rounds.later_dilution",), "economy.rounds.size_rule = from_dilution", _sizes_from_dilution),
    Gate(("economy.managers.burden_share_duty",), f"{DUTY}local_multiple above 0",
         lambda policy, _: policy.stage_equity.duty.local_multiple > 0.0),
    Gate(("economy.managers.burden", "economy.managers.response", "economy.managers.early_reluctance",
          "economy.managers.officer_caution", "economy.private.displacement"), FUNDS, _on("stage_equity")),
    Gate(("economy.managers.early_reluctance",), f"{STAKE}early_cap above 0",
         lambda policy, _: policy.stage_equity.early_cap > 0.0),
    Gate(("economy.managers.officer_caution",), "policy.tolerance.single_deal or policy.tolerance.portfolio below 1",
         _liable),
    Gate(("economy.private.elasticity",), "economy.private.pool", _pooled),
    Gate(("economy.managers.gain_weight",),
         "gain_share of policy.co_investment or policy.direct_equity above 0, in force",
         _gains),
    Gate(("economy.managers.subsidy_weight",), f"help on a deal in force: {', '.join(SUPPORTS)}", _on(*SUPPORTS)),
    Gate(("economy.private.eligible_funds",), f"help on a deal in force: {', '.join(PROMISED)}", _on(*PROMISED)),
    Gate(("policy.chain.screen_noise", "policy.chain.nurture_", "policy.matching.noise_factor"),
         "policy.chain.screen_share above 0", _screened, ("policy.matching.noise_factor_market",)),
    Gate(("policy.chain.nurture_",), "policy.chain.nurture_share above 0",
         lambda policy, _: policy.chain.nurture_share > 0.0, ("policy.chain.nurture_share",)),
    Gate(("policy.assessment.title_quota",), "economy.response.quota or quota_time above 0",
         answered("quota", "quota_time")),
    Gate(("policy.assessment.kpi_weight",), "economy.response.kpi above 0", answered("kpi")),
    Gate(("policy.platform.intensity",), "economy.response.platform_on_discovery or platform_on_landing above 0",
         answered("platform_on_discovery", "platform_on_landing")),
    Gate(("economy.response.quota",), "policy.assessment.title_quota above 0", asked("assessment", "title_quota")),
    Gate(("economy.response.kpi",), "policy.assessment.kpi_weight above 0", asked("assessment", "kpi_weight")),
    Gate(("economy.response.platform_",), "policy.platform.intensity above 0", asked("platform", "intensity")),
    *CITY_GATES,
    Gate(("policy.private_access.transfer",), "economy.response.transfer above 0", answered("transfer")),
    Gate(("economy.response.transfer",), "policy.private_access.transfer above 0", asked("private_access", "transfer")),
    Gate(("economy.response.recognition_bank",), f"{LENDER}; and {COLLATERAL}", _lends),
    Gate(("economy.response.recognition_bank",), "policy.recognition.enabled = true",
         lambda policy, _: policy.recognition.enabled),
    Gate(("economy.response.time_floor",), "a factor of an article on a time below 1", _hurried),
    Gate(("economy.response.reference",), "economy.response.anchor = 1", anchored),
)  # fmt: skip
