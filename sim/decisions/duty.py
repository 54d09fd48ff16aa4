"""How a manager under a duty chooses among deals. Pure scalar functions."""


def leaves_enough(free: float, ticket: float, needed: float) -> bool:
    """Whether the money left after a deal that does not serve a duty still covers what the duty needs.

    ``free`` is what the fund may still put into new companies, in the unit of the others. The manager knows its own
    money and what it has done, and nothing of the deals to come; once too little is left it takes serving deals only.
    """
    return free - ticket >= needed
