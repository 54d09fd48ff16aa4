"""The story of a replication: how each step that a law tells is named, whom it is about, its amount, clause and facts.

Only the reference keeps one; laws never read it. What a step needs beyond the numbers told is read here from the rows
as they stand at that moment, without a draw and without a change.
"""

from collections.abc import Callable
from typing import Any

from sim.clauses.incentives import founding_shares
from sim.economy import fates
from sim.engine import codes, rounds, steps
from sim.engine.lines import committed
from sim.engine.programmes import applying
from sim.engine.records import ANGELS, OUTSIDERS, fund_name, whom
from sim.engine.state import World
from sim.ledger import vocabulary as v
from sim.ledger.history import Step
from sim.scenario.articles import changes
from sim.scenario.economy_schema import OWNERS, SECTORS, STAGES
from sim.scenario.scenario_schema import Scenario

Number = int | float
Told = dict[str, Any]
Teller = Callable[[World, tuple[Number, ...]], Step | None]

FEN_PER_YUAN = 100.0
MILESTONES = {
    fates.ADVANCE: "advance",
    fates.TRADE_SALE: "trade_sale",
    fates.FILING: "filing",
    fates.FAIL: "fail",
    fates.STALL: "stall",
}
PURPOSES = {codes.PAY_FEE: "fund.fee", codes.INVESTMENT: "investment"}
FAILURES = {codes.FAILED_FOR_MONEY: "money", codes.FAILED_FOR_TIME: "time"}
# Programmes with the key of what they give, by their place among the ordinals of the noise.
PROGRAMMES = {
    applying.FOR_GRANT: ("grant", "research_money.size"),
    applying.FOR_SME_FUND: ("sme_fund", "growth_firms.sme_amount"),
    applying.FOR_ORDER: ("order", "procurement.order_share"),
    applying.FOR_RECOGNITION: ("recognition", "recognition.enabled"),
    applying.FOR_POST_SUBSIDY: ("post_subsidy", "research_money.size"),
}
# How the partners' decision about a stake is called, by the clause that asks them.
CONSIDERED = {codes.BY_OPTION: "option.considered", codes.BY_DEADLINE: "deadline.first_refusal"}
# Numbers that stand for words; those ending in ``_fen`` are whole fen, all others are told as they are.
WORDS: dict[str, Callable[[int], str]] = {
    "stage": STAGES.__getitem__,
    "kind": MILESTONES.__getitem__,
    "purpose": PURPOSES.__getitem__,
    "reason": FAILURES.__getitem__,
    "holder": codes.SMALL_HOLDERS.__getitem__,
}
ABOUT: dict[str, Callable[[World, int], str]] = {
    "achievement": lambda w, a: f"achievement {w.achievements[a].slot}",
    "company": lambda w, c: v.company_name(w.companies[c].slot),
    "fund": lambda w, f: fund_name(w.funds[f].slot),
    "level": lambda w, level: whom(w.levels[level].whom),
}


class Story(list[Step]):
    """The steps of a replication in the order in which they were told."""

    def tell(self, w: World, what: int, numbers: tuple[Number, ...]) -> None:
        """Add the step ``what`` (``steps``) of today; some are told only where there is an amount."""
        step = TELLERS[what](w, numbers)
        if step is not None:
            self.append(step)


def fact(name: str, value: Any) -> Any:
    """A number told, as a reader's fact: whole fen, or a word."""
    if name in WORDS:
        return WORDS[name](int(value))
    return int(value) if name.endswith("_fen") or isinstance(value, bool) else value


def step_of(w: World, what: str, told: Told, clause: str = "", facts: Told | None = None) -> Step:
    """A step of today about everybody that ``told`` names, with the clause told where none is given."""
    about = tuple(ABOUT[name](w, int(row)) for name, row in told.items() if name in ABOUT)
    by = codes.CLAUSES[told["clause"]] if not clause and "clause" in told else clause
    return Step(w.clock[0].today, about, what, int(told.get("amount", 0)), by, facts or {})


