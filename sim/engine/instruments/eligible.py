"""Which companies an instrument may support today (财企[2007]128号 art. 11)."""

from sim.clauses import eligibility, rates
from sim.engine import operations
from sim.engine.kinds.firms import Company
from sim.engine.rows import law
from sim.engine.state import World


@law
def eligible(w: World, company: Company, stage: int, last_stage: int, local_only: int) -> int:
    """Whether place, stage, age and size of a company pass the rule book's test."""
    if not eligibility.eligible_stage(stage, last_stage):
        return 0
    if not eligibility.eligible_place(company.local > 0, local_only > 0):
        return 0
    test, now = w.eligible[0], w.clock[0]
    at_stage = max(stage - 1, 0)
    return int(
        eligibility.eligible_company(
            rates.years_between(now.start + company.founded, now.start + now.today),
            operations.staff(w, company, at_stage),
            operations.yearly_sales(w, company, at_stage),
            operations.net_assets(w, company, at_stage),
            test.max_age_years,
            test.max_staff,
            test.max_sales,
            test.max_net_assets,
        )
    )
