"""All tables of a world: which kind of row each holds, and from which section of the rule book some are read."""

from typing import Any, get_args, get_origin, get_type_hints

from sim.economy.fates import StageLaw
from sim.economy.levers import Levers, UsualAward
from sim.engine import rules
from sim.engine.kinds.clock import Account, Count, Event, Market, Now, Place, Posting, Stream
from sim.engine.kinds.credit import Bank, Coverer, Loan
from sim.engine.kinds.firms import (
    Achievement,
    Attempt,
    Closing,
    Company,
    Deal,
    Fund,
    Holding,
    Manager,
    Moved,
    Operated,
    Partner,
    Queue,
    Round,
    Signal,
    Ticket,
    Yes,
)
from sim.engine.kinds.given import (
    Appropriation,
    CallDay,
    Cell,
    Contract,
    Cycle,
    Dates,
    Extension,
    Held,
    Line,
    Month,
    Pool,
    ProgrammeDay,
    Share,
    Span,
    Tier,
    Tranche,
    Usual,
    Window,
    Worth,
    Year,
)
from sim.engine.kinds.holders import SmallHolder, SmallHolding
from sim.engine.kinds.money import (
    Application,
    Change,
    CoStake,
    Flow,
    Had,
    Level,
    Lot,
    Part,
    Purse,
    Receipt,
    RegisteredDeal,
    Stake,
)
from sim.engine.kinds.programmes import Anniversary, Applicant, LineMoney, ProgrammePurse, RunningCost, Support
from sim.engine.rows import Table
from sim.scenario import credit_schema
from sim.scenario.disposal_schema import Deadline, Disposal
from sim.scenario.economy_schema import (
    CompanyLaw,
    Exercise,
    FundTerms,
    Listing,
    Managers,
    Pipeline,
    PrivateSupply,
    Rounds,
)
from sim.scenario.exit_schema import Put, Unilateral
from sim.scenario.guidance_schema import Tolerance
from sim.scenario.holders_schema import Angels, Services
from sim.scenario.operations_schema import Leaving
from sim.scenario.pipeline_schema import Chain, Coordination
from sim.scenario.policy_schema import EligibleCompany, Institutions
from sim.scenario.programme_schema import GrowthFirms, Procurement, Recognition
from sim.scenario.response_schema import Response
from sim.scenario.support_schema import GuaranteeGrant


