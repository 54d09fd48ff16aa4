"""Articles that act on owners and inventors of a result: 5, 6, 7 and 15. Every default is neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar, Final, Literal

from sim.scenario.parameter import MOST_YUAN, Section, par

SAME: Final = -1.0  # of a key that follows another one


class Disposal(Section):
    """无形资产与成果管理 (article 6): who decides below the line of approval, what is declared near it, who refuses."""

    article: ClassVar[int] = 6

    self_line: float = par("自主处置线", "appraised value below which an institution decides itself, at most the line of approval (policy.institutions.approval_line); from there to that line its department decides; -1 = the line of approval, so that the department decides nothing", unit="yuan", ge=-1, le=MOST_YUAN, plausible=(0, 5e7), why="0 before the opinion (财教[2008]13号 art. 20), 3 and 5 m under 工信部财[2011]69号, 8 m in 京政发[2011]12号 art. 6; 50 m is an assumption", default=SAME, off=0.0)
    refusal: float = par("驳回率", "share of requests that the finance bureau refuses", unit="share", ge=0, le=1, plausible=(0, 0.4), why="assumption; no count of refusals was found", default=0.0)
    refusal_department: float = par("主管部门驳回率", "share of results refused where the department decides", unit="share", ge=0, le=1, plausible=(0, 0.2), why="assumption; no count of refusals was found", default=0.0)
    split_share: float = par("拆分倾向", "chance that a result appraised at the line of one's own decision is declared below it; it falls to none at the end of the window", unit="share", ge=0, le=1, plausible=(0, 0.8), why="10 to 13 % of authorities bunch tenders below thresholds of the EU (abstract); up to 0.8 is an assumption", default=0.0)
    split_window: float = par("拆分窗口", "how far above the line results are still declared below it, over the line", unit="share", gt=0, le=10, plausible=(0.05, 0.5), why="assumption: a fifth to double of the default", default=0.25)
    split_depth: float = par("拆分深度", "how far below the line such a result is declared at most, over the line", unit="share", ge=0, le=1, plausible=(0, 0.2), why="assumption: from just below the line to a fifth", default=0.05)
    owner_keeps: float = par("收益归承担者", "part of the rights and income of a result that stays with who did the work", unit="share", ge=0, le=1, plausible=(0, 1), why="all under the second paragraph of art. 6; half before it is an assumption", default=1.0, off=0.5)


class Inventors(Section):
    """股权激励 and 分期纳税 (articles 5 and 7): who approves an award of shares to inventors, and its tax."""

    article: ClassVar[int] = 7

    delegated: bool = par("审批下放", "plans of awards are approved by the unit itself; false: the finance bureau approves them", unit="switch", default=True, article=5, off=False)
    plan_days: float = par("方案审批时长", "days from the decision until a plan that is not delegated is approved", unit="days", ge=0, le=4000, plausible=(60, 400), why="40 of 204 plans of the city's units were approved about a year after the rule (press)", default=180.0, article=5)
    instalments: int = par("分期年数", "yearly instalments in which the tax on an award may be paid; 1 = at once", unit="years", ge=1, le=30, plausible=(1, 5), why="京政发[2011]12号 art. 7: at most five years", default=1, off=1)
    first: Literal["award", "year_end"] = par("首期时点", "when the first instalment is due: on the next programme day, or a year after it", unit="choice", default="award", off="award")
    tax_rate: float = par("个税税率", "tax on an award over the value of its shares; 0 = none is asked", unit="share", ge=0, le=1, plausible=(0.2, 0.45), why="20 % on income from property, up to 45 % on wages (memory)", default=0.0)
    tax_local: float = par("个税地方分享", "part of this tax that the city keeps", unit="share", ge=0, le=1, plausible=(0.3, 0.5), why="40 % of individual income tax is local (memory), a quarter below and above", default=0.40)


class Deadline(Section):
    """一年转化期限 (article 15), beside the months themselves (``institutions.takeover_month``)."""

    article: ClassVar[int] = 15

    inventor_share: float = par("协议分享", "share of the technology's shares that inventors have by agreement after a take-over; -1 = that of an award (policy.institutions.inventor_share)", unit="share", ge=-1, le=1, plausible=(0.2, 0.8), why="assumption: from that of an award to four fifths; art. 15 speaks of rights by agreement and names no share", default=SAME)
    publish: float = par("成果公开", "log odds of being discovered that publication adds for results of public money", unit="log odds", ge=0, le=5, plausible=(0, 0.5), why="assumption: from none to odds 1.6 times as high; the last sentence of art. 15 asks for publication", default=0.0, off=0.0)
