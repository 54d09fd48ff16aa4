"""The rule book: clauses grouped by instrument. Every default is neutral: it changes nothing."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.contract_schema import ConcessionTier, DrawOrder, LineTerms, ReturnCap, tiers_problem
from sim.scenario.exit_schema import Duty, Put, Unilateral, Window, window_problems
from sim.scenario.guidance_schema import Levels, Selection, Staging, Tolerance
from sim.scenario.parameter import SUM_TOLERANCE, Section, par, refuse
from sim.scenario.rate_schema import RateRule
from sim.scenario.support_schema import GuaranteeGrant, LossCompensation, LossGuarantee

Yuan = Annotated[float, Field(ge=0.0)]


class Option(Section):
    """The private partners' right to buy the public stake (财企[2007]128号 art. 15)."""

    enabled: bool = par("设有回购权", "whether there is a call option", unit="switch", default=False)
    window_years: float = par("行权窗口", "years from the first payment in which it lives; 0 = to the end of the fund", unit="years", ge=0, le=30, default=0.0)
    grace_years: int = par("原价期", "years in which the price is the original investment", unit="years", ge=0, le=20, default=0)
    clock: Literal["first_payment", "each_payment"] = par("宽限起点", "grace runs from the first payment or from each payment", unit="choice", default="first_payment")
    base: Literal["unreturned", "original"] = par("价格基数", "what has not been returned yet, or the original investment", unit="choice", default="unreturned")
    rate: RateRule = RateRule()
    holder: Literal["partners", "manager"] = par("行权人", "who may buy: the private partners jointly, or the manager", unit="choice", default="partners")
    max_share: float = par("可购比例上限", "largest part of the public stake that may be bought", unit="share", gt=0, le=1, default=1.0)
    schedule: tuple[Window, ...] = par("分段价格", "windows { from_year, to_year, rate } that replace grace_years and rate when given; between windows the option rests", unit="windows", default=())
    price: Literal["exact", "floor"] = par("价格性质", "the formula is the price, or its floor: then not below at_deadline.floor_share of the appraised value", unit="choice", default="exact")
    residual_gain_share: float = par("后续收益分成", "share of what the bought line brings above its price and later calls that still goes to the guidance fund", unit="share", ge=0, le=1, default=0.0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        problems = window_problems(self.schedule)
        if 0.0 < self.window_years < self.grace_years and not self.schedule:
            problems.append(("window_years", f"is {self.window_years:g}; must be 0 (no end) or at least grace_years = {self.grace_years}"))
        return refuse(self, problems)


class AtDeadline(Section):
    """What happens to a stage-equity stake at the end of its holding period."""

    rule: Literal["auction", "hold_to_term", "option_only", "appraised"] = par("到期规则", "auction, hold to the end of the fund, nothing beyond the option, or sale at the appraised value", unit="choice", default="hold_to_term")
    floor: Literal["formula", "share_of_appraised", "none"] = par("拍卖底价", "formula price, a share of the appraised value, or none", unit="choice", default="none")
    floor_share: float = par("评估价比例", "share of the appraised value that first refusal and floor ask for", unit="share", ge=0, le=1, default=0.9)
    first_refusal: bool = par("优先受让", "existing partners are asked first", unit="switch", default=False)


class StageEquity(Section):
    """阶段参股: the guidance fund is a minority partner in a sub-fund."""

    share_cap: float = par("参股比例上限", "largest public share of a sub-fund", unit="share", ge=0, le=0.9, default=0.0)
    share_floor: float = par("参股比例下限", "smallest share of a sub-fund's target that is offered", unit="share", ge=0, le=0.9, default=0.0)
    match_ratio: float = par("配资比例", "public commitment over private money in a sub-fund, at most; 0 = none", unit="x", ge=0, le=9, default=0.0)
    not_largest: bool = par("不得为第一大出资人", "the public stake stays below the largest other partner", unit="switch", default=False)
    cap_per_fund: float = par("单只基金上限", "largest public commitment to one sub-fund; 0 = none", unit="yuan", ge=0, default=0.0)
    minimum_offer: float = par("最低出资", "smallest commitment that is offered", unit="yuan", ge=0, default=0.0)
    liquidation_preference: bool = par("清算优先", "at the end of a fund that has not returned all capital, public capital comes first", unit="switch", default=False)
    maximum_holding_years: float = par("最长持有年限", "years from the first payment to the deadline; 0 = no deadline", unit="years", ge=0, le=30, default=0.0)
    draw_order: DrawOrder = par("出资顺序", "in whose money calls are met first: public money first, last, or pro rata", unit="choice", default="pro_rata")
    concession: tuple[ConcessionTier, ...] = par("让利", "tiers of the government's gain given up: { hurdle, share, to = partners, manager or founders, local_multiple }", unit="tiers", default=())
    terms: LineTerms = LineTerms()
    return_cap: ReturnCap = ReturnCap()
    option: Option = Option()
    at_deadline: AtDeadline = AtDeadline()
    put: Put = Put()
    duty: Duty = Duty()
    unilateral: Unilateral = Unilateral()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if self.option.enabled and self.share_cap == 0.0:
            problems.append(("option.enabled", "is true while share_cap is 0, so there is no stake to buy; raise share_cap or set it to false"))
        if self.at_deadline.rule in ("auction", "appraised") and self.maximum_holding_years == 0.0:
            problems.append(("at_deadline.rule", f'is "{self.at_deadline.rule}" while maximum_holding_years is 0, so there is no deadline; give one or choose "hold_to_term"'))
        if self.share_floor > self.share_cap:
            problems.append(("share_floor", f"is {self.share_floor:g}; must be at most share_cap = {self.share_cap:g}"))
        if 0.0 < self.cap_per_fund < self.minimum_offer:
            problems.append(("minimum_offer", f"is {self.minimum_offer:g}; must be at most cap_per_fund = {self.cap_per_fund:g}"))
        if self.liquidation_preference and self.terms.first_loss_share > 0.0:
            problems.append(("terms.first_loss_share", "is above 0 while liquidation_preference is true; public capital cannot stand before and behind the others'"))
        if message := tiers_problem(self.concession):
            problems.append(("concession", message))
        return refuse(self, problems)


class CoInvestment(Section):
    """跟进投资: the guidance fund invests beside a manager in a company."""

    ratio: float = par("跟投比例", "public over the lead's amount, at most", unit="share", ge=0, le=2, default=0.0)
    cap_per_deal: float = par("单笔上限", "most in one deal; 0 = none", unit="yuan", ge=0, default=0.0)
    cap_per_company: float = par("单企上限", "most in one company; 0 = none", unit="yuan", ge=0, default=0.0)
    minimum: float = par("最低金额", "smallest co-investment made", unit="yuan", ge=0, default=0.0)
    last_stage: int = par("最晚阶段", "latest stage supported: 0 seed, 1 start-up, … 4 mature", unit="stage", ge=0, le=4, default=4)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    gain_share: float = par("收益让渡比例", "share of the gain on a company paid to the entrusted manager", unit="share", ge=0, le=1, default=0.0)
    maximum_holding_years: float = par("最长持有年限", "years from payment to the deadline; 0 = no deadline", unit="years", ge=0, le=30, default=0.0)
    floor_share: float = par("评估价比例", "share of the appraised value the price at the deadline reaches at least", unit="share", ge=0, le=1, default=0.9)
    no_double_support: bool = par("不重复支持", "not beside a sub-fund that has public stage equity", unit="switch", default=True)
    rate: RateRule = RateRule()


class RiskSubsidy(Section):
    """风险补助: the guidance fund pays a manager a share of what it put into early companies."""

    rate: float = par("补助率", "subsidy over the investment it is reckoned on", unit="share", ge=0, le=1, default=0.0)
    base: Literal["private", "all"] = par("补助基数", "only the private part of the investment, or all of it", unit="choice", default="private")
    cap_per_deal: float = par("单笔上限", "most for one deal; 0 = none", unit="yuan", ge=0, default=0.0)
    cap_per_company: float = par("单企上限", "most for one manager on one company; 0 = none", unit="yuan", ge=0, default=0.0)
    cap_per_manager_year: float = par("机构年度上限", "most for one manager in a calendar year; 0 = none", unit="yuan", ge=0, default=0.0)
    last_stage: int = par("最晚阶段", "latest stage supported", unit="stage", ge=0, le=4, default=4)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    unused: Literal["keep", "return"] = par("结余处理", "what is left in the reserve when the fund ends", unit="choice", default="keep")


class EligibleCompany(Section):
    """Which companies co-investment and subsidy may support; 0 = no test."""

    max_age_years: float = par("最长成立年限", "years since founding, at most", unit="years", ge=0, default=0.0)
    max_staff: int = par("最多职工", "headcount, at most", unit="persons", ge=0, default=0)
    max_sales: float = par("最高销售额", "yearly sales, at most", unit="yuan", ge=0, default=0.0)
    max_net_assets: float = par("最高净资产", "net assets, at most", unit="yuan", ge=0, default=0.0)


class Budget(Section):
    """Money, its split over the instruments, and what becomes of what returns."""

    yearly: tuple[Yuan, ...] = par("年度预算", "appropriation of each year from the start", unit="yuan", default=())
    stage_equity_share: float = par("阶段参股份额", "share of each appropriation", unit="share", ge=0, le=1, default=0.0)
    co_investment_share: float = par("跟进投资份额", "share of each appropriation", unit="share", ge=0, le=1, default=0.0)
    risk_subsidy_share: float = par("风险补助份额", "share of each appropriation", unit="share", ge=0, le=1, default=0.0)
    loss_compensation_share: float = par("风险补偿份额", "share of each appropriation", unit="share", ge=0, le=1, default=0.0)
    guarantee_grant_share: float = par("投资保障份额", "share of each appropriation", unit="share", ge=0, le=1, default=0.0)
    loss_guarantee_share: float = par("损失担保份额", "share of each appropriation", unit="share", ge=0, le=1, default=0.0)
    call_month: float = par("申报月", "months from an appropriation to the yearly call for proposals", unit="months", ge=0, le=11, default=3.0)
    cover: Literal["cash", "plan"] = par("承诺覆盖", "commitments need cash in hand, or cash and planned appropriations", unit="choice", default="cash")
    recycle_until_year: float = par("滚动使用年限", "receipts are used again until this year; 0 = never, all goes to the treasury", unit="years", ge=0, le=50, default=0.0)
    reuse_receipts: bool = par("收回资金滚动使用", "false: what comes back goes to the treasury at once, while unspent money may still be used until recycle_until_year", unit="switch", default=True)
    recall_idle_months: float = par("闲置收回期限", "months after which uncommitted money goes back to the treasury; 0 = never", unit="months", ge=0, le=600, default=0.0)
    staging: Staging = Staging()

    @model_validator(mode="after")
    def _within_one(self) -> Self:
        total = self.stage_equity_share + self.co_investment_share + self.risk_subsidy_share
        total += self.loss_compensation_share + self.guarantee_grant_share + self.loss_guarantee_share
        if total <= 1.0 + SUM_TOLERANCE:
            return self
        return refuse(self, [("stage_equity_share", f"with the other shares of the budget sums to {total:g}; must be at most 1")])


class Institutions(Section):
    """Articles 6 and 15: the appraisal line, the approval capacity behind it, the one-year clock."""

    approval_line: float = par("审批线", "appraised value at and above which disposal needs the finance bureau's approval", unit="yuan", ge=0, default=8_000_000.0)
    approvers: int = par("审批能力", "approvals that can run side by side", unit="servers", ge=1, le=1000, default=6)
    approval_mean_days: float = par("审批时长", "mean service time of an approval (exponential)", unit="days", ge=30, le=720, default=60.0)
    takeover_month: int = par("一年转化期限", "months after completion when inventors may take over; 0 = never", unit="months", ge=0, le=120, default=12)
    technology_cap: float = par("技术出资上限", "largest part of the founding shares that a technology may stand for", unit="share", ge=0, le=1, default=0.7)
    inventor_share: float = par("完成人股权比例", "share of the institution's founding shares given to inventors", unit="share", ge=0, le=1, default=0.2)


class Policy(Section):
    """A rule book."""

    title: str = ""
    title_zh: str = ""
    citation: str = ""
    budget: Budget = Budget()
    stage_equity: StageEquity = StageEquity()
    co_investment: CoInvestment = CoInvestment()
    risk_subsidy: RiskSubsidy = RiskSubsidy()
    loss_compensation: LossCompensation = LossCompensation()
    guarantee_grant: GuaranteeGrant = GuaranteeGrant()
    loss_guarantee: LossGuarantee = LossGuarantee()
    eligible_company: EligibleCompany = EligibleCompany()
    institutions: Institutions = Institutions()
    levels: Levels = Levels()
    tolerance: Tolerance = Tolerance()
    selection: Selection = Selection()
