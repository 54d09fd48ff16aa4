"""A public line divided among its owners: the guidance fund, and whoever bought part of it."""

from sim.clauses import residual_gain
from sim.clauses.rounding import floor_part
from sim.engine import codes, money
from sim.engine.base import post
from sim.engine.codes import ABOUT_FUND, BUYERS, BY_BUYER, BY_GUIDANCE_FUND, BY_PARTNERS, BY_STAGE_EQUITY, NEVER, NOBODY
from sim.engine.instruments.stage_equity import district
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Part, Stake
from sim.engine.partners import partners_pay_in, pay_in, pay_partners
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def open_parts(w: World, stake: Stake, public: int) -> None:
    """At first the guidance fund owns the whole line."""
    ours = add(w.parts)
    ours.owner = BY_GUIDANCE_FUND
    ours.share = 1.0
    ours.undrawn = public
    ours.next = NOBODY
    stake.first_part = ours.id


@law
def held(w: World, stake: Stake) -> float:
    """The guidance fund's share of the line."""
    first = w.parts[stake.first_part]
    return first.share if first.owner == BY_GUIDANCE_FUND else 0.0


@law
def public_held(w: World, fund: Fund) -> float:
    """The guidance fund's share of a fund's public line, 1 where nobody ever held one."""
    return held(w, w.stakes[fund.stake]) if fund.stake != NOBODY else 1.0


@law
def sell(w: World, stake: Stake, share: float, owner: int, price: int, residual: float) -> None:
    """Move ``share`` of what the guidance fund holds to a new owner, with the undrawn commitment that goes with it."""
    ours = w.parts[stake.first_part]
    undrawn = ours.undrawn if share >= 1.0 else int(ours.undrawn * share)
    bought = add(w.parts)
    bought.owner = owner
    bought.share = ours.share * share
    bought.undrawn = undrawn
    bought.residual = residual
    bought.paid = price
    bought.next = NOBODY
    last = ours
    while last.next != NOBODY:
        last = w.parts[last.next]
    last.next = bought.id
    ours.undrawn -= undrawn
    ours.share -= ours.share * share
    if share >= 1.0:
        stake.first_part = ours.next


@law
def held_by_guidance_fund(w: World, stake: Stake) -> int:
    """Whether the stake is neither sold nor ended."""
    return int(held(w, stake) > 0.0 and w.funds[stake.fund].ended == NEVER)


@law
def account_of(w: World, fund: Fund, owner: int) -> int:
    """The account of an owner who is one."""
    return BUYERS if owner == BY_BUYER else w.managers[fund.manager].account


# ---- calls ----------------------------------------------------------------------------------------------------------


@law
def undrawn_of(w: World, stake: Stake) -> int:
    """What all owners together must still pay in."""
    total, p = 0, stake.first_part
    while p != NOBODY:
        total += w.parts[p].undrawn
        p = w.parts[p].next
    return total


@law
def shrink(w: World, stake: Stake, undrawn: int) -> None:
    """All owners together still owe only ``undrawn``: each its proportion, the remainder to the first with room."""
    total, left, p = undrawn_of(w, stake), undrawn, stake.first_part
    while p != NOBODY:
        part = w.parts[p]
        part.due = floor_part(part.undrawn, undrawn, total) if total > 0 else 0
        left -= part.due
        p = part.next
    p = stake.first_part
    while p != NOBODY:
        part = w.parts[p]
        more = min(left, part.undrawn - part.due)
        part.undrawn = part.due + more
        left -= more
        p = part.next


