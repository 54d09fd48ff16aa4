"""The economy: everything a policy cannot change. Values and their sources live in ``scenarios/economies/``."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from sim.scenario.credit_schema import Bank, BuyBack
from sim.scenario.operations_schema import Leaving, Operations
from sim.scenario.parameter import (
    MOST_OF_A_SIZE,
    MOST_YUAN,
    SUMS_TO_ONE,
    Section,
    entries,
    none_or,
    one_for_all,
    par,
    refuse,
)
from sim.scenario.response_schema import Response
from sim.scenario.said import said

Share = Annotated[float, Field(ge=0.0, le=1.0)]

SECTORS = ("information_technology", "biology", "energy_saving", "new_energy", "new_energy_vehicles", "new_materials", "aerospace", "high_end_equipment")
OWNERS = ("university", "institute", "state_firm", "private_firm")
PRIVATE_FIRM = OWNERS.index("private_firm")
STAGES = ("seed", "start_up", "growth", "expansion", "mature")
PartnerClass = Literal["individuals", "corporates", "insurers", "fund_of_funds"]
PARTNER_CLASSES: tuple[PartnerClass, ...] = get_args(PartnerClass)
MOST_ARRIVALS = MOST_OF_A_SIZE  # achievements a year in one sector
WINDOW_STATES = ("closed", "slow", "open")

Fraction = Annotated[float, Field(gt=0.0, le=1.0)]
StageShares = Annotated[tuple[Share, ...], entries(len(STAGES), "stage")]
StageFractions = Annotated[tuple[Fraction, ...], entries(len(STAGES), "stage")]
StageYears = Annotated[tuple[Annotated[float, Field(gt=0.0, le=100.0)], ...], entries(len(STAGES), "stage")]
StageSigmas = Annotated[tuple[Annotated[float, Field(ge=0.0, le=5.0)], ...], entries(len(STAGES), "stage")]
StageMultiples = Annotated[tuple[Annotated[float, Field(gt=0.0, le=20.0)], ...], entries(len(STAGES), "stage")]
StageHeads = Annotated[tuple[Annotated[float, Field(gt=0.0, le=100_000.0)], ...], entries(len(STAGES), "stage")]
StageSales = Annotated[tuple[Annotated[float, Field(ge=0.0, le=10e9)], ...], entries(len(STAGES), "stage")]
StageAssets = Annotated[tuple[Annotated[float, Field(gt=0.0, le=10e9)], ...], entries(len(STAGES), "stage")]
StageSizes = Annotated[tuple[Annotated[float, Field(gt=0.0, le=1e9)], ...], entries(len(STAGES), "stage")]
MOST_EXTENSION = 5  # years
ExtensionWeights = Annotated[tuple[Share, ...], none_or(entries(MOST_EXTENSION + 1, "number of years from 0")), none_or(SUMS_TO_ONE)]
StageBars = Annotated[tuple[Annotated[float, Field(ge=0.0, le=1000.0)], ...], one_for_all(len(STAGES)), entries(len(STAGES), "stage")]
StageShifts = Annotated[tuple[Annotated[float, Field(ge=-2.0, le=2.0)], ...], one_for_all(len(STAGES)), entries(len(STAGES), "stage")]
PoolYears = tuple[Annotated[float, Field(ge=0.0, le=MOST_YUAN)], ...]
StageMix = Annotated[tuple[Share, ...], entries(len(STAGES), "stage"), SUMS_TO_ONE]
WindowMeans = Annotated[tuple[Annotated[float, Field(ge=0.0, le=1000.0)], ...], entries(len(WINDOW_STATES), "window state")]
WindowSizes = Annotated[tuple[Annotated[float, Field(ge=0.01, le=3000.0)], ...], entries(len(WINDOW_STATES), "window state")]
WindowRow = Annotated[tuple[Share, ...], entries(len(WINDOW_STATES), "window state"), SUMS_TO_ONE]
WindowRows = Annotated[tuple[WindowRow, ...], entries(len(WINDOW_STATES), "window state")]
SectorShares = Annotated[tuple[Share, ...], entries(len(SECTORS), "sector"), SUMS_TO_ONE]
OwnerShares = Annotated[tuple[Share, ...], entries(len(OWNERS), "kind of owner"), SUMS_TO_ONE]
ClassShares = Annotated[tuple[Share, ...], entries(len(PARTNER_CLASSES), "class of partner"), SUMS_TO_ONE]


class Pipeline(Section):
    """From achievement to company (D5)."""

    disclosures_per_year: float = par("年成果数", "achievements completed and disclosed a year", unit="1/year", ge=0, le=MOST_OF_A_SIZE, plausible=(300, 600), why="assumption: about a third below and above the shipped value; no count of achievements a year is published")
    arrival_years: int = par("成果到达年数", "years in which achievements arrive", unit="years", ge=0, le=50, plausible=(5, 15), why="assumption: half below and half above the shipped value")
    arrival_dispersion: float = par("到达离散度", "size of the negative binomial of yearly arrivals over all sectors", unit="1", ge=0.01, le=3000, plausible=(20, 300), why="a yearly spread of 22 % down to 6 % around the 11 % of Beijing technology contracts 2008-2023; the ends are an assumption")
    growth: float = par("年增长率", "yearly growth of the number of arrivals", unit="1/year", ge=-0.5, le=1, plausible=(0, 0.1), why="from level to the 9.3 % a year by which conversion contracts of Chinese universities grew from 2006 to 2016 (fx361 2019)")
    shelf: int = par("存量成果", "achievements already complete and waiting on the first day", unit="achievements", ge=0, le=MOST_OF_A_SIZE, plausible=(235, 940), why="assumption: half to double of the shipped value")
    sector_shares: SectorShares = par("行业占比", "share of each of the eight sectors of article 11", unit="share")
    owner_shares: OwnerShares = par("权属占比", "share of university, institute, state firm, private firm", unit="share")
    discovery: float = par("发现率", "chance that an achievement is discovered by the platforms", unit="share", ge=0, le=1, plausible=(0.16, 0.5), why="at the shipped conversion of .60 the funnel then converts 10 to 30 %, what reposts say of Chinese university results")
    discovery_median_months: float = par("发现时长", "median months from disclosure to discovery", unit="months", gt=0, le=1200, plausible=(0.5, 6), why="assumption: a quarter to three times the shipped value")
    discovery_sigma: float = par("发现时长离散", "sigma of the logarithm of that time", unit="1", ge=0, le=3, plausible=(0.3, 1.2), why="assumption: half to double of the shipped value")
    evaluators: int = par("评价能力", "evaluations that can run side by side", unit="servers", ge=1, le=MOST_OF_A_SIZE, plausible=(16, 40), why="16 evaluators are kept busy all year by the shipped 135 evaluations of 45 days; 40 is double the shipped value, an assumption")
    evaluation_mean_days: float = par("评价时长", "mean service time of an evaluation (exponential)", unit="days", ge=30, le=720, plausible=(30, 90), why="assumption: from the shortest that whole days allow to double of the shipped value")
    own_decision_median_months: float = par("自主决定时长", "median months an owner takes to decide below the line of article 6", unit="months", gt=0, le=1200, plausible=(0.5, 3), why="assumption: half to three times the shipped value")
    own_decision_sigma: float = par("自主决定离散", "sigma of its logarithm", unit="1", ge=0, le=3, plausible=(0.25, 1), why="assumption: half to double of the shipped value")
    review_median_months: float = par("主管部门审核时长", "median months of the department's review at or above the line", unit="months", gt=0, le=1200, plausible=(1, 6), why="assumption: half to three times the shipped value")
    review_sigma: float = par("审核离散", "sigma of its logarithm", unit="1", ge=0, le=3, plausible=(0.25, 1), why="assumption: half to double of the shipped value")
    negotiation_median_months: float = par("谈判时长", "median months from decision to agreement", unit="months", gt=0, le=1200, plausible=(4, 14), why="assumption: about half to double of the shipped value")
    negotiation_sigma: float = par("谈判离散", "sigma of its logarithm", unit="1", ge=0, le=3, plausible=(0.3, 1.2), why="assumption: half to double of the shipped value")
    conversion: float = par("转化概率", "chance that an evaluated achievement becomes a company, take-over included", unit="share", ge=0, le=1, plausible=(0.3, 0.9), why="at the shipped discovery of .32 the funnel then converts 10 to 29 %, what reposts say of Chinese university results")
    takeover_share: float = par("完成人接手意愿", "share of inventors who take over an unconverted achievement at month 12", unit="share", ge=0, le=1, plausible=(0, 1), why="nobody has counted inventors who would take over: from none to all")
    takeover_median_months: float = par("接手后设立时长", "median months from take-over to founding", unit="months", gt=0, le=1200, plausible=(1, 6), why="assumption: half to three times the shipped value")
    founding_cash: float = par("设立现金", "cash the founders put in beside the technology; sets the founding shares only", unit="yuan", gt=0, le=40e6, plausible=(1e6, 4e6), why="assumption: half to double of the shipped value")
    local_share: float = par("本地落地率", "chance that the company is founded in the city", unit="share", ge=0, le=1, plausible=(0.5, 0.9), why="about 60 % of results convert locally in China (annual report on results conversion, repost), 73 % of US university start-ups in their home state (AUTM 2016); the ends are an assumption")
    appraisal_mean: float = par("评估均值", "mean appraised value", unit="yuan", gt=0, le=200e6, plausible=(4.73e6, 18.92e6), why="assumption: half to double of the mean of 2023 (annual report on results conversion 2024), the only year with a published one")
    appraisal_sigma: float = par("评估离散", "sigma of its logarithm", unit="1", ge=0, le=4, plausible=(1.2, 2.2), why="assumption: the spread is borrowed from deal sizes")

    @model_validator(mode="after")
    def _countable(self) -> Self:
        """Growth over many years is beyond any city, and beyond the places an engine has for achievements."""
        years = max(0, self.arrival_years - 1)
        most = self.disclosures_per_year * max(self.sector_shares) * max(1.0, (1.0 + self.growth) ** years)
        if most <= MOST_ARRIVALS:
            return self
        return refuse(self, [("disclosures_per_year", said("with growth = {growth:g} over arrival_years = {arrival_years} puts {found:.3g} "
"achievements a year into one sector; must be at most {most}", growth=self.growth, arrival_years=self.arrival_years, found=most, most=MOST_ARRIVALS))])


class CompanyLaw(Section):
    """The fate of a company at each stage (calibration 8.1, D5). Arrays run over seed, start-up, growth, expansion, mature."""

    advance: StageShares = par("晋级概率", "chance to close the next round, by stage", unit="share")
    trade_sale: StageShares = par("并购概率", "chance of a trade sale, by stage", unit="share")
    filing: StageShares = par("申报上市概率", "chance of filing for a listing, by stage", unit="share")
    funded_when_ready: StageFractions = par("就绪后获投概率", "chance that a company ready to advance finds its round, by stage (phi)", unit="share")
    quality_on_odds: float = par("质量对晋级的影响", "log odds of advancing per standard deviation of quality", unit="1", ge=0, le=2, plausible=(0.1, 0.6), why="assumption: a third to double of the shipped value")
    selection_shift: StageShifts = par("选择修正", "constant added to the log odds of advancing, by stage or one for all; undoes the selection of funded deals", unit="1", plausible=(-0.6, 0), why="assumption: none to double of the shipped value; a prototype that keeps the chain's chances for funded companies found -.06 to -.25 by stage")
    skill_on_odds: float = par("能力对晋级的影响", "log odds of advancing per standard deviation of the lead manager's skill", unit="1", ge=0, le=2, plausible=(0, 0.7), why="from no skill at all; the correlation of successive funds is put between 0 and .35, .10 shipped; the upper end is an assumption, half as much again")
    quality_on_step: float = par("质量对价格的影响", "log price step per standard deviation of quality", unit="1", ge=0, le=1, plausible=(0, 0.1), why="assumption: none to double of the shipped value")
    stall_share: float = par("停滞比例", "share of first failures that stall instead and draw once more", unit="share", ge=0, le=0.9, plausible=(0.15, 0.6), why="assumption: half to double of the shipped value")
    stall_months: float = par("停滞时长", "months a stalled company lives on a bridge", unit="months", gt=0, le=1200, plausible=(6, 24), why="assumption: half to double of the shipped value")
    advance_median_years: StageYears = par("晋级时长", "median years in stage before advancing, by stage", unit="years")
    advance_sigma: StageSigmas = par("晋级时长离散", "sigma of its logarithm", unit="1")
    trade_sale_median_years: float = par("并购时长", "median years in stage before a trade sale", unit="years", gt=0, le=100, plausible=(0.75, 3), why="assumption: half to double of the shipped value")
    trade_sale_sigma: float = par("并购时长离散", "sigma of its logarithm", unit="1", ge=0, le=3, plausible=(0.3, 1.2), why="assumption: half to double of the shipped value")
    filing_median_years: float = par("申报时长", "median years in stage before filing", unit="years", gt=0, le=100, plausible=(0.75, 3), why="assumption: half to double of the shipped value")
    filing_sigma: float = par("申报时长离散", "sigma of its logarithm", unit="1", ge=0, le=3, plausible=(0.25, 1), why="assumption: half to double of the shipped value")
    failure_median_years: float = par("失败时长", "median years in stage before failing or stalling", unit="years", gt=0, le=100, plausible=(1.5, 4), why="firm exits peak in the third year (国家工商总局 2013); a year before and a year after, an assumption")
    failure_sigma: float = par("失败时长离散", "sigma of its logarithm", unit="1", ge=0, le=3, plausible=(0.3, 1.2), why="assumption: half to double of the shipped value")
    zero_given_failure: float = par("失败归零概率", "chance that a failed company pays nothing; else a uniform share of cost", unit="share", ge=0, le=1, plausible=(0.45, 0.75), why="the fit of the stage chain has .34 at zero of .65 below cost, so .52, its seed variant .45 of .70, so .64; a tenth wider on both sides, an assumption")
    step_median: StageMultiples = par("股价涨幅", "median price per share over the last round's, by stage advanced from", unit="x")
    step_sigma: float = par("股价涨幅离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.45, 0.7), why="the stage chain fits as well with .65 when the listing multiple is 2.0; the ends are an assumption")
    trade_sale_multiple: float = par("并购倍数", "median trade-sale price over the last round's price per share", unit="x", gt=0, le=20, plausible=(1.2, 2), why="Chinese trade sales of 2016-17 give 1.41 to 1.79 over cost (清科, from median returns); the ends are an assumption")
    trade_sale_multiple_sigma: float = par("并购倍数离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.8, 1.25), why=".8 is our assumption for Chinese trade sales, the fit of the stage chain takes 1.0; the upper end is an assumption, a quarter more")
    listing_multiple: float = par("上市倍数", "median listing price over the last round's price per share", unit="x", gt=0, le=20, plausible=(1, 2), why="the stage chain fits as well at 2.0 with other steps; 1.0 lists at the last price")
    listing_multiple_sigma: float = par("上市倍数离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.3, 1.2), why="assumption: half to double of the shipped value")
    multiple_cap: float = par("倍数上限", "cap on the price of a share over its first price", unit="x", gt=1, le=5000, plausible=(100, 500), why="the stage chain gives the mean multiple by cap from 100 (2.13x) to 500 (2.23x)")
    market_sigma: float = par("市场因子", "standard deviation of the yearly market factor on exit prices (log)", unit="1", ge=0, le=1, plausible=(0, 0.5), why="from no market factor to half as much again as the .33 of vintages 2001-2014")
    market_persistence: float = par("市场持续性", "correlation of the market factor from one year to the next", unit="1", ge=0, le=0.99, plausible=(0, 0.9), why="no estimate was found: from independent years to long runs")
    cycle_sigma: float = par("景气波动", "standard deviation over calendar years of what is added to every company's log odds of advancing", unit="1", ge=0, le=2, plausible=(0, 0.8), why="published cohorts differ by .095 (seed to A) and .064 (A to B) in the share that raises again, .38 and .26 in log odds, part of it between sources; from companies that fail each for itself to twice the larger, an assumption", default=0.0)
    cycle_persistence: float = par("景气持续性", "correlation of that addition from one year to the next", unit="1", ge=0, le=0.99, plausible=(0, 0.9), why="no estimate was found: from independent years to long runs", default=0.7)
    linger_share: float = par("勉强存续比例", "share of funded companies that live on from their own sales where they would be wound up: after a final failure, or when a round finds no money", unit="share", ge=0, le=1, plausible=(0, 0.85), why="of the companies that Korteweg & Sorensen 2010 saw neither listed nor sold 43.4 of 66.4 % lingered, .65 (secondary, not this text); from none to a third more", default=0.0)
    linger_unfunded: float = par("未获投企业勉强存续比例", "the same share of founded companies that never closed a seed round", unit="share", ge=0, le=1, plausible=(0, 1), why="assumption: from none to all; the law of their lives is that of firms without finance", default=0.0)
    linger_life_median_years: float = par("勉强存续企业寿命", "median life of a company without finance, from its founding", unit="years", gt=0, le=100, plausible=(6.5, 11.6), why="assumption: a quarter below to a third above the fit to survival by age (国家工商总局 2013: mu 2.165, sigma 1.087)", default=8.715)
    linger_life_sigma: float = par("勉强存续企业寿命离散", "sigma of its logarithm", unit="1", ge=0.05, le=3, plausible=(0.8, 1.4), why="assumption: about a quarter below and above the same fit", default=1.087)
    linger_value: float = par("勉强存续企业估值", "accounting value of a holding of a lingering company, over the least of its last price and its own cost", unit="share", ge=0, le=1, plausible=(0.1, 0.5), why="assumption: two tenths below and above .30; nothing published prices companies that linger", default=0.3)
    linger_sale: float = par("勉强存续企业出售概率", "chance on each anniversary of lingering that the company is sold, for a tenth to the whole of that base", unit="1/year", ge=0, le=1, plausible=(0, 0.1), why="assumption: from never to one in ten a year", default=0.03)
    staff: StageHeads = par("人员", "median headcount, by stage", unit="persons")
    sales: StageSales = par("销售额", "median yearly sales, by stage", unit="yuan")
    net_assets: StageAssets = par("净资产", "median net assets, by stage", unit="yuan")
    size_sigma: float = par("规模离散", "sigma of the logarithm of headcount, sales and assets", unit="1", ge=0, le=2, plausible=(0.3, 1.2), why="assumption: half to double of the shipped value")

    @model_validator(mode="after")
    def _feasible(self) -> Self:
        """The four fates of a stage are probabilities, also after the advance is divided by the chance of funding (D5)."""
        problems = [] if self.advance[-1] == 0.0 else [("advance", f"is {self.advance[-1]:g} for mature; must be 0, no stage follows")]
        for i, stage in enumerate(STAGES):
            total = self.advance[i] + self.trade_sale[i] + self.filing[i]
            if total > 1.0 + 1e-9:
                problems.append(("advance", said("with trade_sale and filing sums to {total:g} for {stage}; must be at most 1", total=total, stage=stage)))
            if self.advance[i] > self.funded_when_ready[i]:
                problems.append(("funded_when_ready", said("is {funded_when_ready:g} for {stage}; must be at least advance = {advance:g}", funded_when_ready=self.funded_when_ready[i], stage=stage, advance=self.advance[i])))
        return refuse(self, problems)


class Rounds(Section):
    """Financing rounds (D6). Arrays run over the five stages."""

    size_median: StageSizes = par("轮次规模", "median round size, by stage", unit="yuan")
    size_sigma: StageSigmas = par("轮次规模离散", "sigma of its logarithm", unit="1")
    seed_dilution: float = par("种子轮稀释", "median share of the company sold in the seed round", unit="share", ge=0.01, le=0.9, plausible=(0.08, 0.2), why="assumption: the published price steps carry rounds of the published sizes only if little is sold at seed; .10 in Beijing, .20 is a usual share")
    seed_dilution_sigma: float = par("种子轮稀释离散", "sigma of its logarithm and of later_dilution's", unit="1", ge=0, le=2, plausible=(0.175, 0.7), why="assumption: half to double of the shipped value")
    later_dilution: float = par("后续轮稀释", "median share of the company sold in each later round, where size_rule is from_dilution; its sigma is seed_dilution_sigma", unit="share", ge=0.01, le=0.9, plausible=(0.15, 0.3), why="assumption: about a third below and above the default, a usual share of a round; the sizes that come of it are a check", default=0.22)
    size_rule: Literal["drawn", "from_dilution"] = par("轮次规模规则", "sizes after seed are drawn by stage, or what a drawn share of the company costs at the round's price: one draw for price and size; from_dilution in Beijing, an assumption", unit="choice", default="drawn")
    dilution_cap: float = par("稀释上限", "largest share of the company one round may sell", unit="share", ge=0.01, le=0.9, plausible=(0.3, 0.5), why="assumption: a quarter below and above the shipped value")
    minimum: float = par("最低成交比例", "share of a round's size at which it can close", unit="share", gt=0, le=1, plausible=(0.4, 0.8), why="assumption: a third below and above the shipped value")
    smallest_ticket: float = par("最小投资比例", "share of a round below which a fund does not take part", unit="share", ge=0, le=1, plausible=(0.1, 0.4), why="assumption: many partners in a round, down to a lead and one partner")
    lead_share: float = par("领投比例", "share of a round the lead takes", unit="share", gt=0, le=1, plausible=(0.3, 0.7), why="assumption: from a third of the round to more than two thirds")
    managers_asked: int = par("每季询问机构数", "new managers a round is shown to in a quarter", unit="managers", ge=1, le=200, plausible=(3, 12), why="assumption: half to double of the shipped value")
    quarters: int = par("询问季度数", "quarters a round stays open at most", unit="quarters", ge=1, le=20, plausible=(2, 8), why="assumption: half to double of the shipped value")
    outside_ready: StageShares = par("外部投资者到位概率", "chance that outside investors stand ready, by stage", unit="share")
    runway_median: float = par("资金可用时长", "median runway over the time to the next milestone", unit="x", gt=0, le=20, plausible=(1, 2), why="assumption: from money for exactly the time to the next milestone to twice as long")
    runway_sigma: float = par("资金跑道离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.15, 0.6), why="assumption: half to double of the shipped value")
    months_to_seed: float = par("设立至种子轮", "months a founded company lives before it opens its seed round", unit="months", ge=0, le=1200, plausible=(6, 24), why="assumption: half to double of the shipped value")
    heat_in_acceptance: bool = par("热度影响投资意愿", "the answer of a manager counts what it expects over today's hot price; false: heat sets the price alone, since refusals for heat leave money uninvested, which heats further", unit="switch", default=True)
    heat_elasticity: float = par("资金热度弹性", "elasticity of prices to uninvested money", unit="1", ge=0, le=1, plausible=(0, 0.35), why="assumption: from prices that money does not move to somewhat more than double of the shipped value")
    heat_base: float = par("热度基数", "outside money that always chases deals", unit="yuan", gt=0, le=MOST_YUAN, plausible=(150e6, 600e6), why="assumption: half to double of the shipped value")
    heat_reference: float = par("热度参照", "uninvested money plus base at which heat is one; set once on no-fund runs", unit="yuan", ge=1e6, le=MOST_YUAN, why="not varied: a level found by a command on runs without a guidance fund, so that heat is one on average")


class Listing(Section):
    """The exchange queue and what follows it (D5)."""

    series: str = par("上市数据", "monthly listing counts: a shipped series (scenarios/data) or the path of a CSV file beside the one that names it", unit="file")
    states: str = par("窗口状态数据", "decoded window states, to the same last month: a shipped series (scenarios/data) or the path of a CSV file beside the one that names it", unit="file")
    share: float = par("名额占比", "share of the national monthly count that stands for the modelled companies", unit="share", ge=0, le=1, plausible=(0.005, 0.02), why="assumption: half to double of the shipped value, which makes the mean wait 9 months")
    window_mean: WindowMeans = par("窗口均值", "mean listings a month when closed, slow, open", unit="1/month")
    window_size: WindowSizes = par("窗口离散", "negative-binomial size when closed, slow, open", unit="1")
    window_transition: WindowRows = par("窗口转移", "chance of next month's state (columns) by this month's (rows)", unit="share")
    patience_months: float = par("排队最长时间", "months in the queue after which the filing becomes a trade sale", unit="months", gt=0, le=1200, plausible=(18, 72), why="assumption: half to double of the shipped value")
    lockup_months: float = par("锁定期", "months between listing and sale", unit="months", ge=0, le=1200, plausible=(6, 36), why="one year for investors without control, three for controlling holders (rules of the exchanges); half a year is an assumption")
    expected_wait_months: float = par("预期排队时长", "months in the queue that holders reckon with when they value a filing", unit="months", ge=0, le=1200, plausible=(4.5, 18), why="assumption: half to double of the shipped value")
    volatility: float = par("股价波动", "yearly volatility of the share price in lock-up", unit="1/sqrt(year)", ge=0, le=2, plausible=(0.3, 0.6), why="assumption: a third below and above the shipped .45")


class Managers(Section):
    """Managers and how they screen (D3, D6, D17)."""

    slots: int = par("管理机构数", "prospective managers", unit="managers", ge=0, le=MOST_OF_A_SIZE, plausible=(25, 60), why="assumption: about two fifths below to half above the shipped value")
    arrival_years: float = par("进入年数", "years over which managers first come to market (uniform)", unit="years", gt=0, le=100, plausible=(2, 8), why="assumption: half to double of the shipped value")
    funds_each: int = par("每家基金数", "funds a manager raises at most", unit="funds", ge=1, le=10, plausible=(1, 3), why="assumption: one fewer and one more than shipped")
    last_marketing_year: float = par("最后募集年", "year after which no fund is marketed", unit="years", gt=0, le=100, plausible=(6, 10), why="assumption: two years earlier and later than shipped; a fund of ten years then still ends within the horizon")
    target_median: float = par("目标规模", "median target fund size", unit="yuan", gt=0, le=2e9, plausible=(80e6, 200e6), why="assumption: a third below to two thirds above the shipped value; Zhongguancun 2007 had 137m each")
    target_sigma: float = par("目标规模离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.25, 1), why="assumption: half to double of the shipped value")
    next_fund_months: float = par("下期基金间隔", "months after first close when the next fund is marketed", unit="months", gt=0, le=1200, plausible=(24, 60), why="assumption: from two to five years")
    next_fund_invested: float = par("下期基金投资进度", "share invested at which the next fund is marketed earlier", unit="share", gt=0, le=1, plausible=(0.6, 0.9), why="assumption: a fifth below and above the shipped value")
    bar: StageBars = par("投资门槛", "expected multiple a manager asks for, by stage or one for all; 0 = no bar", unit="x", plausible=(1.2, 2.6), why="assumption: from a quarter below the one bar for all stages to the highest by stage with which a manager declines .6 .6 .5 .4 of the seed to B companies that it could pay for, if none is asked of mature ones, whose expected multiple does not depend on quality")
    signal_noise: float = par("信号噪声", "standard deviation of the signal noise at skill 0", unit="1", gt=0, le=20, plausible=(0.5, 2), why="assumption: half to double of the shipped value")
    skill_on_noise: float = par("能力对噪声的影响", "log noise removed per standard deviation of skill", unit="1", ge=0, le=2, plausible=(0, 1), why="assumption: none to double of the shipped value")
    subsidy_weight: float = par("补助折算", "weight of a subsidy yuan in the manager's expected multiple", unit="share", ge=0, le=1, plausible=(0.5, 1), why="assumption: from half a yuan to a full yuan of return")
    response: int = par("自主申请", "1 = a manager applies if public money adds more to its own expected income than its trouble, 0 = all apply; 1 in Beijing", unit="switch", ge=0, le=1, plausible=(0, 1), why="assumption: both readings, since no study counts managers who did not apply", default=0)
    burden_share: float = par("公共出资负担", "own income, present value over the fund's target, that makes up for a public partner's reporting and delay", unit="share", ge=-1, le=1, plausible=(0.01, 0.08), why="assumption: at .01 96 % of managers apply and choice is decoration; no study counts those who stay away", default=0.03)
    burden_share_skill: float = par("能力对负担的影响", "burden added per standard deviation of skill above the average, since good managers have other options", unit="share", ge=0, le=1, plausible=(0, 0.03), why="assumption: from no such options to a burden that is double at one standard deviation", default=0.005)
    burden_share_duty: float = par("返投对负担的影响", "burden added per unit of the local-investment multiple a contract asks for", unit="share", ge=0, le=1, plausible=(0, 0.02), why="assumption: from none to four times the default", default=0.005)
    gain_weight: float = par("让渡收益折算", "weight of the gain share on co-investment in the manager's answer to a deal; .5 in Beijing, an assumption", unit="share", ge=0, le=1, plausible=(0.25, 1), why="assumption: from a quarter of the expected gain to all of it; the gain comes late and is uncertain", default=0.0)
    early_reluctance: float = par("早期承诺代价", "larger expected fund, as a share of its size, that makes up for being bound wholly to seed and start-up rounds", unit="share", ge=0, le=5, plausible=(0, 0.5), why="assumption: from no reluctance to half of the fund; no study was found", default=0.1)
    officer_caution: float = par("官员审慎度", "profitable exits that an officer who answers for any single loss asks of a manager", unit="exits", ge=0, le=20, plausible=(0, 5), why="assumption: from none to five; Shenzhen asks applicants for three profitable exits")


class FundTerms(Section):
    """The partnership contract and how a fund invests (D6, D9)."""

    minimum_share: float = par("首次到位比例", "share of target needed for a first close", unit="share", gt=0, le=1, plausible=(0.5, 0.9), why="assumption: from half of the target to nearly all of it")
    minimum_size: float = par("首次到位下限", "yuan needed for a first close", unit="yuan", ge=0, le=1e9, plausible=(30e6, 100e6), why="财企[2007]128号 asks of a venture capital firm a first payment of 30m and 100m in all (art. 8)")
    close_median_months: float = par("募集时长", "median months from marketing or approval to first close", unit="months", gt=0, le=1200, plausible=(6, 14), why="around the 10 months of 2015-2020 (36kr); the ends are an assumption")
    close_sigma: float = par("募集时长离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.25, 1), why="assumption: half to double of the shipped value")
    close_limit_months: float = par("募集期限", "months after which an attempt fails", unit="months", gt=0, le=1200, plausible=(9, 24), why="assumption: three quarters to double of the shipped value; raising a fund took 27 months in 2024 (36kr)")
    attempts: int = par("募集次数", "attempts at a fund", unit="attempts", ge=1, le=8, plausible=(1, 3), why="assumption: one fewer and one more than shipped")
    manager_commitment: float = par("管理机构出资", "the manager's commitment over target", unit="share", ge=0, le=0.2, plausible=(0.005, 0.02), why="assumption: half to double of the shipped value")
    fee_rate: float = par("管理费率", "yearly fee on commitments in the investment period, then on cost held", unit="1/year", ge=0, le=0.1, plausible=(0.01, 0.025), why="2 % is standard, 1 to 1.5 % in new guidance funds (stockstar 2025); 2.5 % is an assumption")
    fee_interval_months: int = par("收费间隔", "months between fee payments, in advance", unit="months", ge=1, le=12, plausible=(3, 12), why="assumption: from quarterly to yearly")
    hurdle: float = par("门槛收益率", "yearly preferred return, compound", unit="1/year", ge=0, le=0.3, plausible=(0.06, 0.12), why="8 % is usual, 6 to 12 % the range in China (wodefinance.com, hymcn.com)")
    carry: float = par("业绩报酬", "manager's share of profit", unit="share", ge=0, le=0.5, plausible=(0.15, 0.25), why="assumption: a quarter below and above the standard 20 % (stockstar 2025)")
    catch_up: float = par("追补比例", "manager's share while catching up", unit="share", ge=0, le=1, plausible=(0.5, 1), why="assumption: from half to full")
    investment_years: float = par("投资期", "years in which new companies are bought", unit="years", gt=0, le=100, plausible=(3, 5), why="3 to 5 years is the main form (a law firm's survey)")
    yearly_pace: float = par("年投资进度", "share of the money for new companies that may be invested in each year from first close; 1 = no limit", unit="1/year", gt=0, le=1, plausible=(0.2, 0.5), why="from even over the shipped five years to all in two; 25 % and 33 % of what is left in Takahashi-Alexander 2001")
    term_years: float = par("存续期", "years from first close to the end of term", unit="years", gt=0, le=100, plausible=(7, 12), why="yuan funds of 7 years to the 12 years of Takahashi-Alexander 2001")
    extension_years: float = par("延长期", "years added at term while holdings remain", unit="years", ge=0, le=100, plausible=(1, 4), why="1 to 2 years of extension, and 1 to 2 of liquidation after it (a law firm's survey)")
    extension_weights: ExtensionWeights = par("延长期分布", "chances that a fund with holdings at term goes on for 0 to 5 years, drawn on that day and known to nobody before; none = always extension_years. Meant for Beijing: .15 .20 .25 .20 .10 .10, an assumption (over 80 % of US funds are still open in year 10)", unit="share", default=())
    reserve_share: float = par("后续储备", "share of investable money kept for later rounds", unit="share", ge=0, le=1, plausible=(0.1, 0.5), why="assumption: two thirds below and above the shipped value")
    reserve_release_month: float = par("储备释放月", "month at which part of the unused reserve is freed", unit="months", ge=0, le=1200, plausible=(24, 60), why="assumption: a year and a half earlier and later than shipped")
    reserve_release_share: float = par("储备释放比例", "part of the unused reserve freed then", unit="share", ge=0, le=1, plausible=(0.25, 1), why="assumption: half to double of the shipped value")
    company_cap: float = par("单项目上限", "largest share of the fund in one company", unit="share", gt=0, le=1, plausible=(0.1, 0.2), why="发改财金规[2016]2800号 caps at 20 % (memory); a tenth is an assumption")
    smallest_ticket: float = par("最小单笔投资", "smallest first ticket of a fund in a company, over its commitments", unit="share", ge=0, le=0.15, plausible=(0, 0.02), why="assumption: none to double of the shipped value")
    follow_on_multiple: float = par("跟投上限", "most a company may receive in all, over its first ticket", unit="x", ge=1, le=30, plausible=(1, 3), why="assumption: from no second ticket to twice the first one again")
    expense_allowance: float = par("费用预留", "share of commitments kept from investing for fees after the investment period", unit="share", ge=0, le=0.5, plausible=(0.02, 0.08), why="assumption: half to double of the shipped value")
    sale_discount: float = par("到期转让折扣", "price over NAV when a fund sells what is left at its end", unit="x", ge=0, le=1, plausible=(0.6, 1.0), why="assumption: what is left at term is sold by plan and not at an auction (economy.exercise.auction_discount); .85 in Beijing, 1 is no discount")
    nav_ageing: float = par("估值折旧率", "yearly loss of an accounting value beyond the first 18 months after its last price; .10 in Beijing, an assumption", unit="1/year", ge=0, le=0.9, plausible=(0, 0.3), why="from none to .25: what the model's own fates make of a company that has reached no milestone, by stage (docs/design/0039-end-of-a-fund.md); .3 leaves room for mature ones", default=0.0)
    reduce_below: float = par("缩减规模线", "a fund that has invested less than this share of its commitments by the end of its investment period gives up what it will not need, on all lines alike; 0 = never; .60 in Beijing, an assumption", unit="share", ge=0, le=1, plausible=(0, 0.8), why="assumption: from never to two tenths above Beijing's value; no text names a share", default=0.0)
    clawback: Literal["share", "share_and_hurdle"] = par("业绩报酬回拨", "what the manager gives back at the end: carry beyond its share of all profit, or as much more as the lines still lack of the hurdle; share_and_hurdle in Beijing, an assumption", unit="choice", default="share")
    clawback_tax: float = par("回拨税负", "part of the carry that cannot be asked back, for the tax paid on it", unit="share", ge=0, le=1, plausible=(0, 0.4), why="from all of it to a clawback net of tax; .35 is the highest rate on a partner's income in China, rounded up", default=0.0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.investment_years <= self.term_years:
            return self
        return refuse(self, [("investment_years", said("is {investment_years:g}; must be at most term_years = {term_years:g}", investment_years=self.investment_years, term_years=self.term_years))])


class PrivateSupply(Section):
    """What private partners answer (D4, D13)."""

    fill_median: float = par("募集完成率", "median share of target raised", unit="share", gt=0, le=9, plausible=(0.5, 0.9), why="12 to 43 % of funds then reach their target, around the 26 % of Wei, Ang & Jia 2023")
    fill_sigma: float = par("募集完成率离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.3, 0.9), why="assumption: half below and half above the shipped value")
    persistence: float = par("管理机构效应", "correlation of fill between attempts of one manager", unit="1", ge=0, le=1, plausible=(0.35, 0.95), why="assumption: half of the shipped value to nearly lasting")
    response: float = par("收益率敏感度", "log money raised per unit of IRR over the fund without public money (k)", unit="1", ge=0, le=50, plausible=(0, 30), why="assumption: nothing published gives the slope")
    pool: PoolYears = par("社会资本池", "private money that all funds together usually raise within a year, by year from the start and the last for all that follow: the mean over attempts without a guidance fund, set by calibrate; none = every fund finds money as if alone", unit="yuan", default=())
    elasticity: float = par("社会资本弹性", "how all private money grows with what is asked of it: 1 = in step, 0 = not at all; acts with a pool; .5 in Beijing, an assumption", unit="1", ge=0, le=1, plausible=(0, 1), why="assumption: from a fixed pool, which every public yuan only moves, to money that is always there", default=1.0)
    displacement: float = par("目标内挤出", "share of target that public money displaces (chi)", unit="share", ge=0, le=1, plausible=(0, 0.6), why="from no crowding out (Zhang, Fan & Liu 2024) to strong crowding out (Cumming & MacIntosh 2006), whose size is an assumption")
    anchor_low: float = par("基石出资人占比下限", "smallest share of private money held by the anchor partner", unit="share", ge=0, le=1, plausible=(0.2, 0.45), why="assumption: around the shipped value, always below the range of anchor_high")
    anchor_high: float = par("基石出资人占比上限", "largest share of private money held by the anchor partner", unit="share", ge=0, le=1, plausible=(0.5, 0.8), why="assumption: around the shipped value, always above the range of anchor_low")
    partners: int = par("社会出资人数", "private partners of a fund, the anchor included", unit="partners", ge=1, le=20, plausible=(3, 12), why="assumption: half to double of the shipped value")
    class_shares: ClassShares = par("出资人类别", "share of individuals, corporates, insurers, funds of funds", unit="share")
    gross_multiple_median: float = par("预期毛倍数", "median gross multiple of a fund that partners reckon with", unit="x", gt=0, le=26, plausible=(1.4, 2.6), why="a standard deviation of vintage medians (.33 in log, a published benchmark) below and above the shipped value")
    gross_multiple_sigma: float = par("预期毛倍数离散", "sigma of its logarithm", unit="1", ge=0, le=2, plausible=(0.46, 0.8), why="the range over vintages of the spread within one (a published benchmark)")
    eligible_funds: float = par("同享补助基金数", "funds among which partners see the planned money of subsidy and compensation shared out: the mean number of funds in their investment period without a guidance fund, set by calibrate; 1 = a fund alone", unit="funds", ge=1, le=1e6, plausible=(12, 50), why="assumption: half to double of the 25 found for Beijing", default=1.0)
    stage_mix: StageMix = par("投资阶段构成", "shares of a fund's investments by the stage of the round that partners reckon with", unit="share")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.anchor_low <= self.anchor_high:
            return self
        return refuse(self, [("anchor_low", said("is {anchor_low:g}; must be at most anchor_high = {anchor_high:g}", anchor_low=self.anchor_low, anchor_high=self.anchor_high))])


class Exercise(Section):
    """How holders of a call option and buyers at a deadline behave (D7)."""

    threshold: float = par("回购门槛", "own value over price above which holders buy", unit="x", ge=1, le=3, plausible=(1, 1.5), why="assumption: from no margin to a half")
    liquid: float = par("资金到位概率", "chance that the holders can pay on a decision day", unit="share", ge=0, le=1, plausible=(0.3, 1), why="assumption: from three cases in ten to always")
    value_noise: float = par("估值噪声", "standard deviation of the holders' log valuation error", unit="1", ge=0, le=1, plausible=(0, 0.3), why="assumption: none to double of the shipped value")
    discount_rate: float = par("自有贴现率", "rate at which partners discount a company's future", unit="1/year", ge=0, le=1, plausible=(0.1, 0.25), why="assumption: a third below to two thirds above the shipped value")
    distribution_trigger: float = par("分配触发", "distribution due over public cost that makes a decision day; 1e9 = never", unit="share", gt=0, le=1e9, plausible=(0.125, 0.5), why="assumption: half to double of the shipped value")
    auction_discount: float = par("拍卖折扣", "median bid over NAV", unit="x", gt=0, le=2, plausible=(0.5, 0.9), why="assumption: two tenths below and above the shipped value")
    auction_sigma: float = par("拍卖离散", "sigma of the log bid", unit="1", ge=0, le=2, plausible=(0.15, 0.6), why="assumption: half to double of the shipped value")


class Series(Section):
    """Dated rates."""

    loan_rates: str = par("贷款利率数据", "1-year loan rate steps: a shipped series (scenarios/data) or the path of a CSV file beside the one that names it", unit="file")
    government_yields: str = par("国债收益率数据", "yearly government yields: a shipped series (scenarios/data) or the path of a CSV file beside the one that names it", unit="file")


class Economy(Section):
    """Everything a policy cannot change."""

    title: str = ""
    title_zh: str = ""
    pipeline: Pipeline
    company: CompanyLaw
    rounds: Rounds
    listing: Listing
    managers: Managers
    fund: FundTerms
    private: PrivateSupply
    exercise: Exercise
    series: Series
    operations: Operations = Operations()
    leaving: Leaving = Leaving()
    bank: Bank = Bank()
    buy_back: BuyBack = BuyBack()
    response: Response = Response()

    @model_validator(mode="after")
    def _sizes_follow_from_sales(self) -> Self:
        """Staff and net assets are read by sales, so one size needs one value of sales."""
        sales = self.company.sales
        rising = sales[0] > 0.0 and all(less < more for less, more in pairwise(sales))
        if rising or self.operations.mode == "static":
            return self
        return refuse(self, [("company.sales", said("is {sales}; must be above 0 and rise from stage to stage where operations.mode is "
"path", sales=list(sales)))])