def plain(what: str, takes: str, clause: str = "", facts: str = "", *, some: bool = False) -> Teller:
    """A teller by names: ``takes`` names the numbers, ``facts`` those that become facts (``fact=number`` renames one).

    ``some``: only where there is an amount.
    """
    names, chosen = takes.split(), [one.partition("=") for one in facts.split()]

    def tell(w: World, numbers: tuple[Number, ...]) -> Step | None:
        told = dict(zip(names, numbers, strict=True))
        if some and not told["amount"]:
            return None
        found = {name: fact(name, told[source or name]) for name, _, source in chosen}
        return step_of(w, what, told, clause, found)

    return tell


# ---- what needs more than names -------------------------------------------------------------------------------------


def completed(w: World, numbers: tuple[Number, ...]) -> Step:
    """A result, told when it is discovered."""
    one = w.achievements[int(numbers[0])]
    facts = {
        "sector": SECTORS[one.sector],
        "owner": OWNERS[one.owner],
        "appraised_fen": one.appraised,
        "quality": one.quality,
        "completed": one.completed,
    }
    return step_of(w, "achievement.completed", {"achievement": one.id, "amount": one.appraised}, facts=facts)


def refused(w: World, numbers: tuple[Number, ...]) -> Step:
    """The department or the finance bureau refuses."""
    achievement, bureau = numbers
    clause = "disposal.refusal" if bureau else "disposal.refusal_department"
    return step_of(w, "achievement.refused", {"achievement": achievement}, clause, {"bureau": int(bureau)})


def converted(w: World, numbers: tuple[Number, ...]) -> Step:
    """A result is converted; the company that will be founded on it has its number."""
    one = w.achievements[int(numbers[0])]
    step = step_of(w, "achievement.converted", {"achievement": one.id}, facts={"local": one.local})
    step.about = (*step.about, v.company_name(one.slot))
    return step


def founded(w: World, numbers: tuple[Number, ...]) -> Step:
    """Who holds the founding shares."""
    company, achievement = int(numbers[0]), int(numbers[1])
    declared, terms = w.achievements[achievement].declared / FEN_PER_YUAN, w.pipeline[0]
    cap = w.institutions[w.achievements[achievement].path_law].technology_cap
    shares = founding_shares(declared, terms.founding_cash, w.companies[company].award, cap)
    facts = dict(zip(("institution", "inventors", "founders"), shares, strict=True))
    return step_of(w, "company.founded", {"company": company, "achievement": achievement}, facts=facts)


def wound_up(w: World, numbers: tuple[Number, ...]) -> Step:
    """Failed, or out of money."""
    company, recovery = int(numbers[0]), numbers[1]
    what = f"company.{codes.ENDS[w.companies[company].end]}"
    return step_of(w, what, {"company": company}, facts={"recovery": recovery})


def signal(w: World, numbers: tuple[Number, ...]) -> Step:
    """What a manager saw of a company, what it reckons with for each yuan, help included, and its answer."""
    company, fund, stage, ticket, s, accepted = numbers
    seen = w.signals[int(s)]
    value = rounds.worth(w, w.companies[int(company)], int(stage), w.funds[int(fund)], seen, int(ticket))
    facts = {"x": seen.x, "bar": w.manager_law[0].bar[int(stage)], "value": value, "accepted": int(accepted)}
    return step_of(w, "fund.signal", {"company": company, "fund": fund, "amount": ticket}, facts=facts)


def round_closed(w: World, numbers: tuple[Number, ...]) -> Step:
    """A round, with who leads it."""
    one = w.rounds[int(numbers[0])]
    others = ANGELS if one.angels and not one.outside else OUTSIDERS
    lead = others if one.lead == codes.NOBODY else ABOUT["fund"](w, one.lead)
    facts = {"stage": STAGES[one.stage], "raised_fen": one.raised, "pre_money_fen": one.pre_money, "lead": lead}
    step = step_of(w, "company.round_closed", {"company": one.company, "amount": one.raised}, facts=facts)
    step.about = (*step.about, lead)
    return step


def set_up(w: World, numbers: tuple[Number, ...]) -> Step:
    """A first close, with its partners."""
    fund = w.funds[int(numbers[0])]
    private, public, own = fund.commitment[codes.PRIVATE], fund.commitment[codes.PUBLIC], fund.commitment[codes.OWN]
    clause = "stage_equity.share_cap" if public else ""
    facts = {"private_fen": private, "public_fen": public, "manager_fen": own}
    return step_of(w, "fund.set_up", {"fund": fund.id, "amount": committed(fund)}, clause, facts)


