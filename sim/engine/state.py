"""All tables of a world: which kind of row each holds."""

from typing import Any

from sim.economy.fates import StageLaw
from sim.engine import rules
from sim.engine.kinds.clock import Account, Count, Event, Market, Now, Place, Posting, Stream
from sim.engine.kinds.firms import (
    Achievement,
    Company,
    Deal,
    Fund,
    Holding,
    Manager,
    Moved,
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
    Dates,
    LineShare,
    Month,
    Share,
    Tier,
    Tranche,
    Window,
    Worth,
    Year,
)
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
from sim.engine.rows import Table
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
from sim.scenario.policy_schema import EligibleCompany, Institutions
from sim.scenario.support_schema import GuaranteeGrant

# Rows of the rule book and the economy, which the laws read and nobody writes.
GIVEN: dict[str, type] = {
    "pipeline": Pipeline,
    "company_law": CompanyLaw,
    "round_law": Rounds,
    "listing": Listing,
    "manager_law": Managers,
    "fund_terms": FundTerms,
    "private": PrivateSupply,
    "institutions": Institutions,
    "stages": StageLaw,
    "exercise": Exercise,
    "tolerance": Tolerance,
    "unilateral": Unilateral,
    "eligible": EligibleCompany,
    "put": Put,
    "grant": GuaranteeGrant,
}
# Rows that a replication makes.
MADE: dict[str, type] = {
    "clock": Now,
    "market": Market,
    "events": Event,
    "heap": Place,
    "streams": Stream,
    "accounts": Account,
    "postings": Posting,
    "counts": Count,
    "years": Year,
    "months": Month,
    "worth": Worth,
    "shares": Share,
    "cells": Cell,
    "achievements": Achievement,
    "queues": Queue,
    "companies": Company,
    "signals": Signal,
    "deals": Deal,
    "moved": Moved,
    "yeses": Yes,
    "tickets": Ticket,
    "rounds": Round,
    "managers": Manager,
    "funds": Fund,
    "partners": Partner,
    "holdings": Holding,
    "dates": Dates,
    "stage_rule": rules.StageRule,
    "option": rules.OptionRule,
    "deadline_rule": rules.DeadlineRule,
    "co_rule": rules.CoRule,
    "subsidy_rule": rules.SubsidyRule,
    "budget": rules.BudgetRule,
    "selection": rules.SelectionRule,
    "district": rules.DistrictRule,
    "duty": rules.DutyRule,
    "duty_weights": rules.DutyWeights,
    "compensation": rules.CompensationRule,
    "guarantee": rules.GuaranteeRule,
    "rates": rules.RateRule,
    "contract": Contract,
    "windows": Window,
    "appropriations": Appropriation,
    "calls": CallDay,
    "lines": LineShare,
    "tranches": Tranche,
    "levels": Level,
    "purses": Purse,
    "receipts": Receipt,
    "moves": Change,
    "stakes": Stake,
    "lots": Lot,
    "parts": Part,
    "had": Had,
    "deals_registered": RegisteredDeal,
    "co_stakes": CoStake,
    "applications": Application,
    "tiers": Tier,
    "flows": Flow,
}


class World:
    """All tables; in the reference also the calendar that carries the events, the streams and the story."""

    pipeline: Table[Pipeline]
    company_law: Table[CompanyLaw]
    round_law: Table[Rounds]
    listing: Table[Listing]
    manager_law: Table[Managers]
    fund_terms: Table[FundTerms]
    private: Table[PrivateSupply]
    institutions: Table[Institutions]
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
    months: Table[Month]
    worth: Table[Worth]
    shares: Table[Share]
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
    managers: Table[Manager]
    funds: Table[Fund]
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
    subsidy_rule: Table[rules.SubsidyRule]
    budget: Table[rules.BudgetRule]
    selection: Table[rules.SelectionRule]
    district: Table[rules.DistrictRule]
    duty: Table[rules.DutyRule]
    duty_weights: Table[rules.DutyWeights]
    compensation: Table[rules.CompensationRule]
    guarantee: Table[rules.GuaranteeRule]
    rates: Table[rules.RateRule]
    contract: Table[Contract]
    windows: Table[Window]
    appropriations: Table[Appropriation]
    calls: Table[CallDay]
    lines: Table[LineShare]
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
    applications: Table[Application]
    tiers: Table[Tier]
    flows: Table[Flow]
    put: Table[Put]
    grant: Table[GuaranteeGrant]
    calendar: Any
    draws: Any
    story: Any
