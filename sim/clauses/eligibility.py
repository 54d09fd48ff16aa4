"""Which companies, places and stages an instrument may support."""


def eligible_company(
    age_years: float,
    staff: int,
    sales: float,
    net_assets: float,
    max_age: float,
    max_staff: int,
    max_sales: float,
    max_net_assets: float,
) -> bool:
    """财企[2007]128号 art. 11: at most 5 years old, 300 staff, 30 m yuan yearly sales and 20 m net assets.

    Text: the four limits, the limit itself included; the staff's degrees and the R&D share are not modelled. A limit
    of 0 means no test (our convention). Money in yuan, or in any one unit on both sides.
    """
    return (
        (max_age <= 0 or age_years <= max_age)
        and (max_staff <= 0 or staff <= max_staff)
        and (max_sales <= 0 or sales <= max_sales)
        and (max_net_assets <= 0 or net_assets <= max_net_assets)
    )


def eligible_place(local: bool, local_only: bool) -> bool:
    """京政发[2011]12号 art. 2 在京转化 (conversion in Beijing): whether a company's place is allowed."""
    return local or not local_only


def eligible_stage(stage: int, last_stage: int) -> bool:
    """国办发[2008]116号: support goes to early stages; whether a company is not later than the last stage supported.

    Stages count from 0 seed 种子期 to 4 mature 成熟期. Text: "early stage"; which stage is the last is the rule book's.
    """
    return stage <= last_stage