def answered(w: World, numbers: tuple[Number, ...]) -> Step:
    """The guidance fund's answer to an application."""
    fund, by_record = w.funds[int(numbers[0])], numbers[1]
    what = "fund.approved" if fund.offer else "fund.refused"
    clause = "stage_equity.share_cap"
    if by_record:
        what, clause = "fund.refused_record", "tolerance.single_deal"
    facts = {"offer_fen": fund.offer + fund.district_offer}
    return step_of(w, what, {"fund": fund.id, "amount": fund.offer}, clause, facts)


def conceded(w: World, numbers: tuple[Number, ...]) -> Step | None:
    """What the public line hands on of its gains beside what is over the cap."""
    fund, partners, manager, founders = (int(one) for one in numbers)
    total = partners + manager + founders
    if not total:
        return None
    facts = {"partners_fen": partners, "manager_fen": manager, "founders_fen": founders}
    return step_of(w, "fund.conceded", {"fund": fund, "amount": total}, "stage_equity.concession", facts)


def distributed(w: World, numbers: tuple[Number, ...]) -> Step:
    """A distribution by line."""
    fund, parts = int(numbers[0]), [int(one) for one in numbers[1:]]
    facts = dict(zip(("public_fen", "private_fen", "manager_fen", "carry_fen"), parts, strict=True))
    return step_of(w, "fund.distribution", {"fund": fund, "amount": sum(parts)}, "economy.fund.hurdle", facts)


def invested(w: World, numbers: tuple[Number, ...]) -> Step:
    """A ticket is paid; its stage is told as a number."""
    fund, company, stage, amount = (int(one) for one in numbers)
    facts: Told = {"stage": stage, "ticket_fen": amount}
    return step_of(w, "fund.invested", {"fund": fund, "company": company, "amount": amount}, facts=facts)


# ---- the guidance fund's money --------------------------------------------------------------------------------------


def appropriated(w: World, numbers: tuple[Number, ...]) -> Step:
    """The year's money of city or district."""
    level, amount = int(numbers[0]), numbers[1]
    what = f"{fund_of_level(w, level)}.appropriation"
    return step_of(w, what, {"level": level, "amount": amount}, codes.CLAUSES[w.levels[level].by_money])


def remitted(w: World, numbers: tuple[Number, ...]) -> Step | None:
    """Money that goes back to the treasury."""
    purse, amount, clause = w.purses[int(numbers[0])], numbers[1], codes.CLAUSES[int(numbers[2])]
    if not amount:
        return None
    told = {"level": purse.level, "amount": amount}
    if w.levels[purse.level].whom == codes.ABOUT_DISTRICT:
        return step_of(w, "district_fund.remitted", told, "levels.district")
    return step_of(w, "guidance_fund.remitted", told, clause, {"line": v.GUIDANCE_LINES[purse.line]})


def recycled(w: World, numbers: tuple[Number, ...]) -> Step | None:
    """Receipts that are used again; of a district nothing is told."""
    purse, amount = w.purses[int(numbers[0])], numbers[1]
    if not amount or w.levels[purse.level].whom == codes.ABOUT_DISTRICT:
        return None
    told, facts = {"level": purse.level, "amount": amount}, {"line": v.GUIDANCE_LINES[purse.line]}
    return step_of(w, "guidance_fund.recycled", told, "budget.recycle_until_year", facts)


def fund_of_level(w: World, level: int) -> str:
    """The guidance fund of city or district as steps name it."""
    return "guidance_fund" if w.levels[level].whom == codes.ABOUT_GUIDANCE else "district_fund"


# ---- instruments ----------------------------------------------------------------------------------------------------


def duty_tested(w: World, numbers: tuple[Number, ...]) -> Step:
    """Kept or broken."""
    fund, missing = w.funds[int(numbers[0])], numbers[1]
    what = "duty.kept" if fund.duty_kept else "duty.broken"
    return step_of(w, what, {"fund": fund.id, "amount": missing}, "stage_equity.duty")


