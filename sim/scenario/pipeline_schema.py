"""Articles that act between a result's disclosure and its company: 3, 4, 9, 10 and 24. Every default is neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar

from sim.scenario.parameter import MOST_YUAN, Section, par


class Chain(Section):
    """发现–评价–培育–推进 (article 3): more channels, more evaluators, a screen, a second look, a push."""

    article: ClassVar[int] = 3

    channels: float = par("发现渠道", "log odds of being discovered that further channels add", unit="log odds", ge=0, le=5, plausible=(0, 1), why="assumption: from none to odds 2.7 times as high; article 3 asks for several channels and names no number", default=0.0, off=0.0)
    evaluators_factor: float = par("评价能力倍数", "evaluations that can run side by side, over those of the economy", unit="x", ge=0.05, le=20, plausible=(1, 2), why="assumption: from as many to double", default=1.0, off=1.0)
    screen_share: float = par("评价淘汰率", "share of results that a first look at their quality holds back; 0 = every evaluated result goes on", unit="share", ge=0, le=0.95, plausible=(0, 0.4), why="assumption: from none to four in ten; article 3 asks for an evaluation by several factors and names no share", default=0.0, off=0.0)
    screen_noise: float = par("评价噪声", "standard deviation of an evaluation's error about quality, in standard deviations of quality", unit="1", ge=0, le=5, plausible=(0.5, 2), why="assumption: half to double of a fund manager's error", default=1.0, off=1.0)
    nurture_share: float = par("培育比例", "part of those held back, the best of them, that is nurtured and looked at once more", unit="share", ge=0, le=1, plausible=(0, 1), why="assumption: from none to all", default=0.0, off=0.0)
    nurture_months: float = par("培育时长", "months until the second look", unit="months", gt=0, le=180, plausible=(3, 18), why="assumption: a third to double of the shipped value", default=9.0, off=9.0)
    nurture_gain: float = par("培育增益", "quality that nurturing adds for good, in standard deviations", unit="1", ge=0, le=10, plausible=(0, 1), why="assumption: from nothing to one standard deviation", default=0.0, off=0.0)
    promote_factor: float = par("推进系数", "time from decision to agreement where several parties push, over the usual", unit="x", gt=0, le=10, plausible=(0.6, 1), why="assumption: from four tenths less to no change", default=1.0, off=1.0)
    cost_per_year: float = par("年运行费", "what the treasury pays for more channels and evaluators on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 5e7), why="assumption: not found; from nothing to ten times the working value", default=0.0, off=0.0)


class Assessment(Section):
    """考核评价改革 (article 4): posts for transfer staff, weights in the assessment of state firms."""

    article: ClassVar[int] = 4

    title_quota: float = par("转化岗位比例", "share of senior posts at universities and institutes kept for transfer staff", unit="share", ge=0, le=0.45, plausible=(0, 0.3), why="assumption: article 4 asks for a certain share and names none", default=0.0, off=0.0)
    kpi_weight: float = par("考核权重", "weight of conversion in the assessment of state firms", unit="share", ge=0, le=1, plausible=(0, 0.3), why="assumption: article 4 names no weight", default=0.0, off=0.0)


class Platform(Section):
    """央地共建平台 (article 9): approval across levels of government, and a place for results of central units."""

    article: ClassVar[int] = 9

    intensity: float = par("平台强度", "how far the platform is built: 0 = not at all, 1 = as meant", unit="1", ge=0, le=1, plausible=(0, 1), why="from no platform to the one that article 9 describes", default=0.0, off=0.0)
    joint_factor: float = par("联合审批系数", "times of review and approval where levels act jointly, over the usual", unit="x", gt=0, le=10, plausible=(0.3, 1), why="assumption: from seven tenths less to no change; no size of the joint approval of Zhongguancun's platform is published", default=1.0, off=1.0, scale="log")
    capacity_factor: float = par("审批能力倍数", "approvals that can run side by side, over those of the rule book", unit="x", ge=0.05, le=30, plausible=(1, 3), why="assumption: from as many to three times as many", default=1.0, off=1.0)
    cost_per_year: float = par("年运行费", "what the treasury pays for the platform on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 1e8), why="assumption: not found; from nothing to ten times the working value", default=0.0, off=0.0)


class Matching(Section):
    """创新服务平台 (article 10): information on results, and who looks for whom."""

    article: ClassVar[int] = 10

    channels_info: float = par("信息发布", "log odds of being discovered that published information adds", unit="log odds", ge=0, le=5, plausible=(0, 0.5), why="assumption: from none to odds 1.6 times as high", default=0.0, off=0.0)
    match_factor: float = par("对接时间系数", "time from decision to agreement with matched partners, over the usual", unit="x", gt=0, le=10, plausible=(0.5, 1), why="assumption: from half to no change", default=1.0, off=1.0)
    noise_factor: float = par("评价噪声系数", "error of evaluations with its information, over that without", unit="x", gt=0, le=10, plausible=(0.5, 1), why="assumption: from half to no change", default=1.0, off=1.0)
    noise_factor_market: float = par("市场噪声系数", "error of fund managers about companies founded in the city, over that without; 1 unless a reader sets it", unit="x", gt=0, le=10, plausible=(0.5, 1), why="assumption: from half to no change", default=1.0, off=1.0)
    cost_per_year: float = par("年运行费", "what the treasury pays for information and matching on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 5e7), why="assumption: not found; from nothing to ten times the working value", default=0.0, off=0.0)


class Coordination(Section):
    """统筹协作 (article 24): agencies act together."""

    article: ClassVar[int] = 24

    review_factor: float = par("协同系数", "time of the department's review where agencies screen jointly, over the usual", unit="x", gt=0, le=10, plausible=(0.6, 1), why="assumption: from four tenths less to no change", default=1.0, off=1.0)
    cost_per_year: float = par("年运行费", "what the treasury pays for joint work on each anniversary", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 3e7), why="assumption: not found; from nothing to ten times the working value", default=0.0, off=0.0)
    no_double_months: int = par("双重资助控制", "months after an award in which no other programme supports the company; 0 = no such rule", unit="months", ge=0, le=600, plausible=(0, 60), why="assumption: art. 24 names no time", default=0, off=0)
