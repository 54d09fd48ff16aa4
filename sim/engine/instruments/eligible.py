"""Which companies an instrument may support today (财企[2007]128号 art. 11)."""

from sim.clauses import eligibility, rates
from sim.economy import laws
from sim.engine import chance
from sim.engine.calendar import draw
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
    test, size, now = w.eligible[0], w.company_law[0], w.clock[0]
    at_stage = max(stage - 1, 0)
    factor = laws.lognormal(draw(w, chance.SIZE_OF_COMPANY, company.slot, 0), 1.0, size.size_sigma)
    return int(
        eligibility.eligible_company(
            rates.years_between(now.start + company.founded, now.start + now.today),
            int(size.staff[at_stage] * factor + 0.5),
            size.sales[at_stage] * factor,
            size.net_assets[at_stage] * factor,
            test.max_age_years,
            test.max_staff,
            test.max_sales,
            test.max_net_assets,
        )
    )