def considered(w: World, numbers: tuple[Number, ...]) -> Step:
    """Whether partners (or the manager) buy what the guidance fund holds."""
    fund, price, value, liquid, decided, clause = numbers
    what = CONSIDERED.get(int(clause), "leave.offered")
    # The first refusal at a deadline is told under the option, at whose formula price it is made.
    by = codes.CLAUSES[codes.BY_OPTION if clause == codes.BY_DEADLINE else int(clause)]
    facts = {
        "own_value_fen": int(value),
        "strike_fen": int(price),
        "liquid": int(liquid),
        "decided": int(decided),
    }
    return step_of(w, what, {"fund": fund, "amount": price}, by, facts)


def auctioned(w: World, numbers: tuple[Number, ...]) -> Step:
    """One bid for a stake."""
    fund, bid, floor, sold, clause = numbers
    what = "deadline.auction" if clause == codes.BY_DEADLINE else "leave.auction"
    facts = {"bid_fen": int(bid), "floor_fen": int(floor), "sold": int(sold)}
    return step_of(w, what, {"fund": fund, "amount": bid}, codes.CLAUSES[int(clause)], facts)


def co_invested(w: World, numbers: tuple[Number, ...]) -> Step:
    """At the closing, or later within the window."""
    company, fund, amount, clause = numbers
    if clause == codes.BY_DIRECT_EQUITY:
        beside = {} if fund == codes.NOBODY else {"fund": fund}
        what = "direct_equity.made" if beside else "direct_equity.made_alone"
        return step_of(w, what, {"company": company, **beside, "amount": amount}, codes.CLAUSES[int(clause)])
    what = "co_investment.made" if clause == codes.BY_CO_INVESTMENT else "co_investment.made_later"
    return step_of(w, what, {"company": company, "fund": fund, "amount": amount}, codes.CLAUSES[int(clause)])


def of_scheme(what: str, takes: str, clause: str, facts: str = "") -> Teller:
    """A teller of co-investment, or of direct equity where the number told last, its scheme, says so."""
    direct = plain(what.replace("co_investment.", "direct_equity."), f"{takes} scheme", "mix.equity", facts)
    own = plain(what, f"{takes} scheme", clause, facts)
    return lambda w, numbers: (direct if numbers[-1] else own)(w, numbers)


def granted(w: World, numbers: tuple[Number, ...]) -> Step:
    """A grant before or after a fund has invested."""
    company, amount, clause, days = numbers
    what = "grant.before" if clause == codes.BY_PRE_GRANT else "grant.after"
    return step_of(w, what, {"company": company, "amount": amount}, codes.CLAUSES[int(clause)], {"days": days})


def applied(w: World, numbers: tuple[Number, ...]) -> Step:
    """A company stands before a programme, with its score."""
    company, programme, points = numbers
    name, clause = PROGRAMMES[int(programme)]
    return step_of(w, "programme.applied", {"company": company}, clause, {"programme": name, "score": points})


def refused_budget(w: World, numbers: tuple[Number, ...]) -> Step:
    """The money of a programme was gone before its turn came."""
    company, programme = numbers
    name, clause = PROGRAMMES[int(programme)]
    return step_of(w, "programme.refused_budget", {"company": company}, clause, {"programme": name})


def of_articles(scenario: Scenario, horizon: int) -> list[Step]:
    """A step for each day up to ``horizon`` on which an article begins or ends."""
    return [
        Step(day, (f"article {article}",), "article.begins" if begins else "article.ends")
        for day, article, begins in changes(scenario.policy, scenario.start)
        if day <= horizon
    ]


# ---- the table ------------------------------------------------------------------------------------------------------

