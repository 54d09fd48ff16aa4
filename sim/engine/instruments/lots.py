"""Payments into a public position, each with its day: prices and deadlines count from them."""

from sim.engine.codes import NOBODY
from sim.engine.kinds.money import CoStake, Stake
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def add_lot(w: World, stake: Stake | CoStake, amount: int) -> None:
    """A payment of ``amount`` fen today, behind those before it."""
    lot = add(w.lots)
    lot.day = w.clock[0].start + w.clock[0].today
    lot.left = float(amount)
    lot.next = NOBODY
    if stake.last_lot == NOBODY:
        stake.first_lot = lot.id
    else:
        w.lots[stake.last_lot].next = lot.id
    stake.last_lot = lot.id
