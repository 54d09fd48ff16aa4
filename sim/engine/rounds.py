"""Financing rounds: shown to managers a quarter at a time, led, syndicated, filled (D6)."""

from typing import Final

from sim.clauses.rounding import fen, floor_part
from sim.decisions import screening, selection
from sim.economy import fates, laws
from sim.engine import chance, city_levers, codes, companies, funds, holdings, lending, otc, runway, seeing, steps
from sim.engine.base import count, post, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import ABOUT_COMPANY, BY_ROUND, NO_STAGE, NOBODY
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import CHAINS, Company, Deal, Fund, Holding, Signal, Yes
from sim.engine.order import COMPANY, PAID, PAYMENT, ROUND, SHOWN
from sim.engine.programmes import supports
from sim.engine.raising import investing_fund
from sim.engine.rows import add, law
from sim.engine.rules import FROM_DILUTION
from sim.engine.state import World

QUARTER: Final = 91
LEAST_PART: Final = 0.01  # of a round: a smaller right of a holder to take part is not offered
LOOKS_OF_FUNDS: Final = 1  # in which outside investors do not lead while the round can be shown again
STEPS_A_STAGE: Final = 1 << 16  # of a round's order of managers: more than any round is ever shown to
FEN: Final = 100


@law
def open_round(w: World, c: int, stage: int) -> None:
    """Set size and fundamental value, and show the round for the first time."""
    company, terms, slot = w.companies[c], w.round_law[0], w.companies[c].slot
    deal = add(w.deals)
    deal.stage = stage
    if stage > 0 and w.round_size[0].size_rule == FROM_DILUTION:
        u = draw(w, chance.DILUTION, slot, stage)
        deal.sold = laws.lognormal(u, terms.later_dilution, terms.seed_dilution_sigma)
    else:
        u = draw(w, chance.ROUND_SIZE, slot, stage)
        deal.sought = fen(laws.lognormal(u, terms.size_median[stage], terms.size_sigma[stage]))
    if stage == 0:
        u = draw(w, chance.SEED_DILUTION, slot, 0)
        sold = laws.lognormal(u, terms.seed_dilution, terms.seed_dilution_sigma)
        deal.value = deal.sought * (1.0 / min(sold, terms.dilution_cap) - 1.0) / company.shares
    else:
        u = draw(w, chance.STEP, slot, stage - 1)
        deal.value = company.value * fates.price_step(w.company_law[0], stage - 1, company.quality, u)
    deal.places = 1
    while deal.places < len(w.managers):
        deal.places *= 2
    for chain in range(CHAINS):
        deal.first_moved[chain] = NOBODY
    deal.first_yes = NOBODY
    set_terms(w, company, deal)
    count(w, codes.ROUNDS_OPENED + stage, 1)
    tell(w, steps.ROUND_OPENED, c, deal.sought, stage)
    look(w, c, deal.id)


# ---- who is asked ---------------------------------------------------------------------------------------------------


@law
def next_manager(w: World, company: Company, deal: Deal) -> int:
    """The next manager in the round's order, a Fisher-Yates shuffle drawn as far as it is asked; NOBODY at its end.

    The shuffle is over the next power of two of places, so that one more manager leaves the others in their order.
    """
    slots, places = len(w.managers), deal.places
    while deal.asked < places and slots > 0:
        step = deal.asked
        deal.asked += 1
        u = draw(w, chance.MANAGER_ORDER, company.slot, deal.stage * STEPS_A_STAGE + step)
        place = step + int(u * (places - step))
        number = exchange_places(w, deal, step, place)
        if number < slots:
            return number
    return NOBODY


@law
def exchange_places(w: World, deal: Deal, step: int, place: int) -> int:
    """Put the number at ``step`` of the order at ``place``, which lies no earlier; gives the number that stood there.

    ``step`` is never looked at again.
    """
    here, there = moved_to(w, deal, step), moved_to(w, deal, place)
    number = w.moved[here].number if here != NOBODY else step
    if there != NOBODY:
        moved = w.moved[there]
        before = moved.number
        moved.number = number
        return before
    moved = add(w.moved)
    moved.place = place
    moved.number = number
    moved.next = deal.first_moved[place % CHAINS]
    deal.first_moved[place % CHAINS] = moved.id
    return place


