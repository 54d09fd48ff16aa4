"""What public and private lines are worth at the horizon, with options, puts and parts in other hands (D7)."""

from sim.engine import lines, seeing
from sim.engine.codes import BY_PARTNERS, NEVER, NOBODY, PRIVATE, PUBLIC
from sim.engine.instruments.stage_equity import parts
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Stake
from sim.engine.rows import law
from sim.engine.state import World


@law
def nav(w: World) -> None:
    """Put a value on every public line."""
    for s in range(len(w.stakes)):
        value_stake(w, w.stakes[s])


@law
def value_stake(w: World, stake: Stake) -> None:
    """A public line that has not ended, with the claim on gains of what was bought; and what was put."""
    fund, day = w.funds[stake.fund], w.clock[0].horizon
    if fund.ended != NEVER:
        return
    assets, held = seeing.nav(w, fund), parts.held(w, stake)
    claim = parts.residual_value(w, stake, lines.final_value(w, fund, day, assets, PUBLIC), NOBODY)
    stake.nav = int(held * lines.held_value(w, fund, day, assets, PUBLIC, held) + claim + 0.5)
    if stake.put_day != NEVER and stake.put_exit_day == NEVER:
        stake.put_nav = int(stake.put_share * lines.final_value(w, fund, day, assets, PRIVATE) + 0.5)


@law
def private_value(w: World, fund: Fund) -> float:
    """Value (fen) of a sub-fund's private line to its partners."""
    assets, day = seeing.nav(w, fund), w.clock[0].horizon
    value = lines.held_value(w, fund, day, assets, PRIVATE, parts.public_held(w, fund))
    if fund.stake != NOBODY:
        stake = w.stakes[fund.stake]
        # What was put to the guidance fund takes no part of the cessions: those go to the partners alone.
        value -= stake.put_share * lines.final_value(w, fund, day, assets, PRIVATE)
        value += bought_by_partners(w, fund, stake, assets)
    return value


@law
def bought_by_partners(w: World, fund: Fund, stake: Stake, assets: float) -> float:
    """Value (fen) to the private partners of what they bought of the public line."""
    owned = parts.owned_by(w, stake, BY_PARTNERS)
    if owned == 0.0:
        return 0.0
    line = lines.final_value(w, fund, w.clock[0].horizon, assets, PUBLIC)
    return owned * line - parts.residual_value(w, stake, line, BY_PARTNERS)
