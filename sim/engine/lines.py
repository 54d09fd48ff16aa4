"""A fund's three lines (public, private, manager): what each paid in, is owed, and received (D9)."""

from sim.clauses import draw_order, ranking, rate_path, waterfall
from sim.clauses.distribution import Distribution, WholeFen, beyond_cap, entitled, given_up
from sim.clauses.draw_order import PRO_RATA
from sim.clauses.ranking import EVEN
from sim.clauses.rate_path import Steps
from sim.clauses.return_cap import Payment, Receipt
from sim.clauses.waterfall import NOTHING, Split
from sim.engine.codes import BY_MANAGER, NOBODY, OWN, PRIVATE, PUBLIC
from sim.engine.kinds.firms import Fund
from sim.engine.rows import add, law
from sim.engine.rules import CAP_RATE, NO_RATE, PREFERRED_RATE, SHARE_AND_HURDLE
from sim.engine.state import World


@law
def committed(fund: Fund) -> int:
    """All commitments."""
    return fund.commitment[PUBLIC] + fund.commitment[PRIVATE] + fund.commitment[OWN]


@law
def drawn(fund: Fund) -> int:
    """All calls so far."""
    return fund.paid_in[PUBLIC] + fund.paid_in[PRIVATE] + fund.paid_in[OWN]


@law
def under_contract(fund: Fund) -> int:
    """Whether the public line's own terms hold in the fund: it was set up with public money."""
    return int(fund.public_at_close > 0)


@law
def set_terms(w: World, fund: Fund) -> None:
    """The preferred return of the lines: the fund's hurdle, or that of the public line's contract."""
    fund.first_payment = NOBODY
    fund.last_payment = NOBODY
    fund.first_receipt = NOBODY
    fund.last_receipt = NOBODY
    own = w.contract[0].public_rate if under_contract(fund) else 0.0
    fund.follows = w.contract[0].indexed if under_contract(fund) else 0
    set_rates(w, fund, own)


@law
def set_rates(w: World, fund: Fund, own: float) -> None:
    """Yearly rates where the public line's is ``own``, 0 for the fund's hurdle."""
    hurdle = w.fund_terms[0].hurdle
    public = own if own != 0.0 else hurdle
    others = public if under_contract(fund) > 0 and w.contract[0].for_all > 0 else hurdle
    fund.rate[PUBLIC] = public
    fund.rate[PRIVATE] = others
    fund.rate[OWN] = others


@law
def shares_of_call(w: World, fund: Fund, amount: int) -> tuple[int, int, int]:
    """A call split over the lines in the fund's draw order; nobody pays beyond its commitment."""
    order = w.stage_rule[0].draw_order if under_contract(fund) else PRO_RATA
    commitments = (fund.commitment[PUBLIC], fund.commitment[PRIVATE], fund.commitment[OWN])
    paid = (fund.paid_in[PUBLIC], fund.paid_in[PRIVATE], fund.paid_in[OWN])
    return draw_order.shares_of_call(order, amount, commitments, paid)


# ---- balances -------------------------------------------------------------------------------------------------------


@law
def accrued(w: World, fund: Fund, line: int, day: int) -> float:
    """A line's preferred return on ``day``, if nothing flows until then."""
    return interest(w, fund, line, day, fund.unreturned[line], fund.preference[line])


@law
def interest(w: World, fund: Fund, line: int, day: int, capital: float, preference: float) -> float:
    """A preferred return on so much capital and preference of a line, brought to ``day``."""
    if fund.follows and (line == PUBLIC or w.contract[0].for_all > 0):
        rule, start = w.rates[PREFERRED_RATE], w.clock[0].start
        steps = Steps(rule.days, rule.rates)
        return rate_path.preferred(capital, preference, steps, start + fund.day, start + day)
    rate = w.fund_terms[0].hurdle if fund.follows else fund.rate[line]
    return waterfall.accrue(capital, preference, rate, day - fund.day)


@law
def accrue(w: World, fund: Fund, day: int) -> None:
    """Bring the preferred return to ``day``."""
    for line in range(3):
        fund.preference[line] = accrued(w, fund, line, day)
        if w.fund_end[0].clawback == SHARE_AND_HURDLE:
            fund.behind[line] += interest(w, fund, line, day, fund.behind[line], 0.0)
    fund.day = day


