"""Which instrument has something to say to what happens: the one list, by hand, in the order of postings.

Funds, rounds, companies and the budget know no instrument by name; they call the hooks here. An instrument that has
nothing for a hook is not in it. To add an instrument: docs/recipes.md.
"""

from collections.abc import Callable

from sim.engine import codes, seeing, small_holders, steps
from sim.engine.base import tell
from sim.engine.codes import CO, COMPENSATION_LINE, GRANT_LINE, GUARANTEE_LINE
from sim.engine.instruments import (
    angels,
    co_investment,
    co_leaving,
    direct_equity,
    guarantee_grant,
    loss_compensation,
    loss_guarantee,
    risk_subsidy,
)
from sim.engine.instruments.stage_equity import duties, early_exit, instalments, offers, parts, puts, stakes, values
from sim.engine.kinds.firms import Company, Deal, Fund, Holding, Manager, Signal
from sim.engine.kinds.money import Level, Purse
from sim.engine.rows import law
from sim.engine.state import World

# What instruments have planned themselves.
EVENTS: dict[int, Callable[[World, int, int], None]] = {
    codes.WITHDRAW_OFFER: offers.withdraw_offer,
    codes.CONSIDER_OPTION: stakes.consider_option,
    codes.STAKE_DUE: stakes.stake_due,
    codes.DISTRIBUTION_DUE: stakes.distribution_due,
    codes.CO_STAKE_DUE: co_leaving.co_stake_due,
    codes.SERVE_APPLICATIONS: co_investment.serve_applications,
    codes.PAY_LATER: co_investment.pay_later,
    codes.PUT_DUE: puts.put_due,
    codes.DUTY_TEST: early_exit.duty_test,
    codes.LEAVE_AGAIN: early_exit.leave_for_breach,
    codes.IDLE_DUE: early_exit.idle_due,
    codes.IDLE_AGAIN: early_exit.sell_idle,
    codes.RESERVE_DUE: loss_compensation.reserve_due,
    codes.COACHING_OVER: guarantee_grant.coaching_over,
}


@law
def begin(w: World) -> None:
    """Before anything happens."""
    offers.begin(w)
    co_investment.begin(w)
    small_holders.begin(w)


@law
def manager_known(w: World, manager: Manager) -> None:
    """A manager is there."""
    risk_subsidy.manager_known(w, manager)
    loss_compensation.manager_known(w, manager)


@law
def company_founded(w: World, company: Company) -> None:
    """A company is founded."""
    co_investment.company_founded(w, company)
    small_holders.company_founded(company)


# ---- the guidance fund's year ---------------------------------------------------------------------------------------


@law
def money_came(w: World, purse: Purse, amount: int) -> None:
    """A purse has got ``amount`` fen, appropriated or to be used again."""
    co_investment.money_came(w, purse, amount)


@law
def year(w: World, level: Level) -> None:
    """The yearly call opens."""
    offers.year(w, level)


@law
def applied(w: World, fund: Fund) -> None:
    """A fund that applied has its turn in the yearly call."""
    offers.applied(w, fund)


# ---- a fund is raised -----------------------------------------------------------------------------------------------


@law
def fund_marketed(w: World, fund: Fund) -> int:
    """A fund comes to market: whether it waits for the yearly call."""
    return offers.fund_marketed(w, fund)


@law
def public_part(w: World, fund: Fund) -> int:
    """Public money (fen) in a fund whose partners have answered."""
    return offers.public_part(w, fund)


@law
def fund_given_up(w: World, fund: Fund) -> None:
    """A fund is not set up."""
    offers.fund_given_up(w, fund)


@law
def fund_set_up(w: World, fund: Fund) -> None:
    """First close."""
    offers.fund_set_up(w, fund)
    loss_compensation.fund_set_up(w, fund)
    loss_guarantee.fund_set_up(w, fund)


@law
def fund_reduced(w: World, fund: Fund) -> None:
    """A fund's commitments have become smaller."""
    stakes.fund_reduced(w, fund)
    puts.fund_reduced(w, fund)


# ---- calls and distributions ----------------------------------------------------------------------------------------


@law
def withheld(w: World, fund: Fund) -> int:
    """Fen of the public line that no call of today could reach."""
    return instalments.withheld(w, fund)


@law
def call_split(w: World, fund: Fund, parts_due: tuple[int, int, int]) -> tuple[int, int, int]:
    """A call's parts by line, once what is held back has been met by others."""
    return instalments.call_split(w, fund, parts_due)


@law
def public_called(w: World, fund: Fund, amount: int) -> None:
    """The public line pays ``amount`` fen."""
    stakes.public_called(w, fund, amount)


@law
def private_called(w: World, fund: Fund, amount: int) -> int:
    """The private line is called; gives the fen that are left to the partners."""
    return puts.private_called(w, fund, amount)


@law
def distribution_planned(w: World, fund: Fund) -> None:
    """A fund will distribute today."""
    stakes.distribution_planned(w, fund)


@law
def public_held(w: World, fund: Fund) -> float:
    """The government's share of the public line, for what it hands on."""
    return parts.public_held(w, fund)


@law
def public_paid(w: World, fund: Fund, amount: int, capital: float, ceded: int) -> None:
    """The public line gets ``amount`` fen, ``capital`` of it capital returned; ``ceded`` is handed on."""
    stakes.public_paid(w, fund, amount, capital, ceded)


@law
def private_paid(w: World, fund: Fund, amount: int) -> int:
    """The private line gets ``amount`` fen; gives what is the partners' own."""
    return puts.private_paid(w, fund, amount)


# ---- a round --------------------------------------------------------------------------------------------------------


