"""The rule book: clauses grouped by instrument. Every default is neutral: it changes nothing."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.clauses.appropriation import NO_FLOOR, with_floor
from sim.scenario.appropriation_schema import Appropriation, Mix
from sim.scenario.articles_schema import GUIDANCE_FUND, Articles, Permanence
from sim.scenario.city_schema import Bases, OpenLabs, OutsideCapital, Partners
from sim.scenario.contract_schema import ConcessionTier, DrawOrder, LineTerms, ReturnCap, tiers_problem
from sim.scenario.credit_schema import Credit, Otc, PrivateAccess
from sim.scenario.disposal_schema import Deadline, Disposal, Inventors
from sim.scenario.exit_schema import Duty, Put, Unilateral, Window, window_problems
from sim.scenario.guidance_schema import Levels, Selection, Staging, Tolerance
from sim.scenario.holders_schema import Angels, DirectEquity, Services
from sim.scenario.parameter import MOST_OF_A_SIZE, MOST_YUAN, SUM_TOLERANCE, Section, par, refuse
from sim.scenario.pipeline_schema import Assessment, Chain, Coordination, Matching, Platform
from sim.scenario.programme_schema import GrowthFirms, Procurement, Recognition, ResearchMoney
from sim.scenario.rate_schema import RateRule
from sim.scenario.said import said
from sim.scenario.support_schema import GuaranteeGrant, LossCompensation, LossGuarantee

DeadlineRule = Literal["auction", "hold_to_term", "option_only", "appraised"]
Yuan = Annotated[float, Field(ge=0.0, le=MOST_YUAN)]


class Option(Section):
    """The private partners' right to buy the public stake (财企[2007]128号 art. 15)."""

    enabled: bool = par("设有回购权", "whether there is a call option", unit="switch", default=False)
    window_years: float = par("回购权有效期", "years from the first payment in which it lives; 0 = to the end of the fund", unit="years", ge=0, le=30, plausible=(3, 8), why="3 years (shandong-angel-2022) and 5 (beijing-2011, nzvif-2001); 8 years is the longest participation (guangzhou-2025)", default=0.0)
    grace_years: int = par("原价期", "years in which the price is the original investment", unit="years", ge=0, le=20, plausible=(1, 3), why="3 years in every rule book that has such a period (财企[2007]128号 art. 15); 1 is an assumption; never beyond the shortest window", default=0)
    clock: Literal["first_payment", "each_payment"] = par("宽限起点", "grace runs from the first payment or from each payment", unit="choice", default="first_payment")
    base: Literal["unreturned", "original"] = par("价格基数", "what has not been returned yet, or the original investment", unit="choice", default="unreturned")
    rate: RateRule = RateRule()
    holder: Literal["partners", "manager", "anyone"] = par("回购权人", "who may buy: the private partners jointly, the manager, or anyone: the partners first, then an outside investor", unit="choice", default="partners")
    max_share: float = par("可购比例上限", "largest part of the public stake that may be bought", unit="share", gt=0, le=1, plausible=(0.3, 1), why="30 % (kvic-2025-call) to the whole stake (all others)", default=1.0)
    schedule: tuple[Window, ...] = par("分段价格", "windows { from_year, to_year, rate } that replace grace_years and rate when given; between windows the option rests", unit="windows", default=())
    price: Literal["exact", "floor"] = par("价格性质", "the formula is the price, or its floor: then not below at_deadline.floor_share of the appraised value", unit="choice", default="exact")
    residual_gain_share: float = par("后续收益分成", "share of what the bought line brings above its price and later calls that still goes to the guidance fund", unit="share", ge=0, le=1, plausible=(0.035, 0.14), why="assumption: half to double of the 7 % of yozma-1993, the only one found", default=0.0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        problems = window_problems(self.schedule)
        if 0.0 < self.window_years < self.grace_years and not self.schedule:
            problems.append(("window_years", said("is {window_years:g}; must be 0 (no end) or at least grace_years = {grace_years}", window_years=self.window_years, grace_years=self.grace_years)))
        return refuse(self, problems)


class AtDeadline(Section):
    """What happens to a stage-equity stake at the end of its holding period."""

    rule: DeadlineRule = par("到期规则", "auction, hold to the end of the fund, nothing beyond the option, or sale at the appraised value", unit="choice", default="hold_to_term")
    floor: Literal["formula", "share_of_appraised", "none"] = par("拍卖底价", "formula price, a share of the appraised value, or none", unit="choice", default="none")
    floor_share: float = par("评估价比例", "share of the appraised value that first refusal and floor ask for", unit="share", ge=0, le=1, plausible=(0.8, 1), why="90 % is usual for state assets, 100 % under 财预[2015]210号 art. 21; 80 % is an assumption", default=0.9)
    first_refusal: bool = par("优先受让", "existing partners are asked first", unit="switch", default=False)


class StageEquity(Section):
    """阶段参股: the guidance fund is a minority partner in a sub-fund."""

    article: ClassVar[int] = GUIDANCE_FUND

    share_cap: float = par("参股比例上限", "largest public share of a sub-fund", unit="share", ge=0, le=0.9, plausible=(0.2, 0.667), why="20 % (quanzhou-2023, xinxing-2011) to two thirds (uk-ecf-2006, iif-1997, sbic-participating-1994)", default=0.0)
    early_cap: float = par("早期基金参股比例上限", "largest public share of a sub-fund that binds itself to early companies; 0 = no such cap", unit="share", ge=0, le=0.9, plausible=(0.25, 0.5), why="assumption: from just above the 20 % that 财建[2011]668号 lets such funds exceed, without saying how far, to half of the fund", default=0.0)
    early_bound: float = par("早期投资承诺比例", "share of its investments in seed and start-up rounds to which such a fund is bound", unit="share", ge=0, le=1, plausible=(0.6, 0.9), why="70 % in 财建[2011]668号, the only one found; the ends are an assumption", default=0.0)
    share_floor: float = par("参股比例下限", "smallest share of a sub-fund's target that is offered", unit="share", ge=0, le=0.9, plausible=(0.1, 0.2), why="10 % (guojia-chengguo-2021) to 20 % (guojia-chengguo-2011)", default=0.0)
    match_ratio: float = par("配资比例", "public commitment over private money in a sub-fund, at most; 0 = none", unit="x", ge=0, le=9, plausible=(0.3, 2), why="0.3 (yozma-2.0-2024) to 2 (iif-1997, sbic-participating-1994)", default=0.0)
    not_largest: bool = par("不得为第一大出资人", "the public stake stays below the largest other partner", unit="switch", default=False)
    cap_per_fund: float = par("单只基金上限", "largest public commitment to one sub-fund; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(30e6, 233e6), why="30m (guizhou-2012) to 233m (krr-2008)", default=0.0)
    minimum_offer: float = par("最低出资", "smallest commitment that is offered", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2.5e6, 10e6), why="assumption: half to double of the 5m of nearly all rule books; below every cap_per_fund", default=0.0)
    liquidation_preference: bool = par("清算优先", "at the end of a fund that has not returned all capital, public capital comes first", unit="switch", default=False)
    maximum_holding_years: float = par("最长持有年限", "years from the first payment to the deadline; 0 = no deadline", unit="years", ge=0, le=30, plausible=(5, 8), why="5 years (财企[2007]128号), 7 (caiyu-2015-210, mudan-2012), 8 (guangzhou-2025)", default=0.0)
    draw_order: DrawOrder = par("出资顺序", "in whose money calls are met first: public money first, last, or pro rata", unit="choice", default="pro_rata")
    concession: tuple[ConcessionTier, ...] = par("让利", "tiers of the government's gain given up: { hurdle or rate = { index, spread, … }, share, to = partners, manager or founders, local_multiple }", unit="tiers", default=())
    terms: LineTerms = LineTerms()
    return_cap: ReturnCap = ReturnCap()
    option: Option = Option()
    at_deadline: AtDeadline = AtDeadline()
    put: Put = Put()
    duty: Duty = Duty()
    unilateral: Unilateral = Unilateral()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems: list[tuple[str, str]] = []
        if self.option.enabled and self.share_cap == 0.0:
            problems.append(("option.enabled", said("is true while share_cap is 0, so there is no stake to buy; raise share_cap or set "
"it to false")))
        if self.at_deadline.rule in ("auction", "appraised") and self.maximum_holding_years == 0.0:
            problems.append(("at_deadline.rule", said('is "{rule}" while maximum_holding_years is 0, so there is no deadline; give one or '
'choose "hold_to_term"', rule=self.at_deadline.rule)))
        if self.early_cap > 0.0 and self.share_cap == 0.0:
            problems.append(("early_cap", said("is {early_cap:g} while share_cap is 0, so no fund gets public money; raise "
"share_cap or set it to 0", early_cap=self.early_cap)))
        if (self.early_cap > 0.0) != (self.early_bound > 0.0):
            problems.append(("early_cap", said("is {early_cap:g} while early_bound is {early_bound:g}; both must be above 0, or "
"both 0", early_cap=self.early_cap, early_bound=self.early_bound)))
        if self.share_floor > self.share_cap:
            problems.append(("share_floor", said("is {share_floor:g}; must be at most share_cap = {share_cap:g}", share_floor=self.share_floor, share_cap=self.share_cap)))
        if 0.0 < self.cap_per_fund < self.minimum_offer:
            problems.append(("minimum_offer", said("is {minimum_offer:g}; must be at most cap_per_fund = {cap_per_fund:g}", minimum_offer=self.minimum_offer, cap_per_fund=self.cap_per_fund)))
        if self.liquidation_preference and self.terms.first_loss_share > 0.0:
            problems.append(("terms.first_loss_share", said("is above 0 while liquidation_preference is true; public capital cannot stand before "
"and behind the others'")))
        if message := tiers_problem(self.concession):
            problems.append(("concession", message))
        return refuse(self, problems)


class CoInvestment(Section):
    """跟进投资: the guidance fund invests beside a manager in a company."""

    article: ClassVar[int] = GUIDANCE_FUND

    ratio: float = par("跟投比例", "public over the lead's amount, at most", unit="share", ge=0, le=2, plausible=(0.43, 1), why="0.43 (beijing-2009), 0.5 (财企[2007]128号 art. 19), 1.0 (guizhou-2012)", default=0.0)
    cap_per_deal: float = par("单笔上限", "most in one deal; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(3e6, 10e6), why="3m (财企[2007]128号), 5m (hongkou-2011), 10m (beijing-2009)", default=0.0)
    cap_per_company: float = par("单个企业上限", "most in one company; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2.5e6, 10e6), why="assumption: half to double of the 5m of hongkou-2011, the only one found", default=0.0)
    minimum: float = par("最低金额", "smallest co-investment made", unit="yuan", ge=0, le=MOST_YUAN, plausible=(50e3, 200e3), why="assumption: half to double of the shipped value; no rule names a floor", default=0.0)
    last_stage: int = par("最晚阶段", "latest stage supported: 0 seed, 1 start-up, … 4 mature", unit="stage", ge=0, le=4, plausible=(0, 2), why="rule books stop at seed or at start-up (1) or one stage later (beijing-2009)", default=4)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    gain_share: float = par("收益让渡比例", "share of the gain on a company paid to the entrusted manager", unit="share", ge=0, le=1, plausible=(0.25, 1), why="50 % in every rule book that has the clause (财企[2007]128号 art. 21); half to double of it, an assumption", default=0.0)
    maximum_holding_years: float = par("最长持有年限", "years from payment to the deadline; 0 = no deadline", unit="years", ge=0, le=30, plausible=(5, 8), why="5 years (财企[2007]128号 art. 22) to 8 (guangzhou-2025)", default=0.0)
    floor_share: float = par("评估价比例", "share of the appraised value the price at the deadline reaches at least", unit="share", ge=0, le=1, plausible=(0.8, 1), why="90 % is usual for state assets, 100 % under 财预[2015]210号 art. 21; 80 % is an assumption", default=0.9)
    no_double_support: bool = par("不重复支持", "not beside a sub-fund that has public stage equity", unit="switch", default=True)
    window_months: int = par("申请期限", "months after a round has closed in which what was not co-invested then still may be, at the round's price; 0 = only with the closing", unit="months", ge=0, le=60, plausible=(0.0, 12.0), why="财企[2007]128号 art. 18 gives one year after the VC's payment; no rule read gives more", default=0)
    stake_cap: float = par("持股比例上限", "share of a company after the payment that all co-investment in it may hold; 0 = none", unit="share", ge=0, le=0.9, plausible=(0.05, 0.3), why="5 % is Hongkou's (art. 35), 30 % is remembered for Beijing's direct equity", default=0.0)
    at_deadline: Literal["refusal", "auction"] = par("到期规则", "only the entrusted manager is asked, or outsiders too, by open bidding, when it declines", unit="choice", default="refusal")
    no_earlier_exit: bool = par("不得先于引导基金退出", "a lead fund that sells a company at its own end sells the co-investment with it, at the same price a share", unit="switch", default=False)
    rate: RateRule = RateRule()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.at_deadline == "auction" and self.maximum_holding_years == 0.0:
            return refuse(self, [("at_deadline", said('is "auction" while maximum_holding_years is 0, so there is no deadline; give one or '
'choose "refusal"'))])
        return self


class RiskSubsidy(Section):
    """风险补助: the guidance fund pays a manager a share of what it put into early companies."""

    article: ClassVar[int] = GUIDANCE_FUND

    rate: float = par("补助率", "subsidy over the investment it is reckoned on", unit="share", ge=0, le=1, plausible=(0.05, 0.1), why="5 % (财企[2007]128号 art. 25, guizhou-2012) to 10 % (Zhongguancun, beijing-2011)", default=0.0)
    base: Literal["private", "all"] = par("补助基数", "only the private part of the investment, or all of it", unit="choice", default="private")
    cap_per_deal: float = par("单笔上限", "most for one deal; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(1e6, 5e6), why="1m (Zhongguancun, beijing-2011) to 5m (财企[2007]128号 art. 25)", default=0.0)
    cap_per_company: float = par("单个企业上限", "most for one manager on one company; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(500e3, 2e6), why="assumption: half to double of the 1m of Zhongguancun, the only one found", default=0.0)
    cap_per_manager_year: float = par("机构年度上限", "most for one manager in a calendar year; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(1.5e6, 6e6), why="assumption: half to double of the 3m of Zhongguancun, the only one found", default=0.0)
    cap_total: float = par("总额上限", "most for all managers as long as the rule book runs; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(10e6, 100e6), why="assumption: from ten to a hundred deals at the 1m of Zhongguancun", default=0.0)
    last_stage: int = par("最晚阶段", "latest stage supported", unit="stage", ge=0, le=4, plausible=(0, 2), why="start-up (1) in every rule book; one stage earlier and later, an assumption", default=4)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    unused: Literal["keep", "return"] = par("结余处理", "what is left in the reserve when the fund ends", unit="choice", default="keep")


class EligibleCompany(Section):
    """Which companies co-investment and subsidy may support; 0 = no test."""

    article: ClassVar[int] = GUIDANCE_FUND

    max_age_years: float = par("最长成立年限", "years since founding, at most", unit="years", ge=0, le=100, plausible=(3, 7), why="3 years (Shanghai 2015, seed firms), 5 (财企[2007]128号 art. 11), 7 (CORFO, Chile)", default=0.0)
    max_staff: int = par("最多职工", "headcount, at most", unit="persons", ge=0, le=100_000, plausible=(50, 300), why="50 (Shanghai 2015, seed firms), 100 (Tianjin), 200 (shanghai-2015), 300 (财企[2007]128号 art. 11)", default=0)
    max_sales: float = par("最高销售额", "yearly sales, at most", unit="yuan", ge=0, le=MOST_YUAN, plausible=(5e6, 50e6), why="5m (Shanghai 2015, seed firms), 10m (Tianjin), 30m (财企[2007]128号 art. 11), 50m (Shanghai angel fund)", default=0.0)
    max_net_assets: float = par("最高净资产", "net assets, at most", unit="yuan", ge=0, le=MOST_YUAN, plausible=(5e6, 50e6), why="5m (Tianjin), 20m (财企[2007]128号 art. 11), 50m of assets (Shanghai angel fund)", default=0.0)


class Budget(Section):
    """Money, its split over the instruments, and what becomes of what returns."""

    article: ClassVar[int] = GUIDANCE_FUND

    yearly: tuple[Yuan, ...] = par("年度预算", "appropriation of each year from the start", unit="yuan", default=(), off=())
    growth_floor: float = par("投入增长下限", "yearly growth that appropriations keep at least; -1 = none", unit="1/year", ge=-1, le=1, plausible=(0, 0.15), why="assumption: from never falling to 15 % more every year", default=-1.0, article=13, off=-1.0, scale="product")
    stage_equity_share: float = par("阶段参股预算占比", "share of each appropriation", unit="share", ge=0, le=1, why="not varied alone: the shares of one budget must sum to at most 1, so raising one lowers another; compare rule books, or set several", default=0.0)
    co_investment_share: float = par("跟进投资预算占比", "share of each appropriation", unit="share", ge=0, le=1, why="not varied alone: the shares of one budget must sum to at most 1, so raising one lowers another; compare rule books, or set several", default=0.0)
    risk_subsidy_share: float = par("风险补助预算占比", "share of each appropriation", unit="share", ge=0, le=1, why="not varied alone: the shares of one budget must sum to at most 1, so raising one lowers another; compare rule books, or set several", default=0.0)
    loss_compensation_share: float = par("风险补偿预算占比", "share of each appropriation", unit="share", ge=0, le=1, why="not varied alone: the shares of one budget must sum to at most 1, so raising one lowers another; compare rule books, or set several", default=0.0)
    guarantee_grant_share: float = par("投资保障预算占比", "share of each appropriation", unit="share", ge=0, le=1, why="not varied alone: the shares of one budget must sum to at most 1, so raising one lowers another; compare rule books, or set several", default=0.0)
    loss_guarantee_share: float = par("损失担保预算占比", "share of each appropriation", unit="share", ge=0, le=1, why="not varied alone: the shares of one budget must sum to at most 1, so raising one lowers another; compare rule books, or set several", default=0.0)
    call_month: float = par("申报月", "months from an appropriation to the yearly call for proposals", unit="months", ge=0, le=11, plausible=(1, 6), why="assumption: a third to double of the shipped value", default=3.0)
    cover: Literal["cash", "plan"] = par("承诺资金依据", "commitments need cash in hand, or cash and planned appropriations", unit="choice", default="cash")
    recycle_until_year: float = par("滚动使用年限", "receipts are used again until this year; 0 = never, all goes to the treasury", unit="years", ge=0, le=50, plausible=(4, 20), why="year 4 (zhongguancun-2007), 8 (most), 20 (shanghai-2015, suzhou-2013); 50, in caiqi-2007-128, is beyond the horizon", default=0.0)
    reuse_receipts: bool = par("收回资金滚动使用", "false: what comes back goes to the treasury at once, while unspent money may still be used until recycle_until_year", unit="switch", default=True)
    recall_idle_months: float = par("闲置收回期限", "months after which uncommitted money goes back to the treasury; 0 = never", unit="months", ge=0, le=600, plausible=(12, 48), why="assumption: half to double of the 24 months of guobanfa-2025-1, the only one found", default=0.0)
    staging: Staging = Staging()

    @model_validator(mode="after")
    def _within_one(self) -> Self:
        total = self.stage_equity_share + self.co_investment_share + self.risk_subsidy_share
        total += self.loss_compensation_share + self.guarantee_grant_share + self.loss_guarantee_share
        problems: list[tuple[str, str]] = []
        if total > 1.0 + SUM_TOLERANCE:
            problems.append(("stage_equity_share", said("with the other shares of the budget sums to {total:g}; must be at most 1", total=total)))
        largest = max(with_floor(self.yearly, self.growth_floor), default=0.0)
        if largest > MOST_YUAN:
            problems.append(("growth_floor", said("raises the yearly money to {largest:.3g} yuan; must be at most {most:g}", largest=largest, most=MOST_YUAN)))
        return refuse(self, problems)


class Institutions(Section):
    """Articles 6 and 15: the appraisal line, the approval capacity behind it, the one-year clock."""

    approval_line: float = par("审批线", "appraised value at and above which disposal needs the finance bureau's approval", unit="yuan", ge=0, le=MOST_YUAN, plausible=(4e6, 16e6), why="assumption: half to double of the 8m of 京政发[2011]12号 art. 6", default=8_000_000.0, article=6, off=8_000_000.0)
    approvers: int = par("审批能力", "approvals that can run side by side", unit="servers", ge=1, le=MOST_OF_A_SIZE, plausible=(3, 12), why="assumption: half to double of the shipped value", default=6)
    approval_mean_days: float = par("审批时长", "mean service time of an approval (exponential)", unit="days", ge=30, le=720, plausible=(30, 120), why="assumption: half to double of the shipped value", default=60.0)
    takeover_month: int = par("一年转化期限", "months after completion when inventors may take over; 0 = never", unit="months", ge=0, le=120, plausible=(6, 24), why="assumption: half to double of the year of 京政发[2011]12号 art. 15", default=12, article=15, off=0)
    technology_cap: float = par("技术出资上限", "largest part of the founding shares that a technology may stand for", unit="share", ge=0, le=1, plausible=(0.35, 1), why="35 % for high technology before the company law of 2005, 70 % under it, no limit since 2014 (memory)", default=0.7)
    inventor_share: float = par("完成人股权比例", "share of the institution's founding shares given to inventors", unit="share", ge=0, le=1, plausible=(0.2, 0.5), why="20 to 30 % in the pilot 财企[2010]8号, at least half under the law on conversion of 2015 (memory)", default=0.2, article=5, off=0.0)


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
    angels: Angels = Angels()
    services: Services = Services()
    chain: Chain = Chain()
    assessment: Assessment = Assessment()
    platform: Platform = Platform()
    matching: Matching = Matching()
    coordination: Coordination = Coordination()
    credit: Credit = Credit()
    otc: Otc = Otc()
    private_access: PrivateAccess = PrivateAccess()
    appropriation: Appropriation = Appropriation()
    mix: Mix = Mix()
    direct_equity: DirectEquity = DirectEquity()
    research_money: ResearchMoney = ResearchMoney()
    growth_firms: GrowthFirms = GrowthFirms()
    recognition: Recognition = Recognition()
    disposal: Disposal = Disposal()
    inventors: Inventors = Inventors()
    clock: Deadline = Deadline()
    procurement: Procurement = Procurement()
    bases: Bases = Bases()
    open_labs: OpenLabs = OpenLabs()
    outside_capital: OutsideCapital = OutsideCapital()
    partners: Partners = Partners()
    articles: Articles = Articles()
    permanence: Permanence = Permanence()

    @model_validator(mode="after")
    def _payable(self) -> Self:
        rule, growth = self.appropriation.floor_rule, self.appropriation.revenue_growth
        floor = {"none": (NO_FLOOR,), "scalar": (self.budget.growth_floor,), "revenue": growth}[rule]
        plans = (self.budget.yearly, self.appropriation.yearly, self.levels.district.yearly)
        largest = max((yuan for plan in plans for yuan in with_floor(plan, floor)), default=0.0)
        if largest > MOST_YUAN:
            return refuse(self, [("appropriation.floor_rule", said("raises yearly money to {largest:.3g} yuan; must be at most {most:g}", largest=largest, most=MOST_YUAN))])
        return self
