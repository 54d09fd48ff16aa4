"""风险补助 (risk subsidy): what is paid into a manager's loss reserve at a deal, and what a loss draws from it."""

from sim.clauses.rounding import part_of, to_fen


def amount(
    invested_fen: int,
    private_share: float,
    base_all: bool,
    rate: float,
    cap_deal_fen: int,
    company_left_fen: int,
    manager_year_left_fen: int,
    budget_left_fen: int,
) -> int:
    """中关村 创业投资风险补贴: 10 % of the actual investment, 1 m a deal and a company, 3 m a manager and year.

    Secondary sources; 财企[2007]128号 art. 25 has 5 % and 5 m (memory). A manager with guidance-fund money is paid on
    the private share only, unless ``base_all``. Our reading (D8): the private part is taken to the nearest fen, the
    subsidy rounded down. ``cap_deal_fen`` 0 = none; the ``…_left_fen`` of company and manager-year −1 = no cap.
    """
    base = invested_fen if base_all else to_fen(private_share * invested_fen)
    result = min(part_of(base, rate), budget_left_fen)
    if cap_deal_fen > 0:
        result = min(result, cap_deal_fen)
    if company_left_fen >= 0:
        result = min(result, company_left_fen)
    if manager_year_left_fen >= 0:
        result = min(result, manager_year_left_fen)
    return max(0, result)


def draw(balance_fen: int, loss_fen: int) -> int:
    """财企[2007]128号 art. 26 (memory): the subsidy covers investment losses, so a loss draws on it while it lasts."""
    return max(0, min(balance_fen, loss_fen))


def private_loss(cost_fen: int, proceeds_fen: int, private_share: float) -> int:
    """中关村 创业投资风险补贴: the loss of the private partners and the manager on one deal, in fen.

    Our reading (D8): their share of cost less proceeds, never negative; the public's own loss is not compensated.
    """
    return to_fen(private_share * max(0, cost_fen - proceeds_fen))
