"""政策投资任务与返投: what a sub-fund owes for public money, and how it is counted. Amounts in any one unit."""

from sim.clauses.rounding import part_of


def counted_local(amount: float, local: bool, weight: float) -> float:
    """返投认定: what an investment counts for the local multiple.

    Linyi counts some local investments 1.5 and 2 times (which ones was not read); the weight of a stage is the rule
    book's. Investments outside the city count nothing.
    """
    return weight * amount if local else 0.0


def missing_of_multiple(multiple: float, public_money: float, done: float) -> float:
    """财企[2007]128号 art. 16(3) (memory): invest twice the public contribution in start-up SMEs; 返投 alike.

    What is still to be invested; 0 once the duty is met. 财教[2021]176号 art. 10 asks for 3 times, Linyi 1.1 to 1.5,
    Quanzhou 1, 1 and 1.5 by kind of fund, Ganzhou 2 to 3 for a concession.
    """
    return max(0.0, multiple * public_money - done)


def missing_of_share(share: float, total: float, done: float) -> float:
    """财教[2021]176号 art. 10 (half of the sub-fund), 财建[2011]668号 (60 % early): missing to a share of all."""
    return max(0.0, share * total - done)


def used_early_cap(public_fen: int, total_fen: int, share_cap: float) -> bool:
    """财建[2011]668号: above 20 % if more than 70 % of the fund goes to the start-up stage (secondary).

    Our reading: a fund that promised so owes it only if it was given more than the ordinary share of the whole fund;
    start-up stage is seed and start-up rounds, reckoned on what the fund has invested; "more than" is "at least".
    """
    return public_fen > part_of(total_fen, share_cap)


def kept(missing: float) -> bool:
    """Zhejiang's rule art. 24 (right to leave if the early-stage promise is broken): the promise is kept to the fen.

    Our reading: half a fen of float error is no breach.
    """
    return missing < 0.5


def leaving_price(formula: float, unreturned: float, has_formula: bool) -> float:
    """Zhejiang's rule art. 24 gives a right to leave and no price: the option's formula, without one the cost.

    Our reading: cost is what has not been returned yet. 财预[2015]210号 art. 20(3)-(5) with art. 21 asks for the
    appraised value where the charter names no price: a rule book says which.
    """
    return formula if has_formula else unreturned
