"""The last day: what is still held, at its value (D7, D11)."""

from sim.engine import codes, lines, seeing
from sim.engine.codes import BY_PARTNERS, NEVER, NOBODY, PRIVATE, PUBLIC
from sim.engine.instruments import co_investment
from sim.engine.instruments.stage_equity import parts
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Stake
from sim.engine.rows import law
from sim.engine.state import World


@law
def value_all(w: World) -> None:
    """Put a value on every position that is still held, and on what private partners of sub-funds hold."""
    for s in range(len(w.stakes)):
        value_stake(w, w.stakes[s])
    for c in range(len(w.co_stakes)):
        if w.co_stakes[c].exit_day == NEVER:
            co_investment.value(w, w.co_stakes[c])
    for f in range(len(w.funds)):
        fund = w.funds[f]
        if fund.set_up != NEVER and fund.ended == NEVER:
            fund.state = codes.STILL_OPEN
            value_fund(w, fund)


@law
def value_stake(w: World, stake: Stake) -> None:
    """A public line that has not ended, with the claim on gains of what was bought; and what was put."""
    fund, day = w.funds[stake.fund], w.clock[0].horizon
    if fund.ended != NEVER:
        return
    assets, held = seeing.nav(w, fund), parts.held(w, stake)
    claim = parts.residual_value(w, stake, lines.line_value(w, fund, day, assets, PUBLIC), NOBODY)
    stake.nav = int(held * lines.held_value(w, fund, day, assets, PUBLIC, held) + claim + 0.5)
    if stake.put_day != NEVER and stake.put_exit_day < 0:
        stake.put_nav = int(stake.put_share * lines.line_value(w, fund, day, assets, PRIVATE) + 0.5)


@law
def value_fund(w: World, fund: Fund) -> None:
    """A fund's companies, and the private line of a sub-fund."""
    h, day = fund.first_holding, w.clock[0].horizon
    while h != NOBODY:
        w.holdings[h].nav = int(seeing.value_of(w, w.holdings[h]) + 0.5)
        h = w.holdings[h].next_of_fund
    if fund.public_at_close == 0:
        return
    assets, held = seeing.nav(w, fund), 1.0
    if fund.stake != NOBODY:
        held = parts.held(w, w.stakes[fund.stake])
    value = lines.held_value(w, fund, day, assets, PRIVATE, held)
    if fund.stake != NOBODY:
        stake = w.stakes[fund.stake]
        # What was put to the guidance fund takes no part of the cessions: those go to the partners alone.
        value -= stake.put_share * lines.line_value(w, fund, day, assets, PRIVATE)
        value += bought_by_partners(w, fund, stake, assets)
    fund.private_nav = int(value + 0.5)


@law
def bought_by_partners(w: World, fund: Fund, stake: Stake, assets: float) -> float:
    """Value (fen) to the private partners of what they bought of the public line."""
    owned = parts.owned_by(w, stake, BY_PARTNERS)
    if owned == 0.0:
        return 0.0
    line = lines.line_value(w, fund, w.clock[0].horizon, assets, PUBLIC)
    return owned * line - parts.residual_value(w, stake, line, BY_PARTNERS)