class World:
    """All tables; in the reference also the calendar that carries the events, the streams and the story."""

    pipeline: Table[Pipeline]
    company_law: Table[CompanyLaw]
    round_law: Table[Rounds]
    listing: Table[Listing]
    manager_law: Table[Managers]
    fund_terms: Table[FundTerms]
    extensions: Table[Extension]
    round_size: Table[rules.RoundSize]
    fund_end: Table[rules.FundEnd]
    private: Table[PrivateSupply]
    operations: Table[rules.Operations]
    usual: Table[Usual]
    leaving: Table[Leaving]
    bank: Table[credit_schema.Bank]
    buy_back: Table[credit_schema.BuyBack]
    programme_days: Table[ProgrammeDay]
    spans: Table[Span]
    levers: Table[Levers]
    chain: Table[Chain]
    response: Table[Response]
    institutions: Table[Institutions]
    credit: Table[credit_schema.Credit]
    otc: Table[credit_schema.Otc]
    private_access: Table[credit_schema.PrivateAccess]
    angels: Table[Angels]
    disposal: Table[Disposal]
    inventors: Table[rules.InventorsRule]
    deadline: Table[Deadline]
    usual_award: Table[UsualAward]
    services: Table[Services]
    stages: Table[StageLaw]
    clock: Table[Now]
    market: Table[Market]
    events: Table[Event]
    heap: Table[Place]
    streams: Table[Stream]
    accounts: Table[Account]
    postings: Table[Posting]
    counts: Table[Count]
    years: Table[Year]
    cycle: Table[Cycle]
    months: Table[Month]
    worth: Table[Worth]
    shares: Table[Share]
    pool: Table[Pool]
    held: Table[Held]
    cells: Table[Cell]
    achievements: Table[Achievement]
    queues: Table[Queue]
    companies: Table[Company]
    signals: Table[Signal]
    deals: Table[Deal]
    moved: Table[Moved]
    yeses: Table[Yes]
    tickets: Table[Ticket]
    rounds: Table[Round]
    operated: Table[Operated]
    lender: Table[Bank]
    coverers: Table[Coverer]
    loans: Table[Loan]
    managers: Table[Manager]
    funds: Table[Fund]
    attempts: Table[Attempt]
    closings: Table[Closing]
    partners: Table[Partner]
    holdings: Table[Holding]
    exercise: Table[Exercise]
    tolerance: Table[Tolerance]
    unilateral: Table[Unilateral]
    eligible: Table[EligibleCompany]
    dates: Table[Dates]
    stage_rule: Table[rules.StageRule]
    option: Table[rules.OptionRule]
    deadline_rule: Table[rules.DeadlineRule]
    co_rule: Table[rules.CoRule]
    direct_rule: Table[rules.DirectRule]
    subsidy_rule: Table[rules.SubsidyRule]
    budget: Table[rules.BudgetRule]
    selection: Table[rules.SelectionRule]
    district: Table[rules.DistrictRule]
    duty: Table[rules.DutyRule]
    compensation: Table[rules.CompensationRule]
    guarantee: Table[rules.GuaranteeRule]
    rates: Table[rules.RateRule]
    contract: Table[Contract]
    windows: Table[Window]
    appropriations: Table[Appropriation]
    calls: Table[CallDay]
    lines: Table[Line]
    tranches: Table[Tranche]
    levels: Table[Level]
    purses: Table[Purse]
    receipts: Table[Receipt]
    moves: Table[Change]
    stakes: Table[Stake]
    lots: Table[Lot]
    parts: Table[Part]
    had: Table[Had]
    deals_registered: Table[RegisteredDeal]
    co_stakes: Table[CoStake]
    small_holders: Table[SmallHolder]
    small_holdings: Table[SmallHolding]
    applications: Table[Application]
    tiers: Table[Tier]
    flows: Table[Flow]
    recognition: Table[Recognition]
    research_money: Table[rules.ResearchMoneyRule]
    growth_firms: Table[GrowthFirms]
    procurement: Table[Procurement]
    coordination: Table[Coordination]
    supports: Table[Support]
    programmes: Table[ProgrammePurse]
    anniversaries: Table[Anniversary]
    line_money: Table[LineMoney]
    running_costs: Table[RunningCost]
    applicants: Table[Applicant]
    put: Table[Put]
    grant: Table[GuaranteeGrant]
    calendar: Any
    draws: Any
    story: Any


TABLES: dict[str, type] = {
    name: get_args(hint)[0] for name, hint in get_type_hints(World).items() if get_origin(hint) is Table
}
# Sections of economy and rule book without words, which laws read as they are and nobody writes: no rows of ours.
GIVEN = {name: kind for name, kind in TABLES.items() if "id" not in kind.__annotations__}
# Rows that a replication makes, and sections with words in them as numbers.
MADE = {name: kind for name, kind in TABLES.items() if name not in GIVEN}
# Tables of one row and the section of the rule book that it holds, as it is in force at the start.
SECTIONS = {
    "budget": "budget",
    "selection": "selection",
    "tolerance": "tolerance",
    "eligible": "eligible_company",
    "district": "levels.district",
    "stage_rule": "stage_equity",
    "option": "stage_equity.option",
    "deadline_rule": "stage_equity.at_deadline",
    "duty": "stage_equity.duty",
    "put": "stage_equity.put",
    "unilateral": "stage_equity.unilateral",
    "co_rule": "co_investment",
    "direct_rule": "direct_equity",
    "subsidy_rule": "risk_subsidy",
    "compensation": "loss_compensation",
    "grant": "guarantee_grant",
    "guarantee": "loss_guarantee",
}
# Tables of the sections that may change with the day: a row a span, then a row a span for cases without the pilots.
BY_SPAN = {
    "institutions": "institutions",
    "angels": "angels",
    "services": "services",
    "chain": "chain",
    "credit": "credit",
    "otc": "otc",
    "private_access": "private_access",
    "coordination": "coordination",
    "research_money": "research_money",
    "growth_firms": "growth_firms",
    "recognition": "recognition",
    "disposal": "disposal",
    "inventors": "inventors",
    "deadline": "clock",
    "procurement": "procurement",
}
