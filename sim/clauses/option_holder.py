"""Who may buy the public stake besides the partners (财企[2007]128号 art. 15).

Text: other shareholders *or any investor* may buy at any time, at one price for all. Open: who goes first when both
want it. Our reading: the partners are asked first, as Hongkou and an undated provincial rule say of theirs; a willing
outsider gets the stake only when they decline.
"""


def outsider_buys(bid: float, price: float) -> bool:
    """财企[2007]128号 art. 15 "any investor": whether an outsider who would give ``bid`` takes the stake at ``price``.

    Text: the price is the formula, the same as for a partner. Our reading: he bids as at an auction, knowing the
    appraised value and not the companies, and pays the price, not his bid. A share of later gain that he would owe is
    reckoned on what exceeds the price, so it never keeps him from buying. Fen; who would not give one fen is nobody.
    """
    return bid >= price and bid >= 1.0