@law
def moved_to(w: World, deal: Deal, place: int) -> int:
    """The row of the number that was put at a place; NOBODY where its own still stands."""
    m = deal.first_moved[place % CHAINS]
    while m != NOBODY:
        moved = w.moved[m]
        if moved.place == place:
            return m
        m = moved.next
    return NOBODY


@law
def held_by(w: World, company: Company, manager: int) -> int:
    """Whether a fund of ``manager`` holds shares; its next fund then stays out."""
    h = company.first_holding
    while h != NOBODY:
        if w.funds[w.holdings[h].fund].manager == manager:
            return 1
        h = w.holdings[h].next_of_company
    return 0


# ---- one look -------------------------------------------------------------------------------------------------------


@law
def look(w: World, c: int, d: int) -> None:
    """One quarter: new managers look, and the round closes if it can."""
    company, deal, terms = w.companies[c], w.deals[d], w.round_law[0]
    set_terms(w, company, deal)
    company.post_money = deal.price * company.shares + deal.size
    count(w, codes.LOOKS, 1)
    count(w, codes.CHASING_YUAN, w.market[0].uninvested // FEN)
    # A round kept open only for an answer that is still to come is shown to nobody new.
    asked = terms.managers_asked if deal.looks < terms.quarters + deal.extra_looks else 0
    for _ in range(asked):
        m = next_manager(w, company, deal)
        if m == NOBODY:
            break
        f = investing_fund(w, m)
        if f != NOBODY and held_by(w, company, m) == 0:
            show(w, company, deal, w.funds[f])
    deal.looks += 1
    plan(w, company, deal)
    raised = raised_by(w, deal)
    if raised >= terms.minimum * deal.size and raised > 0:
        close(w, company, deal)
    else:
        wait(w, company, deal)


@law
def set_terms(w: World, company: Company, deal: Deal) -> None:
    """What the round would close at today."""
    cap = w.round_law[0].dilution_cap
    deal.price = deal.value * seeing.heat(w)
    pre_money = deal.price * company.shares
    deal.most = int(screening.money_for(cap, pre_money))
    if deal.sold > 0.0:
        deal.sought = int(screening.money_for(min(deal.sold, cap), pre_money))
    deal.size = min(deal.sought, deal.most)
    deal.cut = int(deal.sought > deal.most or deal.sold > cap)


@law
def show(w: World, company: Company, deal: Deal, fund: Fund) -> None:
    """A manager looks at the round for its fund; a yes is remembered, highest expected multiple first, ties by fund."""
    ticket = lead_ticket(w, deal, fund)
    if ticket < least_of_lead(w, deal, fund):
        return
    seen = seeing.signal(w, fund, company, deal.stage)
    accepted = accepts(w, company, deal.stage, fund, seen, ticket)
    tell(w, steps.SIGNAL, company.id, fund.id, deal.stage, ticket, seen.id, accepted)
    count(w, codes.SHOWN_TO_ABLE + deal.stage, 1)
    if accepted == 0:
        count(w, codes.DECLINED + deal.stage, 1)
        return
    if dispatch.may_buy(w, fund, company, deal.stage, ticket) == 0:
        return
    yes = add(w.yeses)
    yes.fund = fund.id
    yes.seen = seen.id
    yes.expected = seeing.expected_multiple(w, fund, deal.stage, seen)
    waiting = selection.waiting_looks(w.selection[0].delay_months, seeing.administered(w, fund) > 0)
    yes.looks = deal.looks + 1 + waiting
    deal.last_answer = max(deal.last_answer, yes.looks)
    y, ahead = deal.first_yes, NOBODY
    while y != NOBODY and better(w, y, yes):
        ahead = y
        y = w.yeses[y].next
    yes.next = y
    if ahead == NOBODY:
        deal.first_yes = yes.id
    else:
        w.yeses[ahead].next = yes.id


@law
def better(w: World, y: int, yes: Yes) -> int:
    """Whether the earlier yes ``y`` ranks before ``yes``: by what is expected, not by the signal.

    The highest signal is mostly the least careful manager's.
    """
    earlier = w.yeses[y]
    if earlier.expected != yes.expected:
        return int(earlier.expected > yes.expected)
    return int(w.funds[earlier.fund].slot < w.funds[yes.fund].slot)


@law
def lead_ticket(w: World, deal: Deal, fund: Fund) -> int:
    """What the fund would pay as lead (fen): its share or its own smallest ticket, of a small round the whole."""
    wanted = max(int(w.round_law[0].lead_share * deal.size), funds.smallest_ticket(w, fund))
    return min(min(wanted, deal.size), funds.room_for_new(w, fund))


@law
def least_of_lead(w: World, deal: Deal, fund: Fund) -> int:
    """The smallest ticket with which the fund may lead (fen): a partner's, but of a small round the whole suffices."""
    return max(1, min(deal.size, int(least_of_partner(w, deal, fund))))


@law
def least_of_partner(w: World, deal: Deal, fund: Fund) -> float:
    """The smallest ticket beside a lead that is worth the fund's while and the company's (fen)."""
    return max(w.round_law[0].smallest_ticket * deal.size, float(funds.smallest_ticket(w, fund)))


@law
def accepts(w: World, company: Company, stage: int, fund: Fund, seen: Signal, ticket: int) -> int:
    """The manager's answer today, with the help it reckons with."""
    return int(worth(w, company, stage, fund, seen, ticket) >= w.manager_law[0].bar[stage])


@law
def worth(w: World, company: Company, stage: int, fund: Fund, seen: Signal, ticket: int) -> float:
    """What the manager reckons to get for each yuan of its ticket, with help and its share of the public gain."""
    terms, expected = w.manager_law[0], seeing.expected_multiple(w, fund, stage, seen)
    warmth = seeing.heat(w) if w.round_law[0].heat_in_acceptance else 1.0
    help_fen = dispatch.expected_help(w, fund, company, stage, seen, ticket)
    gain = terms.gain_weight * dispatch.gain_beside(w, fund, company, stage) if terms.gain_weight > 0.0 else 0.0
    return screening.worth(expected, warmth, help_fen, float(ticket), terms.subsidy_weight, gain)


# ---- who pays what --------------------------------------------------------------------------------------------------


@law
def plan(w: World, company: Company, deal: Deal) -> None:
    """Insiders, lead, syndicate, public money, angels, outsiders, in this order; outsiders lead after funds' look."""
    deal.first_ticket = len(w.tickets)
    deal.tickets = 0
    deal.lead = NOBODY
    deal.lead_ticket = 0
    deal.co_investment = 0
    deal.direct = 0
    deal.outside = 0
    left = insiders(w, company, deal, deal.size)
    ready = draw(w, chance.OUTSIDE_READY, company.slot, deal.stage) < outsiders_ready(w, company, deal.stage)
    first = next_able(w, company, deal, deal.first_yes)
    led = first != NOBODY or (ready and (deal.looks > LOOKS_OF_FUNDS or not may_look_again(w, company, deal)))
    if first != NOBODY:
        left = lead_and_syndicate(w, company, deal, first, left)
        deal.co_investment = dispatch.beside_lead(w, company, deal, left, int(ready))
        left -= deal.co_investment
    if led:
        deal.direct = dispatch.directly(w, company, deal, left, int(ready))
        left -= deal.direct
    deal.angels = dispatch.before_outsiders(w, company, deal, left)
    if not led:
        deal.tickets = 0  # nobody leads, but angels need nobody
    elif ready:
        deal.outside = left - deal.angels


@law
def outsiders_ready(w: World, company: Company, stage: int) -> float:
    """The chance that investors who are not in the model stand ready for a round."""
    return otc.ready_at_least(w, company, city_levers.chance_ready(w, stage))


@law
def add_ticket(w: World, deal: Deal, fund: int, amount: int) -> None:
    """One fund's part of the plan."""
    ticket = add(w.tickets)
    ticket.fund = fund
    ticket.fen = amount
    deal.tickets += 1


@law
def insiders(w: World, company: Company, deal: Deal, left: int) -> int:
    """Funds that hold the company keep their share if what they see today passes the bar; gives what is lacking."""
    h = company.first_holding
    while h != NOBODY:
        holding = w.holdings[h]
        amount = min(left, follow_on(w, company, deal, holding))
        if amount > 0:
            add_ticket(w, deal, holding.fund, amount)
            left -= amount
        h = holding.next_of_company
    return left


@law
def follow_on(w: World, company: Company, deal: Deal, holding: Holding) -> int:
    """What an insider pays (fen)."""
    fund, part = w.funds[holding.fund], holding.shares / company.shares
    if part < LEAST_PART:
        return 0
    amount = min(int(part * deal.size), funds.room_for_follow_on(w, fund, holding))
    if amount <= 0:
        return 0
    seen = seeing.signal(w, fund, company, deal.stage)
    accepted = accepts(w, company, deal.stage, fund, seen, amount)
    tell(w, steps.SIGNAL, company.id, fund.id, deal.stage, amount, seen.id, accepted)
    return amount if accepted else 0


@law
def next_able(w: World, company: Company, deal: Deal, y: int) -> int:
    """From ``y`` on, the first fund that said yes, still would today and can pay; NOBODY where there is none."""
    while y != NOBODY:
        yes = w.yeses[y]
        fund = w.funds[yes.fund]
        ticket = lead_ticket(w, deal, fund)
        can_pay = ticket >= least_of_lead(w, deal, fund)
        if can_pay and dispatch.may_buy(w, fund, company, deal.stage, ticket) == 0:
            can_pay = False
        if can_pay and deal.looks >= yes.looks and accepts(w, company, deal.stage, fund, w.signals[yes.seen], ticket):
            return y
        y = yes.next
    return NOBODY


@law
def lead_and_syndicate(w: World, company: Company, deal: Deal, first: int, left: int) -> int:
    """Who expects most leads, others join; gives what the round still lacks."""
    lead = w.funds[w.yeses[first].fund]
    amount = min(lead_ticket(w, deal, lead), left)
    deal.lead = lead.id
    deal.lead_ticket = amount
    add_ticket(w, deal, lead.id, amount)
    left -= amount
    partners = len(w.tickets)
    total = add_partners(w, company, deal, first, left)
    return share_rest(w, partners, min(left, total), total, left)


@law
def add_partners(w: World, company: Company, deal: Deal, first: int, rest: int) -> int:
    """As many partners as the rest feeds with their smallest tickets, in the order of leads, each with all its room."""
    needed, total = 0.0, 0
    y = next_able(w, company, deal, w.yeses[first].next)
    while y != NOBODY:
        fund = w.funds[w.yeses[y].fund]
        room, smallest = funds.room_for_new(w, fund), least_of_partner(w, deal, fund)
        if room >= smallest:
            needed += smallest
            if needed > rest:
                break
            add_ticket(w, deal, fund.id, room)
            total += room
        y = next_able(w, company, deal, w.yeses[y].next)
    return total


@law
def share_rest(w: World, first: int, amount: int, total: int, left: int) -> int:
    """Divide ``amount`` over the tickets from ``first`` on, pro rata to their room; gives what is left of ``left``."""
    rest = amount
    for t in range(len(w.tickets) - 1, first, -1):
        part = floor_part(amount, w.tickets[t].fen, total) if total > 0 else 0
        part = min(rest, part)
        rest -= part
        w.tickets[t].fen = part
    if first < len(w.tickets):
        w.tickets[first].fen = min(w.tickets[first].fen, rest)
    for t in range(first, len(w.tickets)):
        w.tickets[t].fen = min(w.tickets[t].fen, left)
        left -= w.tickets[t].fen
    return left


@law
def raised_by(w: World, deal: Deal) -> int:
    """All of the plan, in fen."""
    return funds_part(w, deal) + deal.co_investment + deal.direct + deal.angels + deal.outside


@law
def funds_part(w: World, deal: Deal) -> int:
    """What the funds pay, in fen."""
    total = 0
    for t in range(deal.first_ticket, deal.first_ticket + deal.tickets):
        total += w.tickets[t].fen
    return total


# ---- closing --------------------------------------------------------------------------------------------------------


@law
def wait(w: World, company: Company, deal: Deal) -> None:
    """Ask again in a quarter while managers and runway last; else the company runs out of money."""
    if deal.first_yes != NOBODY:
        deal.extra_looks += dispatch.round_short(w, company, deal.stage) // QUARTER
    if w.clock[0].today + QUARTER > company.runway_end:
        deal.extra_looks += lending.bridge(w, company, deal) // QUARTER
    if may_look_again(w, company, deal):
        at(w, w.clock[0].today + QUARTER, ROUND, COMPANY, company.slot, SHOWN, codes.LOOK, company.id, deal.id)
        return
    count(w, codes.ROUNDS_FAILED, 1)
    count(w, codes.ROUNDS_FAILED_AT + deal.stage, 1)
    tell(w, steps.ROUND_FAILED, company.id, deal.stage)
    companies.run_out(w, company)


@law
def may_look_again(w: World, company: Company, deal: Deal) -> int:
    """Whether the round can be shown once more in a quarter; a seed round can, whatever the runway."""
    again, seed = w.clock[0].today + QUARTER, company.stage == NO_STAGE
    more = deal.looks < max(w.round_law[0].quarters + deal.extra_looks, deal.last_answer)
    return int(more and (seed or again <= company.runway_end))


@law
def close(w: World, company: Company, deal: Deal) -> None:
    """Bind the money today; it is paid in the payment phase."""
    for t in range(deal.first_ticket, deal.first_ticket + deal.tickets):
        fund = w.funds[w.tickets[t].fund]
        held = holdings.holding_of(w, company, fund) != NOBODY
        funds.pledge(w, fund, w.tickets[t].fen, int(held))
    dispatch.round_closed(w, deal)
    at(w, w.clock[0].today, PAYMENT, COMPANY, company.slot, PAID, codes.PAY_ROUND, company.id, deal.id)


@law
def pay_round(w: World, c: int, d: int) -> None:
    """Shares are bought, money comes in, the next stage begins."""
    company, deal = w.companies[c], w.deals[d]
    closed = add(w.rounds)
    closed.company = company.id
    closed.stage = deal.stage
    closed.day = w.clock[0].today
    closed.size = deal.size
    closed.raised = raised_by(w, deal)
    closed.pre_money = int(deal.price * company.shares + 0.5)
    closed.lead = deal.lead
    closed.funds_fen = funds_part(w, deal)
    closed.co_investment = deal.co_investment
    closed.direct = deal.direct
    closed.angels = deal.angels
    closed.outside = deal.outside
    closed.cut = deal.cut
    tell(w, steps.ROUND_CLOSED, closed.id)
    company.value = deal.value
    company.price = deal.price
    company.priced = w.clock[0].today
    if deal.stage == 0:
        company.first_price = deal.price
    company.lead_skill = 0.0
    company.led_outside = int(deal.lead == NOBODY and deal.outside > 0)
    if deal.lead != NOBODY:
        company.lead_skill = seeing.lead_skill(w, w.funds[deal.lead], deal.co_investment + deal.direct)
    companies.start_stage(w, company, deal.stage)
    lean = companies.lean(w, company, deal.stage) + company.pull
    closed.advance_chance = fates.chance_of_advancing(w.stages[deal.stage], lean)
    closed.runway = company.runway_end - w.clock[0].today
    for t in range(deal.first_ticket, deal.first_ticket + deal.tickets):
        amount = w.tickets[t].fen
        if amount:
            funds.invest(w, w.funds[w.tickets[t].fund], company, deal.stage, amount, runway.issue(company, amount))
    dispatch.lead_paid(w, company, deal)
    post(w, company.cash, codes.OUTSIDE, deal.outside, codes.INVESTMENT, ABOUT_COMPANY + company.slot, BY_ROUND)
    runway.issue(company, deal.outside)
    for t in range(deal.first_ticket, deal.first_ticket + deal.tickets):
        amount = w.tickets[t].fen
        if amount:
            fund = w.funds[w.tickets[t].fund]
            holding = w.holdings[holdings.holding_of(w, company, fund)]
            dispatch.ticket_paid(w, fund, company, holding, deal.stage, amount)
    runway.round_paid(w, company)
    dispatch.round_paid(w, company, deal, deal.most - closed.raised)
    supports.round_paid(w, company)
