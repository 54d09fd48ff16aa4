"""Agents (中介): for a fee of the line of services they bring the negotiation about a result to an end (art. 17)."""

from sim.clauses.rounding import fen
from sim.engine import codes
from sim.engine.base import open_account
from sim.engine.codes import ABOUT_COMPANY, BY_AGENTS
from sim.engine.kinds.firms import Achievement
from sim.engine.programmes import purses
from sim.engine.rows import law
from sim.engine.state import World


@law
def open_agents(w: World) -> None:
    """The account of all agents."""
    w.market[0].agents = open_account(w, codes.AGENTS_CASH, 0, 0)


@law
def decided(w: World, one: Achievement) -> None:
    """The owner of a result has decided: an agent comes if its fee fits the line today, and it is promised."""
    terms = w.services[one.agreement_law]
    fee = fen(terms.agent_fee)
    if terms.agent_factor == 1.0 or w.clock[0].today < 0 or fee > purses.free(w, codes.SERVICES):
        return
    one.agent = 1
    one.agent_fee = fee
    purses.commit(w, codes.SERVICES, fee, ABOUT_COMPANY + one.slot, BY_AGENTS)


@law
def agreed(w: World, one: Achievement) -> None:
    """The result is converted: the agent is paid."""
    fee = one.agent_fee
    one.agent_fee = 0
    if fee:
        about = ABOUT_COMPANY + one.slot
        purses.draw(w, codes.SERVICES, w.market[0].agents, fee, codes.AGENT_FEE, about, BY_AGENTS)


@law
def failed(w: World, one: Achievement) -> None:
    """Nothing comes of the negotiation, or the inventors come first: what was promised is free again."""
    fee = one.agent_fee
    one.agent_fee = 0
    if fee:
        purses.release(w, codes.SERVICES, fee, ABOUT_COMPANY + one.slot, BY_AGENTS)