@law
def book_call(w: World, fund: Fund, day: int, parts: tuple[int, int, int]) -> None:
    """Book a call; the first fixes an indexed preferred return where the contract says so."""
    if fund.follows and w.contract[0].fixed_at_call:
        rule = w.rates[PREFERRED_RATE]
        set_rates(w, fund, rate_path.rate_on(Steps(rule.days, rule.rates), w.clock[0].start + day))
        fund.follows = 0
    accrue(w, fund, day)
    for line in range(3):
        fund.paid_in[line] += parts[line]
        fund.unreturned[line] += parts[line]
        fund.behind[line] += parts[line]
    if parts[PUBLIC] > 0 and keeps_flows(w, fund) > 0:
        flow = add_flow(w, day, float(parts[PUBLIC]))
        if fund.last_payment == NOBODY:
            fund.first_payment = flow
        else:
            w.flows[fund.last_payment].next = flow
        fund.last_payment = flow


@law
def keeps_flows(w: World, fund: Fund) -> int:
    """Whether cap or concession depends on the public line's dated flows."""
    return int(under_contract(fund) > 0 and (w.contract[0].capped > 0 or len(w.tiers) > 0))


@law
def add_flow(w: World, day: int, amount: float) -> int:
    """A dated flow of the public line."""
    flow = add(w.flows)
    flow.day = w.clock[0].start + day
    flow.fen = amount
    flow.next = NOBODY
    return flow.id


# ---- sharing --------------------------------------------------------------------------------------------------------


@law
def share(w: World, fund: Fund, day: int, amount: float, public_first: int) -> Split:
    """How ``amount`` would be shared on ``day``, before cap and concession; books nothing."""
    terms, contract = w.fund_terms[0], w.contract[0]
    senior, layer, residual_share = 0, 0.0, EVEN
    if under_contract(fund):
        senior = ranking.PREFERENCE_FIRST if contract.preference_first else contract.public_senior
        layer = contract.first_loss_share * float(fund.size_at_close)
        residual_share = contract.residual_share
    return ranking.ranked_split(
        amount,
        (fund.unreturned[PUBLIC], fund.unreturned[PRIVATE], fund.unreturned[OWN]),
        (accrued(w, fund, PUBLIC, day), accrued(w, fund, PRIVATE, day), accrued(w, fund, OWN, day)),
        (float(fund.paid_in[PUBLIC]), float(fund.paid_in[PRIVATE]), float(fund.paid_in[OWN])),
        fund.profit_paid,
        float(fund.carry_paid),
        terms.carry,
        terms.catch_up,
        public_first > 0,
        senior,
        layer,
        residual_share,
    )


@law
def hand_on(w: World, fund: Fund, day: int, split: Split) -> Distribution:
    """A split with what the public line hands on of its part: beyond the cap, and conceded."""
    contract = w.contract[0]
    if keeps_flows(w, fund) == 0 or fund.released > 0:
        return Distribution(split, 0.0, NOTHING)
    payments, receipts, today = payments_of(w, fund, day), receipts_of(w, fund), w.clock[0].start + day
    beyond = 0.0
    if contract.capped:
        rule = w.rates[CAP_RATE if contract.cap_each_day else NO_RATE]
        path = Steps(rule.days, rule.rates)
        beyond = beyond_cap(split, payments, receipts, today, contract.cap_compound > 0, path)
    public = fund.paid_in[PUBLIC]
    multiple = fund.local_fen / public if public > 0 else 0.0
    return Distribution(split, beyond, given_up(split, beyond, payments, receipts, today, w.tiers, multiple))


@law
def payments_of(w: World, fund: Fund, day: int) -> list[Payment]:
    """The public line's payments, each under the cap's rate of its own day or of ``day``."""
    rule, start, contract = w.rates[CAP_RATE], w.clock[0].start, w.contract[0]
    steps, found = Steps(rule.days, rule.rates), [Payment(0, 0.0, 0.0)]
    found.pop()
    today = 0.0 if contract.cap_at_payment else rate_path.rate_on(steps, start + day)
    n = fund.first_payment
    while n != NOBODY:
        flow = w.flows[n]
        rate = rate_path.rate_on(steps, flow.day) if contract.cap_at_payment else today
        found.append(Payment(flow.day, flow.fen, rate))
        n = flow.next
    return found