@law
def call(w: World, stake: Stake, amount: int) -> int:
    """The other owners pay their parts of a call, pro rata to what each must still pay in; gives the guidance fund's.

    Nobody pays more than that; the remainder of rounding goes to the first with room.
    """
    total, left, p = undrawn_of(w, stake), amount, stake.first_part
    money.take_up(w, w.funds[stake.fund].slot, amount, total)
    while p != NOBODY:
        part = w.parts[p]
        part.due = floor_part(amount, part.undrawn, total) if total > 0 else 0
        left -= part.due
        p = part.next
    p = stake.first_part
    while p != NOBODY:
        part = w.parts[p]
        more = min(left, part.undrawn - part.due)
        part.due += more
        left -= more
        p = part.next
    ours = 0
    p = stake.first_part
    while p != NOBODY:
        part = w.parts[p]
        part.undrawn -= part.due
        if part.owner == BY_GUIDANCE_FUND:
            ours = part.due
        else:
            part.paid += part.due
            answer(w, stake, part)
        p = part.next
    return ours


@law
def answer(w: World, stake: Stake, part: Part) -> None:
    """An owner pays its part of a call."""
    fund = w.funds[stake.fund]
    if part.owner == BY_PARTNERS:
        partners_pay_in(w, fund, part.due, BY_STAGE_EQUITY)
    else:
        pay_in(w, fund, account_of(w, fund, part.owner), part.due, BY_STAGE_EQUITY)


# ---- receipts -------------------------------------------------------------------------------------------------------


@law
def receive(w: World, stake: Stake, amount: int) -> int:
    """The other owners get their parts of a distribution; gives what is left for the guidance fund.

    Floors of the shares, the remainder to the first owner.
    """
    whole, left, p = 0.0, amount, stake.first_part
    while p != NOBODY:
        whole += w.parts[p].share
        p = w.parts[p].next
    first = w.parts[stake.first_part]
    p = first.next
    while p != NOBODY:
        part = w.parts[p]
        part.due = min(left, int(amount * (part.share / whole))) if whole > 0.0 else 0
        left -= part.due
        p = part.next
    first.due = left
    ours = 0
    p = stake.first_part
    while p != NOBODY:
        part = w.parts[p]
        if part.owner == BY_GUIDANCE_FUND:
            ours = part.due
        else:
            hand_out(w, stake, part)
        p = part.next
    return ours


@law
def hand_out(w: World, stake: Stake, part: Part) -> None:
    """A distribution on a part that was bought; the guidance fund's share of its gain is paid out of it."""
    fund = w.funds[stake.fund]
    part.received += part.due
    owed = residual_gain.due(float(part.received), float(part.paid), part.residual, float(part.handed_on))
    residual = min(part.due, int(owed + 0.5))
    part.handed_on += residual
    if residual:
        district.take_home(w, fund, fund.cash, residual, codes.RESIDUAL_GAIN)
        stake.proceeds += residual
    if part.owner == BY_PARTNERS:
        pay_partners(w, fund, fund.cash, part.due - residual, codes.PAY_OUT, BY_STAGE_EQUITY)
    else:
        account, whom = account_of(w, fund, part.owner), ABOUT_FUND + fund.slot
        post(w, account, fund.cash, part.due - residual, codes.PAY_OUT, whom, BY_STAGE_EQUITY)


# ---- value ----------------------------------------------------------------------------------------------------------


@law
def owned_by(w: World, stake: Stake, owner: int) -> float:
    """Share of the line in other hands of one kind."""
    total, p = 0.0, stake.first_part
    while p != NOBODY:
        total += w.parts[p].share if w.parts[p].owner == owner else 0.0
        p = w.parts[p].next
    return total


@law
def residual_value(w: World, stake: Stake, line: float, owner: int) -> float:
    """What the guidance fund would still get of bought parts if the whole line brought ``line`` (fen) today.

    Of the parts of one kind of owner, or of all (NOBODY).
    """
    total, p = 0.0, stake.first_part
    while p != NOBODY:
        part = w.parts[p]
        if part.residual > 0.0 and (owner == NOBODY or owner == part.owner):
            received = part.received + part.share * line
            total += residual_gain.due(received, float(part.paid), part.residual, float(part.handed_on))
        p = part.next
    return total
