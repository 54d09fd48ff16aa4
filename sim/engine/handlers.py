"""What each event does: the one table. The reference looks it up, the compiled engine makes a chain of ifs of it."""

from collections.abc import Callable

from sim.engine import (
    budget,
    closing,
    codes,
    companies,
    exchange,
    funds,
    horizon,
    lending,
    pipeline,
    programme_day,
    raising,
    reduction,
    repayment,
    rounds,
)
from sim.engine.base import open_account
from sim.engine.instruments import dispatch
from sim.engine.programmes import agents, anniversary, incubators
from sim.engine.rows import add, law
from sim.engine.state import World

HANDLERS: dict[int, Callable[[World, int, int], None]] = {
    codes.DISCOVER: pipeline.discover,
    codes.EVALUATE: pipeline.evaluated,
    codes.SECOND_LOOK: pipeline.second_look,
    codes.REQUEST: pipeline.request_approval,
    codes.DECIDE: pipeline.decide,
    codes.APPROVE: pipeline.approved,
    codes.AGREE: pipeline.agree,
    codes.ONE_YEAR: pipeline.one_year_over,
    codes.CONVERT: pipeline.convert,
    codes.OPEN_ROUND: rounds.open_round,
    codes.LOOK: rounds.look,
    codes.PAY_ROUND: rounds.pay_round,
    codes.MILESTONE_DUE: companies.milestone_due,
    codes.REDRAW: companies.redraw,
    codes.TRADE_SALE: companies.trade_sale,
    codes.FAIL: companies.fail,
    codes.RUN_OUT: companies.no_money,
    codes.SELL_LISTED: companies.sell_listed,
    codes.LINGER_YEAR: companies.linger_year,
    codes.LINGER_OVER: companies.linger_over,
    codes.MONTH: companies.month,
    codes.MARKET_FUND: raising.market_fund,
    codes.SET_UP_FUND: raising.set_up_fund,
    codes.GIVE_UP_FUND: raising.give_up_fund,
    codes.NEXT_FUND: raising.next_fund,
    codes.FEE_DUE: funds.fee_due,
    codes.RELEASE_RESERVE: funds.release_reserve,
    codes.STOP_INVESTING: funds.stop_investing,
    codes.TERM: funds.term,
    codes.SELL_REST: funds.sell_rest,
    codes.DISTRIBUTE: funds.distribute_today,
    codes.CLOSE_BOOKS: funds.close_books,
    codes.REDUCE: reduction.reduce_fund,
    codes.APPROPRIATE: budget.appropriate,
    codes.CLOSE_BUDGET: budget.close_budget,
    codes.RECALL: budget.recall,
    codes.SETTLE_RECEIPTS: budget.settle_receipts,
    codes.USE_AGAIN: budget.use_again,
    codes.CALL_FOR_FUNDS: closing.call_for_funds,
    codes.RAISE_MONEY: closing.raise_money,
    codes.PROGRAMME_DAY: programme_day.programme_day,
    codes.LOAN_DUE: repayment.loan_due,
    codes.ANNIVERSARY: anniversary.anniversary,
    codes.PLACE_DUE: incubators.place_due,
    **dispatch.EVENTS,
}


@law
def open_world(w: World) -> None:
    """The accounts that everybody shares, and the first events of all that there is."""
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    open_account(w, codes.BUYERS_CASH, 0, 0)
    for kind in range(4):
        open_account(w, codes.PARTNERS_CASH, kind, 0)
    open_account(w, codes.FOUNDERS_CASH, 0, 0)
    open_account(w, codes.INVENTORS_CASH, 0, 0)
    for _ in range(len(codes.COUNTS)):
        add(w.counts)
    lending.begin(w)
    dispatch.begin(w)
    agents.open_agents(w)
    budget.open_city(w)
    budget.open_district(w)
    anniversary.open_programmes(w)
    programme_day.open_programme_days(w)
    pipeline.open_pipeline(w)
    exchange.open_exchange(w)
    raising.open_managers(w)


@law
def close_world(w: World) -> None:
    """The horizon: what is still held gets its value."""
    horizon.value_all(w)
