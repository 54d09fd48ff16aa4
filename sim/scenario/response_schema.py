"""How people and firms answer to the articles of the opinion: what nobody knows, in one place.

Every response multiplies a quantity of the rule book that is 0, or is subtracted, while its article is off.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from sim.scenario.parameter import Section, par


class Response(Section):
    """Responses of the economy by article; every default is neutral: nobody answers."""

    anchor: int = par("校准基准", "which world the economy was calibrated in: 0 = nothing of the opinion holds, 1 = all of it, as in the rule book that reference names", unit="1", ge=0, le=1, why="not varied by groups: nobody knows which of the two the published levels describe, and there is nothing between", default=0)
    reference: str = par("基准规则", "rule book, by shipped name or path, from which responses are measured where anchor is 1", unit="name", default="beijing-2011-whole")
    time_floor: float = par("时间下限", "smallest part of its usual length to which all articles together bring a time", unit="share", gt=0, le=1, plausible=(0.1, 1), why="assumption: from a tenth to no shortening at all", default=0.25)
    quota: float = par("岗位响应", "log odds of conversion of a result of a university or institute, per ten points of posts for transfer staff", unit="log odds", ge=0, le=4, plausible=(0, 0.4), why="assumption: no study found; 0.4 turns a chance of .60 into .69", default=0.0, article=4)
    kpi: float = par("考核响应", "log odds of conversion of a result of a state firm, per ten points of weight in its assessment", unit="log odds", ge=0, le=4, plausible=(0, 0.4), why="assumption: no study found; 0.4 turns a chance of .60 into .69", default=0.0, article=4)
    quota_time: float = par("岗位对时间响应", "part by which the negotiation of a university or institute is shorter, per ten points of posts for transfer staff", unit="share", ge=0, le=0.2, plausible=(0, 0.2), why="assumption: no study found; at .2 and three tenths of the posts four tenths of the time are left", default=0.0, article=4)
    platform_on_discovery: float = par("平台对发现响应", "log odds of being discovered that a platform of full intensity adds", unit="log odds", ge=0, le=5, plausible=(0, 0.5), why="assumption: over 200 projects of central units landed in 2009-12, without a control group; from none to odds 1.6 times as high", default=0.0, article=9)
    platform_on_landing: float = par("平台对落地响应", "log odds of founding in the city that a platform of full intensity adds", unit="log odds", ge=0, le=5, plausible=(0, 0.5), why="assumption: over 200 projects of central units landed in 2009-12, without a control group; from none to odds 1.6 times as high", default=0.0, article=9)
    recognition_noise: float = par("认定信号系数", "error of fund managers about a recognised company, over that about any other", unit="x", gt=0, le=10, plausible=(0.7, 1), why="bank finance came easier to recognised firms; on innovation evidence is mixed; from seven tenths to no change", default=1.0, article=16)
    ownership: float = par("权属响应", "log odds of conversion of a result of a university or institute, per unit of policy.disposal.owner_keeps", unit="log odds", ge=0, le=5, plausible=(0, 0.5), why="assumption: no study found; from none to odds 1.6 times as high where all rights stay", default=0.0, article=6)
    delay_decay: float = par("拖延损失", "log odds of conversion lost with every month from evaluation to decision; measured from no delay at all, whatever the anchor", unit="log odds/month", ge=0, le=2, plausible=(0, 0.1), why="assumption: no study found; at 0.1 a year of waiting lowers a chance of .60 to .31", default=0.0, article=6)
    share_on_conversion: float = par("股权对转化", "log odds of conversion per unit of the technology's shares that inventors hold", unit="log odds", ge=0, le=20, plausible=(0, 3.8), why="start-ups of Norway's universities halved when inventors' rights fell from all to a third (abstract): ln 2 over .667 is 1.04 for small chances, 1.88 at .60; twice that is an assumption", default=0.0, article=5)
    share_on_advance: float = par("股权对成长", "log odds of advancing at a milestone per unit of the technology's shares that inventors hold", unit="log odds", ge=-10, le=10, plausible=(0, 1), why="assumption: growth fell with the rights in Norway (abstract), elsewhere it is highest in between", default=0.0, article=5)
    income_median: float = par("完成人年收入", "median of the yearly income from which inventors pay tax on an award", unit="yuan", gt=0, le=1e8, plausible=(5e4, 2e5), why="assumption: half to double of the default", default=1e5, article=7)
    income_sigma: float = par("完成人年收入离散", "standard deviation over inventors of its logarithm", unit="1", ge=0, le=3, plausible=(0.3, 1), why="assumption: about half to double of the default", default=0.5, article=7)
    affordable_share: float = par("可承担税负", "part of a year's income that inventors pay at most on the first instalment", unit="share", ge=0, le=10, plausible=(0.2, 1), why="assumption: from a fifth to all of it", default=0.5, article=7)
    rush: float = par("赶期系数", "time from decision to agreement of a publicly funded result with a deadline before it, over the usual", unit="x", gt=0, le=10, plausible=(0.6, 1), why="assumption: from four tenths less to no change", default=1.0, article=15)
    grant_on_advance: float = par("资助对成长", "log odds of advancing at the milestone of a project that has a grant", unit="log odds", ge=-2, le=4, plausible=(-0.2, 0.75), why="none in Innofund; SBIR doubled the chance of venture capital, 10 to 19 % or .747 (derived)", default=0.0, article=8)
    indirect_on_conversion: float = par("单位积极性", "log odds of conversion of a result of a university or institute, per ten points of indirect costs that it is paid", unit="log odds", ge=0, le=4, plausible=(0, 0.3), why="assumption: no study found", default=0.0, article=8)
    sme_on_advance: float = par("中小资金对成长", "log odds of advancing at the next milestone of a small firm that has support", unit="log odds", ge=-2, le=4, plausible=(0, 0.75), why="no causal effect in Innofund; positive association", default=0.0, article=12)
    order_on_advance: float = par("订单对成长", "log odds of advancing from the stage in which a company has had an order", unit="log odds", ge=-2, le=4, plausible=(0, 0.5), why="winners of contracts grew 2.2 points faster a quarter, and 10 % more of contracts cut exit by 12 % (draft); size in log odds an assumption", default=0.0, article=20)
    order_persistence: float = par("订单延续", "part of what an order lifts the logarithm of sales by that stays", unit="share", ge=0, le=1, plausible=(0, 1), why="assumption: lasting in one study, up to five years in another", default=0.0, article=20)
    order_on_staying: float = par("订单对留京", "log of the hazard of leaving the city by which a company that has had an order stays longer", unit="log", ge=-5, le=5, plausible=(0, 0.5), why="assumption: no study found", default=0.0, article=20)
    incubator_on_advance: float = par("孵化对成长响应", "log odds of advancing from seed of a company that has had a place in an incubator", unit="log odds", ge=-4, le=4, plausible=(0, 0.4), why="none in Germany; in China resources raise the number of graduates and not their size; from none to odds 1.5 times as high", default=0.0, article=17)
    incubator_on_landing: float = par("孵化对落地响应", "log odds of founding in the city for who is offered a place in an incubator", unit="log odds", ge=-4, le=4, plausible=(0, 0.3), why="assumption: from none to odds 1.35 times as high", default=0.0, article=17)
