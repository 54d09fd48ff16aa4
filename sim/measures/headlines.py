"""What is shown first, or told unless other measures are asked for: a list for each kind of study.

``exit.*`` over all instruments is none of them: stage equity and co-investment end too differently for one number.
"""

_TREASURY = (
    "treasury.irr",
    "treasury.tvpi",
    "treasury.back_share.10",
    "treasury.back_year",
    "treasury.peak_cash_out",
    "public.irr",
    "public.tvpi",
    "public.net_cost_pv",
    "stage_equity.irr",
)
_EXITS = (
    "stage_equity.exit.on_time",
    "stage_equity.exit.lost",
    "stage_equity.exit.overdue",
    "stage_equity.exit.on_time.by_cost",
    "stage_equity.exit.lost.by_cost",
    "stage_equity.exit.overdue.by_cost",
    "co_investment.exit.on_time",
    "co_investment.exit.lost",
    "co_investment.exit.overdue",
)
_WAITING = (
    "budget.idle_rate.uncommitted",
    "budget.idle_rate.not_set_up",
    "budget.idle_rate.undrawn",
    "budget.idle_rate",
)
_PRIVATE = ("private.irr", "leverage.private_per_public", "manager.income_pv")

_FIRST = (
    "treasury.irr",
    "treasury.back_share.10",
    "treasury.peak_cash_out",
    "public.tvpi",
    "private.irr",
    "additionality.private_capital.funds",
    "company.funded",
)
# The ten measures of a first page; how stakes are left and where money waits are one each, in three parts.
TEN = (*_FIRST, *_EXITS[:3], *_WAITING[:3], "manager.income_pv")
# The ten by which rule books are told apart: of stakes the part that says most, of waiting money the whole.
JUDGED = (*_FIRST, "stage_equity.exit.on_time", "budget.idle_rate", "manager.income_pv")
# Of one rule book, in the default table of a run; ``--all`` prints the rest.
RUN = (
    *_TREASURY,
    "public.principal_back",
    "public.cvar95",
    *_EXITS,
    *_WAITING,
    "budget.used_share.stage_equity",
    "budget.used_share.co_investment",
    "budget.used_share.risk_subsidy",
    *_PRIVATE,
    "sub_fund.set_up",
    "company.founded",
    "company.funded",
    "company.listed",
)
# Of a comparison, in this order.
COMPARISON = (
    *_TREASURY,
    *_EXITS[:3],
    *_WAITING,
    *_PRIVATE,
    "additionality.private_capital.funds",
    "additionality.private_capital",
    "additionality.per_public_yuan.funds",
    "additionality.per_public_yuan",
    "crowding_out",
    "additionality.companies",
    "company.funded",
    "company.listed",
    "private.uplift",
    "concession.cost_pv",
    "concession.efficiency",
)
# In the first figure of a comparison.
PANELS = (
    "treasury.irr",
    "public.net_cost_pv",
    "stage_equity.exit.on_time",
    "budget.idle_rate",
    "private.irr",
    "additionality.private_capital.funds",
    "crowding_out",
    "company.listed",
)
# At every point of a sweep, unless others are asked for.
SWEPT = ("public.irr", "public.net_cost_pv", "stage_equity.exit.on_time", "leverage.private_per_public")
# Those a sensitivity study ranks parameters for.
RANKED = ("public.irr", "public.net_cost_pv", "stage_equity.exit.on_time", "private.irr", "market.private_capital")
# Those a decomposition gives parts of.
ATTRIBUTED = (
    "public.net_cost_pv",
    "market.private_capital",
    "company.funded",
    "company.listed",
    "public.irr",
    "private.irr",
    "stage_equity.exit.on_time",
    "budget.idle_rate",
)
# Those of which a decomposition by articles says what each article does.
BY_ARTICLE = (
    "pipeline.converted",
    "pipeline.median_months",
    "pipeline.landed",
    "company.funded",
    "market.private_capital",
    "public.net_cost_pv",
)
