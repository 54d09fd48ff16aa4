"""Worlds on which the laws are compared with themselves: the shipped rule books, and what these leave out."""

from dataclasses import fields
from pathlib import Path

from sim.ledger.history import History

ROOT = Path(__file__).parents[2]
VILLAGE = ROOT / "tests" / "village.toml"
BOOKS = sorted(path.stem for path in (ROOT / "scenarios" / "policies").glob("*.toml"))
# Clauses that no shipped rule book brings to bear on the village.
OTHERS = {
    "instalments": ("policy.budget.staging.tranches=[0.4, 0.3, 0.3]", "policy.budget.staging.progress=0.7"),
    "idle money is recalled": ("policy.budget.recall_idle_months=9.0",),
    "an early promise": ("policy.stage_equity.early_cap=0.4", "policy.stage_equity.early_bound=0.8"),
    "commitments under the plan": ("policy.budget.cover=plan",),
    "a district that has no money": (
        "policy.levels.district.match=1.0",
        "policy.stage_equity.early_cap=0.4",
        "policy.stage_equity.early_bound=0.5",
        "economy.managers.early_reluctance=0.3",
        "economy.managers.response=1",
        "economy.managers.burden_share=0.01",
    ),
    "administrative selection": ("policy.selection.administrative=true", "policy.selection.order=slot"),
    "receipts are remitted": ("policy.budget.reuse_receipts=false",),
    "officers answer for losses": ("policy.tolerance.single_deal=0.5", "economy.managers.officer_caution=2.0"),
    "managers choose": (
        "economy.managers.response=1",
        "economy.managers.burden_share=0.02",
        "economy.managers.gain_weight=0.5",
        "policy.co_investment.gain_share=0.5",
        "policy.co_investment.no_double_support=false",
    ),
    "one pool of private money": (
        "economy.private.pool=[150e6, 60e6]",
        "economy.private.elasticity=0.3",
    ),
    "a bar for every stage": (
        "economy.managers.bar=[1.9, 2.2, 1.8, 1.6, 0]",
        "economy.rounds.heat_in_acceptance=false",
    ),
    "a later round is what a part of the company costs": (
        "economy.rounds.size_rule=from_dilution",
        "economy.rounds.seed_dilution=0.1",
    ),
    "companies linger": (
        "economy.company.linger_share=0.65",
        "economy.company.linger_unfunded=0.9",
        "economy.company.linger_sale=0.2",
        "economy.company.selection_shift=[-0.06, -0.18, -0.22, -0.24, -0.25]",
        "economy.fund.nav_ageing=0.1",
    ),
    "companies fail together": ("economy.company.cycle_sigma=0.5", "economy.company.linger_share=0.5"),
    "companies have sales of their own": (
        "economy.operations.mode=path",
        "economy.company.linger_share=0.65",
        "economy.company.linger_sale=0.2",
        "policy.eligible_company.max_sales=2e6",
    ),
    "companies leave the city": (
        "economy.operations.mode=path",
        "economy.leaving.rate=0.1",
        "economy.leaving.sale_moves=0.5",
        "policy.stage_equity.duty.local_multiple=1.5",
    ),
    "companies that have no path leave, too": ("economy.leaving.rate=0.2", "policy.risk_subsidy.local_only=true"),
    "angels": (
        "policy.angels.pool_per_year=6e6",
        "policy.angels.ticket=1.5e6",
        "policy.angels.chance=0.6",
        "economy.company.linger_share=0.5",
        "economy.company.linger_sale=0.2",
    ),
    "articles are switched, dated and cover a part": (
        "policy.articles.6.strength=0.5",
        "policy.articles.15.from=2012-06-01",
        "policy.articles.21.until=2014-06-01",
        "economy.pipeline.takeover_share=1.0",
        "policy.institutions.approval_line=1e5",
    ),
    "a bank lends, a board admits, founders buy back": (
        "economy.bank.base=0.3",
        "economy.bank.pledge=0.5",
        "economy.bank.covered=0.6",
        "economy.bank.private_factor=0.6",
        "economy.bank.sales_share=0.2",
        "policy.credit.pledge_ltv=0.25",
        "policy.credit.insurance_cover=0.7",
        "policy.credit.insurance_capital=2e6",
        "policy.otc.rate=0.5",
        "policy.otc.sales=1e6",
        "economy.buy_back.enabled=true",
        "economy.operations.mode=path",
        "economy.company.linger_share=0.5",
        "economy.company.funded_when_ready=[1.0, 1.0, 1.0, 1.0, 1.0]",
        "economy.company.advance=[0.8, 0.8, 0.8, 0.5, 0.0]",
        "economy.rounds.outside_ready=[0.6, 0.8, 0.9, 0.9, 0.9]",
        "policy.co_investment.no_earlier_exit=true",
    ),
    "support of recognised companies": (
        "economy.operations.mode=path",
        "policy.appropriation.yearly=[9e6, 6e6, 9e6]",
        "policy.appropriation.shares.recognised=0.3",
        "policy.appropriation.shares.mix=0.5",
        "policy.appropriation.floor_rule=revenue",
        "policy.appropriation.revenue_growth=[0.1]",
        "policy.recognition.enabled=true",
        "policy.recognition.subsidy=4e5",
        "policy.recognition.tax_cut=0.2",
        "economy.response.recognition_noise=0.7",
        "policy.chain.cost_per_year=2e6",
        "policy.articles.16.from=2012-01-01",
    ),
    "sale at the appraised value": ("policy.stage_equity.at_deadline.rule=appraised",),
    "the manager may buy half": (
        "policy.stage_equity.option.holder=manager",
        "policy.stage_equity.option.max_share=0.5",
        "policy.stage_equity.option.residual_gain_share=0.3",
    ),
    "anyone may buy above a floor": (
        "policy.stage_equity.option.holder=anyone",
        "policy.stage_equity.option.price=floor",
    ),
    "public money comes last": ("policy.stage_equity.draw_order=last", "policy.stage_equity.terms.public_senior=true"),
    "a fund that does not invest is left": (
        "policy.stage_equity.unilateral.idle_months=1",
        "policy.stage_equity.unilateral.setup_months=4",
    ),
    "co-investment within a window": (
        "policy.co_investment.window_months=24",
        "policy.co_investment.stake_cap=0.2",
        "policy.co_investment.at_deadline=auction",
        "policy.co_investment.no_earlier_exit=true",
    ),
    "the end of a fund": (
        "economy.fund.extension_weights=[0.15, 0.2, 0.25, 0.2, 0.1, 0.1]",
        "economy.fund.nav_ageing=0.1",
        "economy.fund.reduce_below=0.6",
        "economy.fund.clawback=share_and_hurdle",
        "economy.fund.clawback_tax=0.1",
    ),
    "a world that is already there": (
        "warm_up_years=5",
        "economy.pipeline.disclosures_per_year=30",
        "economy.pipeline.arrival_years=4",
        "economy.managers.arrival_years=3",
        "economy.managers.funds_each=2",
        "economy.company.cycle_sigma=0.3",
        "economy.company.linger_share=0.5",
        "policy.co_investment.window_months=24",
    ),
    "results are found, screened, nurtured and pushed": (
        "economy.pipeline.discovery=0.5",
        "economy.pipeline.evaluators=2",
        "economy.response.quota=0.4",
        "economy.response.kpi=0.4",
        "economy.response.quota_time=0.2",
        "economy.response.platform_on_discovery=0.5",
        "economy.response.platform_on_landing=0.5",
        "policy.chain.channels=0.5",
        "policy.chain.evaluators_factor=2.0",
        "policy.chain.screen_share=0.3",
        "policy.chain.nurture_share=0.5",
        "policy.chain.nurture_gain=0.5",
        "policy.chain.promote_factor=0.7",
        "policy.assessment.title_quota=0.3",
        "policy.assessment.kpi_weight=0.3",
        "policy.platform.intensity=1.0",
        "policy.platform.joint_factor=0.4",
        "policy.platform.capacity_factor=2.0",
        "policy.matching.channels_info=0.5",
        "policy.matching.match_factor=0.7",
        "policy.matching.noise_factor=0.7",
        "policy.matching.noise_factor_market=0.7",
        "policy.coordination.review_factor=0.7",
        "policy.articles.3.from=2011-06-01",
        "policy.articles.9.strength=0.5",
    ),
    "unused subsidy comes back": ("policy.risk_subsidy.unused=return", "policy.risk_subsidy.cap_total=2e6"),
}


def told(history: History) -> dict[str, object]:
    """What a history holds, without what only one way of running counts."""
    found = {one.name: getattr(history, one.name) for one in fields(history) if one.name not in ("story", "postings")}
    found["counters"] = {name: n for name, n in history.counters.items() if n and name != "kernel_events"}
    return found | {"digest": history.postings.digest()}
