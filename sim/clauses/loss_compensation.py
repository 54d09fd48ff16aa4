"""风险补偿 (loss compensation): what part of a realised loss is made good after the fact, and who pays it."""

from sim.clauses.rates import years_between
from sim.clauses.rounding import part_of, to_fen

EXIT = 0
BANKRUPTCY = 1


def loss(invested_fen: int, proceeds_fen: int) -> int:
    """上海天使投资风险补偿 (2015): the loss is all money put in less the proceeds of transfer, never below 0.

    Secondary source. Dividends and interest on the money do not count.
    """
    return max(0, invested_fen - proceeds_fen)


def arises(trigger: int, wound_up: bool, paid: int, lost: int, window_years: float) -> bool:
    """苏科市〔2013〕198号: a loss from the investee's bankruptcy within 3 years of payment; Shanghai: any actual loss.

    Text of Suzhou: bankruptcy, three years. Our reading: bankruptcy is a company that failed or was wound up for want
    of money; the last anniversary still counts; ``window_years`` 0 = no limit. Days are ordinals.
    """
    if trigger == BANKRUPTCY and not wound_up:
        return False
    return window_years <= 0.0 or years_between(paid, lost) <= window_years


def registered(paid: int, opened: int, preregister: bool) -> bool:
    """上海天使投资风险补偿 (2015): deals entered in a register beforehand (text: deals after 1 January 2015).

    Our reading: a manager registers every deal it can, so that only those made before the pool opened are left out;
    ``opened`` below 0 = it never has.
    """
    return opened >= 0 and (paid >= opened or not preregister)


def amount(
    loss_fen: int,
    private_share: float,
    base_all: bool,
    rate: float,
    other_subsidies_fen: int,
    cap_deal_fen: int,
    company_left_fen: int,
    manager_year_left_fen: int,
) -> int:
    """上海天使投资风险补偿 (2015): at most 60 % of the actual loss on seed firms, 30 % on start-ups, 3 m a project,
    6 m a manager and year; 苏科市〔2013〕198号: 20 %, 2 m, 2 m, less the city's other subsidies on the deal.

    Rates and caps are read (Shanghai secondary, Suzhou text). Our reading: the private part is taken to the nearest
    fen, the compensation rounded down and never above the private part of the loss, whoever's loss it is reckoned on;
    other subsidies come off what rate and cap per deal give, the cheaper order for the public; then the caps on company
    and manager-year. ``cap_deal_fen`` 0 = none; the ``…_left_fen`` −1 = no cap.
    """
    private_loss = to_fen(private_share * loss_fen)
    result = min(private_loss, part_of(loss_fen if base_all else private_loss, rate))
    if cap_deal_fen > 0:
        result = min(result, cap_deal_fen)
    result -= other_subsidies_fen
    if company_left_fen >= 0:
        result = min(result, company_left_fen)
    if manager_year_left_fen >= 0:
        result = min(result, manager_year_left_fen)
    return max(0, result)


def yearly_reserve(paid_in_fen: int, rate: float) -> int:
    """锡政办发〔2009〕55号 (Wuxi): the manager's yearly reserve, at most 3 % of paid-in capital; rounded down."""
    return part_of(paid_in_fen, rate)


def from_reserve(due_fen: int, reserve_fen: int) -> int:
    """锡政办发〔2009〕55号 (Wuxi): a pool of city money and managers' reserves; what the manager's own reserve pays.

    Text: both fill one pool. Our reading: the manager's reserve pays first, the city's money what is left over.
    """
    return min(due_fen, reserve_fen)