TELLERS: dict[int, Teller] = {
    steps.COMPLETED: completed,
    steps.DISCOVERED: plain("achievement.discovered", "achievement"),
    steps.EVALUATED: plain("achievement.evaluated", "achievement"),
    steps.NURTURED: plain("achievement.nurtured", "achievement score", facts="score"),
    steps.SCREENED: plain("achievement.screened", "achievement score", facts="score"),
    steps.ASKED_APPROVAL: plain("achievement.approval_requested", "achievement", "institutions.approval_line"),
    steps.DECIDED: plain("achievement.decided", "achievement", "institutions.approval_line"),
    steps.TAKEN_OVER: plain("achievement.taken_over", "achievement", "institutions.takeover_month"),
    steps.SPLIT: plain("achievement.split", "achievement amount", "disposal.split_share"),
    steps.REFUSED: refused,
    steps.SHELVED: plain("achievement.shelved", "achievement chance", facts="chance"),
    steps.CONVERTED: converted,
    steps.FOUNDED: founded,
    steps.AWARDED: plain("award.granted", "company share", "institutions.inventor_share", "share"),
    steps.DECLINED: plain("award.declined", "company share", "institutions.inventor_share", "share"),
    steps.TAX_OWED: plain("award.tax_due", "company amount instalments", "inventors.instalments", "instalments"),
    steps.MILESTONE: plain("company.milestone", "company kind stage", facts="kind stage"),
    steps.FILED: plain("company.filed", "company"),
    steps.STALLED: plain("company.stalled", "company"),
    steps.WOUND_UP: wound_up,
    steps.LINGERS: plain("company.lingers", "company"),
    steps.LINGERING_SALE: plain("company.lingering_sale", "company share", facts="share"),
    steps.LEFT: plain("company.left", "company"),
    steps.OTC: plain("company.otc", "company", "otc.rate"),
    steps.LOAN: plain(
        "company.loan", "company amount interest_fen days pledged_fen", "economy.bank", "interest_fen days pledged_fen"
    ),
    steps.REPAID: plain("company.repaid", "company amount interest_fen", "economy.bank", "interest_fen"),
    steps.DEFAULTED: plain(
        "company.defaulted",
        "company amount paid_fen cover_fen sold_fen lost_fen",
        "economy.bank",
        "paid_fen cover_fen sold_fen lost_fen",
    ),
    steps.COVERED: plain("cover.given", "company amount clause fee_fen support_fen", facts="fee_fen support_fen"),
    steps.INTEREST_PAID_BACK: plain("company.interest_paid_back", "company amount", "credit.interest_share", some=True),
    steps.COVER_CALLED: plain("cover.called", "company amount clause unpaid_fen", facts="unpaid_fen"),
    steps.RECOGNISED: plain("company.recognised", "company", "recognition.enabled"),
    steps.SUPPORTED: plain("programme.paid", "company amount clause"),
    steps.PROGRAMME_APPLIED: applied,
    steps.REFUSED_BUDGET: refused_budget,
    steps.GRANT_AWARDED: plain("grant.awarded", "company amount clause"),
    steps.ACCEPTED: plain("grant.accepted", "company amount clause"),
    steps.PROJECT_LOST: plain("grant.lost", "company amount clause"),
    steps.GAZELLE: plain("company.gazelle", "company", "growth_firms.gazelle"),
    steps.ORDERED: plain("company.order", "company amount", "procurement.order_share"),
    steps.TRADE_SALE: plain("company.trade_sale", "company amount price", facts="price"),
    steps.LISTED: plain("company.listed", "company amount price", facts="price"),
    steps.LOCKUP_SALE: plain("company.lockup_sale", "company factor", facts="factor"),
    steps.ROUND_OPENED: plain("company.round_opened", "company amount stage", facts="stage"),
    steps.SIGNAL: signal,
    steps.ROUND_FAILED: plain("company.round_failed", "company stage", facts="stage"),
    steps.ROUND_CLOSED: round_closed,
    steps.MARKETED: plain("fund.marketed", "fund amount", facts="target_fen=amount"),
    steps.APPLIED: plain("fund.applied", "fund", "budget.call_month"),
    steps.STAYED_AWAY: plain("fund.stayed_away", "fund income", facts="income"),
    steps.ANSWERED: answered,
    steps.ATTEMPT_FAILED: plain("fund.attempt_failed", "fund reason attempt", facts="reason attempt"),
    steps.NOT_SET_UP: plain("unilateral.not_set_up", "fund amount", "stage_equity.unilateral"),
    steps.SET_UP: set_up,
    steps.BOUND_EARLY: plain("fund.bound_early", "fund amount early_share", "stage_equity.early_cap", "early_share"),
    steps.CALLED: plain("fund.called", "fund amount purpose public_fen", "economy.fund", "purpose public_fen"),
    steps.INVESTED: invested,
    steps.CAPPED: plain("fund.capped", "fund amount", "stage_equity.return_cap", some=True),
    steps.CONCEDED: conceded,
    steps.DISTRIBUTED: distributed,
    steps.FUND_ENDED: plain("fund.ended", "fund"),
    steps.REDUCED: plain("fund.reduced", "fund amount kept_share", "economy.fund", "kept_share"),
    steps.APPROPRIATED: appropriated,
    steps.REMITTED: remitted,
    steps.RECYCLED: recycled,
    steps.CALL_OPENED: plain("guidance_fund.call", "level amount", "budget.call_month"),
    steps.PASSED_OVER: plain("duty.passed_over", "company fund amount needed_fen", "stage_equity.duty", "needed_fen"),
    steps.DUTY_TESTED: duty_tested,
    steps.LEFT_IDLE: plain("unilateral.idle", "fund amount", "stage_equity.unilateral"),
    steps.CONSIDERED: considered,
    steps.OUTSIDER: plain(
        "option.outsider", "fund amount bid_fen bought", "stage_equity.option", "bid_fen strike_fen=amount bought"
    ),
    steps.OVERDUE: plain("deadline.overdue", "fund", "stage_equity.at_deadline"),
    steps.APPRAISED: plain("deadline.appraised", "fund amount", "stage_equity.at_deadline"),
    steps.AUCTIONED: auctioned,
    steps.EXERCISED: plain("option.exercised", "fund amount clause"),
    steps.PUT_CONSIDERED: plain(
        "put.considered",
        "fund amount own_value_fen wanted sold",
        "stage_equity.put",
        "own_value_fen price_fen=amount wanted sold",
    ),
    steps.CO_INVESTED: co_invested,
    steps.CO_APPLIED: plain("co_investment.applied", "company fund amount", "co_investment.window_months"),
    steps.CO_CONSIDERED: of_scheme(
        "co_investment.deadline",
        "company amount own_value_fen bought",
        "co_investment.maximum_holding_years",
        "price_fen=amount own_value_fen bought",
    ),
    steps.CO_AUCTIONED: of_scheme(
        "co_investment.auction",
        "company amount floor_fen sold",
        "co_investment.at_deadline",
        "bid_fen=amount floor_fen sold",
    ),
    steps.CO_OVERDUE: of_scheme("deadline.overdue", "company", "co_investment.maximum_holding_years"),
    steps.CO_WITH_LEAD: plain("co_investment.with_lead", "company amount", "co_investment.no_earlier_exit"),
    steps.CO_LEFT: of_scheme(
        "co_investment.exit", "company amount gain_share_fen", "co_investment.gain_share", "gain_share_fen"
    ),
    steps.DE_FOUNDERS_ASKED: plain(
        "direct_equity.founders",
        "company amount own_value_fen bought",
        "mix.equity",
        "price_fen=amount own_value_fen bought",
    ),
    steps.INCUBATED: plain("company.incubated", "company", "services.places"),
    steps.OUT_OF_INCUBATOR: plain("company.graduated_incubator", "company", "services.stay_months"),
    steps.ANGEL_PAID: plain("angel.paid", "company amount", "angels.ticket"),
    steps.SMALL_HOLDER_LEFT: plain("small_holder.left", "company holder amount", facts="holder"),
    steps.SUBSIDY_PAID: plain("subsidy.paid", "fund company amount", "risk_subsidy.rate"),
    steps.SUBSIDY_DRAWN: plain("subsidy.drawn", "fund company amount", "risk_subsidy.rate", some=True),
    steps.COMPENSATED: plain(
        "loss.compensated",
        "fund company amount loss_fen reserve_fen",
        "loss_compensation.rate_by_stage",
        "loss_fen reserve_fen",
        some=True,
    ),
    steps.GRANTED: granted,
    steps.RECLAIMED: plain("grant.reclaimed", "company amount", "guarantee_grant.clawback"),
    steps.GUARANTEED: plain("guarantee.given", "fund amount", "loss_guarantee.rate", some=True),
    steps.GUARANTEE_PAID: plain(
        "guarantee.paid", "fund amount bound_fen", "loss_guarantee.rate", "bound_fen", some=True
    ),
}
