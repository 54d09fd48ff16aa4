"""Distribution waterfall (分配顺序) of a sub-fund, with three lines: public, private, manager (D9).

The steps for lines of equal rank; ``sim.clauses.distribution`` gives the whole order, with the public line's terms.

Order of computation for one distribution:

1. return of capital, pro rata to what is unreturned; at the end of a fund that has not returned all capital, the
   liquidation preference 清算优先 pays the public line's unreturned capital first;
2. the preferred return accrued on unreturned capital, compounded on dated balances, pro rata to what has accrued;
3. catch-up 追补: the manager takes its share until carry is the agreed part of all profit paid so far;
4. residual: carry 业绩报酬 to the manager, the rest to the lines pro rata to what they paid in.

Fees and creditors are paid before, an exercised option replaces the owner of the public line, clawback 回拨 comes at
the end. Carry is therefore taken when it is earned, on dated balances, never on final multiples. Amounts are floats in
fen (any one unit works); ``whole_fen`` turns a split into postings.
"""

from typing import NamedTuple, TypeAlias

from sim.clauses.arithmetic import power
from sim.clauses.rounding import to_fen

Amounts: TypeAlias = tuple[float, float, float]
NOTHING: Amounts = (0.0, 0.0, 0.0)


class Split(NamedTuple):
    """One distribution by step (lines in order public, private, manager) and the carry beside the manager's line."""

    capital: Amounts
    preference: Amounts
    residual: Amounts
    carry: float


def accrue(unreturned: float, preference: float, hurdle: float, days: int) -> float:
    """Fund contract, preferred return 门槛收益: one line's accrued preference after ``days`` without a flow.

    (unreturned + preference) × (1 + hurdle)^(days/365) − unreturned. Our reading (D9): compounded daily at a yearly
    rate, on what is really outstanding; the caller accrues up to each flow before booking it.
    """
    return (unreturned + preference) * power(1.0 + hurdle, days / 365) - unreturned


def split(
    amount: float,
    unreturned: Amounts,
    preference: Amounts,
    paid_in: Amounts,
    profit_paid: float,
    carry_paid: float,
    carry: float,
    catch_up: float,
    public_first: bool,
) -> Split:
    """Fund contract and 财企[2007]128号 art. 16(5) (liquidation, from memory): who gets what of one distribution.

    ``unreturned``, ``preference`` (accrued to this day) and ``paid_in`` are balances of the lines before it;
    ``profit_paid`` is all preference and residual the lines received before, ``carry_paid`` all carry before.
    ``carry`` and ``catch_up`` are shares; a catch-up that does not exceed carry never catches up and is left out.
    ``public_first`` is the liquidation preference: set it only at the end of a fund with capital unreturned (our
    reading, D9). The parts sum to ``amount`` up to float error. What nobody has a claim to, since no line paid
    anything in, goes to the private line.
    """
    capital = return_capital(amount, unreturned, public_first)
    left = max(0.0, amount - total_of(capital))
    hurdle_paid = pro_rata(min(left, total_of(preference)), preference)
    left = max(0.0, left - total_of(hurdle_paid))
    caught = catch_up_amount(left, profit_paid + total_of(hurdle_paid), carry_paid, carry, catch_up)
    left = max(0.0, left - caught)
    to_manager = catch_up * caught + carry * left
    to_lines = (1.0 - catch_up) * caught + (1.0 - carry) * left
    residual = pro_rata(to_lines, paid_in) if total_of(paid_in) > 0 else (0.0, to_lines, 0.0)
    return Split(capital, hurdle_paid, residual, to_manager)


def clawback(carry_paid: float, carry: float, total_paid_in: float, total_distributed: float) -> float:
    """Fund contract, clawback 回拨: what the manager gives back when the fund ends, of the carry it was paid.

    Carry due is its share of the whole profit: what the lines received plus carry, less what they paid in. The excess
    is repaid, at most the carry paid and never below 0. This also returns the lines' capital before any carry is kept:
    their shortfall, carry paid − profit, never exceeds carry paid − carry × profit. ``total_distributed`` is what the
    lines received, without carry.
    """
    profit = total_distributed + carry_paid - total_paid_in
    excess = carry_paid - carry * max(0.0, profit)
    return min(carry_paid, max(0.0, excess))


def given_back(carry_paid: float, by_share: float, behind: float, tax: float) -> float:
    """Fund contract, clawback 回拨 to share and hurdle: carry comes back until the lines have the hurdle, too.

    ``by_share`` is what ``clawback`` asks, ``behind`` what the lines still lack at the end: their payments less all
    their receipts, each carried there at the preferred return. The greater is due, at most the carry after ``tax``.
    Hand case at 8 %: 100 in, 130 out after 1 year (6 of it carry), 100 in at 2, 100 out at 10. The profit of 30 bears
    6 of carry by share; but the lines had 124 and 100 for twice 100, 3 % a year, so that all of the 6 goes back.
    """
    return min(carry_paid * (1.0 - tax), max(by_share, behind))


def whole_fen(amount_fen: int, split: Split) -> tuple[int, int, int, int]:
    """Yindao's rounding of a split to whole fen: (public, private, manager's line, carry), summing to ``amount_fen``.

    Public, manager and carry are rounded to the nearest fen, the private line takes the remainder. When halves rounded
    up leave no remainder, carry gives way first, then the manager's line: no part is ever negative.
    """
    public = min(amount_fen, to_fen(_line(split, 0)))
    manager = min(amount_fen - public, to_fen(_line(split, 2)))
    carried = min(amount_fen - public - manager, to_fen(split.carry))
    return public, amount_fen - public - manager - carried, manager, carried


def _line(split: Split, line: int) -> float:
    """What one line gets over all steps, carry apart."""
    return split.capital[line] + split.preference[line] + split.residual[line]


def return_capital(amount: float, unreturned: Amounts, public_first: bool) -> Amounts:
    """Return of capital: pro rata to what is unreturned, or the public line before the others."""
    if not public_first:
        return pro_rata(min(amount, total_of(unreturned)), unreturned)
    public = min(amount, unreturned[0])
    others = (0.0, unreturned[1], unreturned[2])
    rest = pro_rata(min(amount - public, total_of(others)), others)
    return public, rest[1], rest[2]


def catch_up_amount(left: float, profit_paid: float, carry_paid: float, carry: float, catch_up: float) -> float:
    """The amount divided in the catch-up: x with carry_paid + catch_up·x = carry × (profit_paid + carry_paid + x)."""
    if carry <= 0 or catch_up <= carry:
        return 0.0
    missing = carry * (profit_paid + carry_paid) - carry_paid
    return min(left, max(0.0, missing) / (catch_up - carry))


def pro_rata(amount: float, weights: Amounts) -> Amounts:
    """``amount`` divided as ``weights``, which it returns untouched when it equals their total."""
    total = total_of(weights)
    if total <= 0 or amount <= 0:
        return NOTHING
    if amount == total:
        return weights
    return amount * (weights[0] / total), amount * (weights[1] / total), amount * (weights[2] / total)


def total_of(amounts: Amounts) -> float:
    """Left-to-right sum of the three lines."""
    return amounts[0] + amounts[1] + amounts[2]