@law
def expected_help(w: World, fund: Fund, company: Company, stage: int, seen: Signal, ticket: int) -> float:
    """Fen of help that a manager reckons with on a ticket after what it has seen, all weighed alike, undiscounted (D6).

    The subsidy of today, expected compensation if the deal is lost, the guarantee's part of such a loss if the fund
    ends in loss, and the ticket's share of the grants to the company.
    """
    on, beside = w.lines, 0.0
    if on[COMPENSATION_LINE].on or on[GUARANTEE_LINE].on or on[GRANT_LINE].on:
        quality = seeing.quality_seen(w, fund, seen)
        beside += loss_compensation.expected_help(w, fund, company, stage, ticket, quality)
        beside += loss_guarantee.expected_help(w, fund, stage, ticket, quality)
        beside += guarantee_grant.expected_help(w, company, stage, ticket)
    return risk_subsidy.quote(w, fund, company, stage, ticket) + beside


@law
def gain_beside(w: World, fund: Fund, company: Company, stage: int) -> float:
    """What a manager gets of each yuan of gain on public money beside its own, for each yuan of its ticket."""
    return co_investment.gain_beside(w, fund, company, stage)


@law
def may_buy(w: World, fund: Fund, company: Company, stage: int, ticket: int) -> int:
    """Whether the fund may still choose this deal."""
    return duties.may_buy(w, fund, company, stage, ticket)


@law
def beside_lead(w: World, company: Company, deal: Deal, left: int, ready: int) -> int:
    """Public money (fen) beside the lead of a round that lacks ``left``; ``ready`` where outsiders would fill it."""
    return co_investment.beside_lead(w, CO, company, deal, left, ready)


@law
def directly(w: World, company: Company, deal: Deal, left: int, ready: int) -> int:
    """Money of programmes (fen) in a round that is led and lacks ``left``; ``ready`` where outsiders would fill it."""
    return direct_equity.in_round(w, company, deal, left, ready)


@law
def before_outsiders(w: World, company: Company, deal: Deal, left: int) -> int:
    """What others (fen) put into a round that lacks ``left``, once funds and public money have their part."""
    return angels.before_outsiders(w, company, deal, left)


@law
def round_short(w: World, company: Company, stage: int) -> int:
    """Managers would pay, but the round is not full; gives the days by which the company's money lasts longer."""
    return guarantee_grant.round_short(w, company, stage)


@law
def round_closed(w: World, deal: Deal) -> None:
    """A round has closed and will be paid today."""
    co_investment.round_closed(w, deal)
    angels.round_closed(w, deal)


@law
def lead_paid(w: World, company: Company, deal: Deal) -> None:
    """The funds have paid into the round, outsiders not yet."""
    co_investment.lead_paid(w, company, deal)
    angels.lead_paid(w, company, deal)


@law
def ticket_paid(w: World, fund: Fund, company: Company, holding: Holding, stage: int, amount: int) -> None:
    """A fund's ticket in a round that is paid."""
    duties.ticket_paid(w, fund, company, stage, amount)
    subsidy = risk_subsidy.ticket_paid(w, fund, company, holding, stage, amount)
    loss_compensation.ticket_paid(w, company, holding, stage, amount, subsidy)


@law
def round_paid(w: World, company: Company, deal: Deal, room: int) -> None:
    """All is paid; ``room`` is what the round could still have taken (fen)."""
    co_investment.round_paid(w, company, deal, room)
    guarantee_grant.round_paid(w, company, deal)


# ---- ends -----------------------------------------------------------------------------------------------------------


@law
def term_sale(w: World, holding: Holding, paid: int, kind: int) -> None:
    """A fund is about to sell a company at the end of its term, for ``paid`` fen; ``kind`` of its posting."""
    co_leaving.term_sale(w, holding, paid, kind)


@law
def holding_left(w: World, fund: Fund, company: Company, holding: Holding, proceeds: int, wound_up: int) -> None:
    """A fund has sold or lost a company."""
    risk_subsidy.holding_left(w, fund, holding, proceeds)
    loss_compensation.holding_left(w, fund, company, holding, proceeds, wound_up)


@law
def company_wound_up(w: World, company: Company, share: float) -> None:
    """A company is wound up; whoever invested gets ``share`` of the cost."""
    co_leaving.company_wound_up(w, company, share)
    small_holders.company_wound_up(w, company, share)


@law
def company_sold(w: World, company: Company, price: float, kind: int, route: int) -> None:
    """A company is sold at ``price`` fen a share."""
    co_leaving.company_sold(w, company, price, kind, route)
    small_holders.company_sold(w, company, price)


@law
def lingering_sold(w: World, company: Company, share: float) -> None:
    """A lingering company is sold for ``share`` of its last price, or of each holder's cost where that is less."""
    co_leaving.lingering_sold(w, company, share)
    small_holders.lingering_sold(w, company, share)


@law
def fund_ended(w: World, fund: Fund) -> None:
    """A fund has made its last distribution."""
    risk_subsidy.fund_ended(w, fund)
    loss_compensation.fund_ended(w, fund)
    loss_guarantee.fund_ended(w, fund)
    tell(w, steps.FUND_ENDED, fund.id)  # before what becomes of the public line at its end
    stakes.fund_ended(w, fund)


@law
def nav(w: World) -> None:
    """The horizon: what the guidance fund still holds."""
    values.nav(w)
    co_leaving.nav(w)
    small_holders.nav(w)


@law
def private_value(w: World, fund: Fund) -> float:
    """Value (fen) at the horizon of a sub-fund's private line to its partners."""
    return values.private_value(w, fund)
