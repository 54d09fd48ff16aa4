"""Terms of the public line inside a sub-fund: rank, preferred return, share of profit, cap on return, concession."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Literal, Self, get_args

from pydantic import model_validator

from sim.scenario.parameter import Section, par, refuse
from sim.scenario.rate_schema import RateIndex, RateRule
from sim.scenario.said import said

DrawOrder = Literal["pro_rata", "first", "last"]
Recipient = Literal["partners", "manager", "founders"]
RECIPIENTS: tuple[Recipient, ...] = get_args(Recipient)


class LineTerms(Section):
    """How the public line differs from the others in the waterfall; every default is pari passu."""

    preferred_rate: float = par("政府出资优先回报率", "yearly preferred return of the public line; 0 = the fund's own hurdle", unit="1/year", ge=0, le=1, plausible=(0.03, 0.07), why="3 % (uk-ecf-2006), 6 % (iif-1997), 7 % (sbic-participating-1994)", default=0.0)
    preferred_index: RateIndex = par("优先回报率指数", "index to which preferred_rate is added; fixed = preferred_rate alone", unit="choice", default="fixed")
    preferred_index_date: Literal["path", "first_call"] = par("优先回报率指数日期", "each day has its own rate, or the day of the fund's first call fixes it", unit="choice", default="path")
    preferred_for: Literal["public", "all"] = par("优先回报率适用范围", "whether this preferred return is the public line's alone or every line's, in place of the fund's own hurdle", unit="choice", default="public")
    preference_first: bool = par("优先回报先付", "the public line's preferred return is paid before the others'; capital stays pro rata", unit="switch", default=False)
    public_senior: bool = par("政府出资优先分配", "public capital and preferred return are paid before the others'", unit="switch", default=False)
    residual_share: float = par("政府出资剩余收益比例", "public line's share of what the lines get after capital and preferred return; -1, or any value below 0, = pro rata to what was paid in", unit="share", ge=-1, le=1, plausible=(0.1, 0.3), why="10 % (iif-1997, sbic-participating-1994) to 30 % (uk-ecf-2006)", default=-1.0)
    first_loss_share: float = par("政府出资先行承担亏损比例", "layer of public capital behind the others' capital, as a share of the whole fund", unit="share", ge=0, le=0.9, plausible=(0.1, 0.5), why="10 % (kvic-2025) to 50 % (uk-rvcf-2002); refused beside liquidation_preference or public_senior", default=0.0)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if self.public_senior and self.first_loss_share > 0.0:
            problems.append(("first_loss_share", said("is above 0 while public_senior is true; public capital cannot stand before and "
"behind the others'")))
        if self.public_senior and self.preference_first:
            problems.append(("preference_first", said("is true while public_senior is true, which puts capital and preferred return first; "
"choose one")))
        return refuse(self, problems)


class ReturnCap(Section):
    """收益上限: the public line keeps at most its cost and a return on dated flows; the private partners get the rest."""

    enabled: bool = par("设有收益上限", "whether the public line's return is capped", unit="switch", default=False)
    rate: RateRule = RateRule()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.rate.accrual == "payment":
            return self
        return refuse(self, [("rate.accrual", said('is "grace_end"; a cap on the return has no grace period, its interest runs from '
'each payment'))])


class ConcessionTier(Section):
    """让利: one tier of what the government gives up of its gain."""

    hurdle: float = par("门槛收益率", "yearly return on dated flows, compound, above which the tier acts", unit="1/year", ge=0, le=1, default=0.0)
    rate: RateRule = RateRule()
    share: float = par("让利比例", "share given up of the gain between this hurdle and the next of the same recipient", unit="share", ge=0, le=1)
    to: Recipient = par("让利对象", "who gets it", unit="choice", default="partners")
    local_multiple: float = par("返投倍数条件", "the tier acts only if local investment reaches this multiple of the public money paid in; 0 = always", unit="multiple", ge=0, le=20, default=0.0)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if self.indexed and self.hurdle > 0.0:
            problems.append(("hurdle", said("is {hurdle:g} while rate is given, which takes its place; give one of the two", hurdle=self.hurdle)))
        if self.rate.accrual != "payment":
            problems.append(("rate.accrual", said('is "grace_end"; a hurdle has no grace period, its interest runs from each payment')))
        return refuse(self, problems)

    @property
    def indexed(self) -> bool:
        """Whether ``rate`` takes the place of ``hurdle``."""
        return self.rate != RateRule()


def tiers_problem(tiers: tuple[ConcessionTier, ...]) -> str:
    """Why the tiers cannot stand together, empty if they can: at no gain may more than all of it be given up."""
    most = 0.0
    for recipient in RECIPIENTS:
        most += max((tier.share for tier in tiers if tier.to == recipient), default=0.0)
    if most > 1.0 + 1e-9:
        return said("gives up {most:g} of the gain to all recipients together; must be at most 1", most=most)
    return ""