@law
def receipts_of(w: World, fund: Fund) -> list[Receipt]:
    """What the public line was entitled to so far, after the cap and before any concession."""
    found = [Receipt(0, 0.0)]
    found.pop()
    n = fund.first_receipt
    while n != NOBODY:
        found.append(Receipt(w.flows[n].day, w.flows[n].fen))
        n = w.flows[n].next
    return found


@law
def line_value(w: World, fund: Fund, day: int, amount: float, line: int) -> float:
    """What one line would get if ``amount`` were shared on ``day`` and the fund went on, before cap and concession."""
    split = share(w, fund, day, amount, 0)
    return split.capital[line] + split.preference[line] + split.residual[line]


@law
def public_first(w: World, fund: Fund, amount: float) -> int:
    """Whether public capital comes first if the fund ends with ``amount``: not all capital comes back (清算优先)."""
    return int(w.stage_rule[0].liquidation_preference > 0 and amount < unreturned(fund))


@law
def final_value(w: World, fund: Fund, day: int, amount: float, line: int) -> float:
    """What one line would get if the fund ended on ``day`` with ``amount``, before cap and concession."""
    split = share(w, fund, day, amount, public_first(w, fund, amount))
    return split.capital[line] + split.preference[line] + split.residual[line]


@law
def held_value(w: World, fund: Fund, day: int, amount: float, line: int, held: float) -> float:
    """The same after cap and concession: a public line held by the government, the others with what they get."""
    split = share(w, fund, day, amount, public_first(w, fund, amount))
    found = hand_on(w, fund, day, split)
    own = split.capital[line] + split.preference[line] + split.residual[line]
    to_partners = found.over_cap + found.conceded[0]
    if line == PUBLIC:
        return own - to_partners - found.conceded[1] - found.conceded[2]
    return own + held * (to_partners if line == PRIVATE else found.conceded[1])


@law
def worth_to(w: World, fund: Fund, day: int, amount: float, buyer: int) -> float:
    """What partners or manager would gain by owning the public line: all of it less what it hands them anyway."""
    found = hand_on(w, fund, day, share(w, fund, day, amount, 0))
    if buyer == BY_MANAGER:
        return entitled(found.split) - found.conceded[1]
    return entitled(found.split) - found.over_cap - found.conceded[0]


@law
def unreturned(fund: Fund) -> float:
    """Capital of all lines that has not come back."""
    return fund.unreturned[PUBLIC] + fund.unreturned[PRIVATE] + fund.unreturned[OWN]


@law
def book_distribution(w: World, fund: Fund, found: Distribution, parts: WholeFen) -> None:
    """Book a distribution of today, shared as ``found`` and paid as ``parts``."""
    split, paid = found.split, (parts.public, parts.private, parts.manager)
    for line in range(3):
        fund.received[line] += paid[line]
        fund.behind[line] -= paid[line]
        fund.unreturned[line] = max(0.0, fund.unreturned[line] - split.capital[line])
        fund.preference[line] = max(0.0, fund.preference[line] - split.preference[line])
        fund.profit_paid += split.preference[line] + split.residual[line]
    fund.carry_paid += parts.carry
    if parts.public > 0 and keeps_flows(w, fund) > 0:
        flow = add_flow(w, w.clock[0].today, parts.public - found.over_cap)
        if fund.last_receipt == NOBODY:
            fund.first_receipt = flow
        else:
            w.flows[fund.last_receipt].next = flow
        fund.last_receipt = flow


@law
def clawback(w: World, fund: Fund) -> int:
    """What the manager owes back at the end, in whole fen."""
    returned = fund.received[PUBLIC] + fund.received[PRIVATE] + fund.received[OWN]
    carry, paid, behind = w.fund_terms[0].carry, float(fund.carry_paid), 0.0
    by_share = waterfall.clawback(paid, carry, float(drawn(fund)), float(returned))
    if w.fund_end[0].clawback == SHARE_AND_HURDLE:
        accrue(w, fund, w.clock[0].today)
        for line in range(3):
            behind += max(0.0, fund.behind[line])
    return int(waterfall.given_back(paid, by_share, behind, w.fund_terms[0].clawback_tax) + 0.5)
