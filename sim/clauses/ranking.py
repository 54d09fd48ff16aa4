"""Rank and share of the public line in the waterfall: senior (优先), first loss (首亏), own share of the profit.

The same steps as ``sim.clauses.waterfall``, which remains the law for lines of equal rank: return of capital, preferred
return, catch-up, carry and residual. Lines in order public, private, manager; amounts are floats in any one unit.
"""

from sim.clauses.waterfall import (
    NOTHING,
    Amounts,
    Split,
    catch_up_amount,
    pro_rata,
    return_capital,
    split,
    total_of,
)

EVEN = -1.0  # a residual share of −1: pro rata to what was paid in
SENIOR = 1  # capital and preference of the public line before the others'
PREFERENCE_FIRST = 2  # its preference before the others', capital pro rata


def ranked_split(
    amount: float,
    unreturned: Amounts,
    preference: Amounts,
    paid_in: Amounts,
    profit_paid: float,
    carry_paid: float,
    carry: float,
    catch_up: float,
    public_first: bool,
    senior: int,
    layer: float,
    residual_share: float,
) -> Split:
    """13 CFR 107.1500 (SBIC, memory), UK ECF prioritised return (secondary), KVIC 2025 first loss (secondary): a split.

    ``senior``: public capital, then public preference, before the others' (``SENIOR``: SBIC); or, with capital pro
    rata, the public preference alone before the others' (``PREFERENCE_FIRST``: ECF, after capital); 0 = neither.
    ``layer``: public capital up to this amount comes back after everybody's other capital and before any preference
    (KVIC: 10 % of the sub-fund).
    ``residual_share``: the public line's part of what the lines get in catch-up and residual (IIF .10), −1 pro rata.
    Our readings: the share is taken after carry, so that carry stays the agreed part of all profit; a public line that
    has paid nothing in has no share, and one that paid alone has all of it. The other arguments are those of
    ``waterfall.split``, which is used unchanged when the three terms are neutral.
    """
    if senior == 0 and layer <= 0.0 and residual_share < 0.0:
        return split(amount, unreturned, preference, paid_in, profit_paid, carry_paid, carry, catch_up, public_first)
    if senior == SENIOR:
        capital, hurdle_paid = _senior_steps(amount, unreturned, preference)
    else:
        capital = _layered_capital(amount, unreturned, layer, public_first)
        left = max(0.0, amount - total_of(capital))
        hurdle_paid = _preference(left, preference, senior == PREFERENCE_FIRST)
    left = max(0.0, amount - total_of(capital) - total_of(hurdle_paid))
    caught = catch_up_amount(left, profit_paid + total_of(hurdle_paid), carry_paid, carry, catch_up)
    left = max(0.0, left - caught)
    to_lines = (1.0 - catch_up) * caught + (1.0 - carry) * left
    residual = _residual(to_lines, paid_in, residual_share)
    return Split(capital, hurdle_paid, residual, catch_up * caught + carry * left)


def _senior_steps(amount: float, unreturned: Amounts, preference: Amounts) -> tuple[Amounts, Amounts]:
    """Public capital and preference, then the others'."""
    capital = min(amount, unreturned[0])
    hurdle = min(max(0.0, amount - capital), preference[0])
    left = max(0.0, amount - capital - hurdle)
    others = (0.0, unreturned[1], unreturned[2])
    rest = pro_rata(min(left, total_of(others)), others)
    left = max(0.0, left - total_of(rest))
    later = _preference(left, (0.0, preference[1], preference[2]), False)
    return (capital, rest[1], rest[2]), (hurdle, later[1], later[2])


def _preference(left: float, preference: Amounts, public_first: bool) -> Amounts:
    """The preferred return: pro rata to what has accrued, or the public line's before the others'."""
    if not public_first:
        return pro_rata(min(left, total_of(preference)), preference)
    public = min(left, preference[0])
    owed = (0.0, preference[1], preference[2])
    later = pro_rata(min(left - public, total_of(owed)), owed)
    return public, later[1], later[2]


def _layered_capital(amount: float, unreturned: Amounts, layer: float, public_first: bool) -> Amounts:
    """Return of capital with part of the public line's capital behind the rest."""
    behind = min(layer, unreturned[0])
    ahead = (unreturned[0] - behind, unreturned[1], unreturned[2])
    capital = return_capital(amount, ahead, public_first)
    last = min(max(0.0, amount - total_of(capital)), behind)
    return capital[0] + last, capital[1], capital[2]


def _residual(to_lines: float, paid_in: Amounts, share: float) -> Amounts:
    """What the lines get after carry."""
    if total_of(paid_in) <= 0.0:
        return 0.0, to_lines, 0.0
    others = (0.0, paid_in[1], paid_in[2])
    if share < 0.0 or paid_in[0] <= 0.0 or total_of(others) <= 0.0:
        return pro_rata(to_lines, paid_in)
    rest = pro_rata((1.0 - share) * to_lines, others) if to_lines > 0.0 else NOTHING
    return share * to_lines, rest[1], rest[2]
