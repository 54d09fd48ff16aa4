"""Every text of figures, tables and pages, in English and Chinese. Story sentences are in ``story_texts``.

Chinese texts use only characters of the shipped font subset; a test refuses others.
"""

from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

TEXTS: dict[str, tuple[str, str]] = {
    # Units and small words
    "unit.year": ("year", "年份"),
    "unit.positions_left": ("positions still held, %", "尚未退出的份额（%）"),
    "unit.positions_out": ("share of positions, %", "占全部份额（%）"),
    "unit.years_since_payment": ("years since the first payment", "首次出资后的年数"),
    "unit.irr": ("internal rate of return, % a year", "内部收益率（%/年）"),
    "unit.tvpi": ("TVPI: value returned or held per yuan paid in", "TVPI：每投入一元所收回和仍持有的价值"),
    "unit.replications": ("replications", "重复次数"),
    # Footer
    "footer.run": (
        "Scenario {scenario} · rule book {policy} · {replications} replications · seed {seed} · yindao {version}",
        "情景 {scenario} · 规则 {policy} · 重复 {replications} 次 · 种子 {seed} · yindao {version}",
    ),
    "footer.levels": (
        "Levels depend on assumptions nobody has measured; differences between rule books are firmer than levels.",
        "数值水平取决于尚无实测依据的假设；不同规则之间的差异比水平本身更可靠。",
    ),
    # Instruments, routes, places
    "instrument.stage_equity": ("Stage equity (阶段参股)", "阶段参股"),
    "instrument.co_investment": ("Co-investment (跟进投资)", "跟进投资"),
    "instrument.risk_subsidy": ("Risk subsidy (风险补助)", "风险补助"),
    "route.option": ("call option (buy-out by partners)", "合伙人行使回购权"),
    "route.first_refusal": ("first refusal", "优先受让"),
    "route.secondary": ("auction or secondary sale", "拍卖或二手转让"),
    "route.listing": ("listing", "上市"),
    "route.otc": ("OTC board", "代办股份转让"),
    "route.trade_sale": ("trade sale", "并购"),
    "route.buy_back": ("buy-back by founders", "创始人回购"),
    "route.liquidation": ("fund ended or wound up", "基金到期或清算"),
    "route.write_off": ("write-off (under 5% of cost back)", "核销（收回不足成本的5%）"),
    "route.open": ("still held", "尚未退出"),
    "place.in_companies": ("in companies (co-investment, at cost)", "投在企业（跟进投资，按成本）"),
    "place.in_funds": ("paid in to sub-funds, at cost", "已缴入子基金（按成本）"),
    "place.in_reserves": ("in loss reserves (risk subsidy)", "在风险准备金（风险补助）"),
    "place.undrawn": ("idle: committed, not drawn", "闲置：已承诺未缴付"),
    "place.not_set_up": ("idle: committed, sub-fund not set up", "闲置：已承诺但子基金未设立"),
    "place.uncommitted": ("idle: uncommitted", "闲置：未承诺"),
    "place.remitted": ("returned to the treasury (cumulative)", "已上缴财政（累计）"),
    # Figure: J-curve
    "j_curve.title": (
        "When the public gets its money back: cumulative net cash of the guidance fund (J-curve)",
        "公共资金何时收回：引导基金累计净现金流（J曲线）",
    ),
    "j_curve.axis": ("cumulative net public cash, m yuan", "公共累计净现金流（亿元）"),
    "j_curve.median": ("median", "中位数"),
    "j_curve.half": ("middle half of replications (p25–p75)", "中间一半的重复（p25–p75）"),
    "j_curve.most": ("nine in ten replications (p5–p95)", "九成重复（p5–p95）"),
    "j_curve.peak": ("deepest point of the median\n−{amount} in {year}", "中位数最低点\n−{amount}（{year}年）"),
    "j_curve.back": ("median back above zero\nin {year}", "中位数回到零以上\n（{year}年）"),
    "j_curve.never": (
        "median not back above zero by {year}",
        "至{year}年中位数未回到零以上",
    ),
    "j_curve.share": (
        "Cash is back by {year} in {share} of replications. Cash only: stakes still held do not count.",
        "至{year}年，{share}的重复已收回现金。只计现金，仍持有的份额不计入。",
    ),
    # Figure: exit timing
    "exit_timing.title": (
        "Do public stakes leave on time? Share of public positions still held",
        "公共份额是否及时退出：尚未退出的公共份额比例",
    ),
    "exit_timing.curve": ("Kaplan–Meier estimate", "Kaplan–Meier 估计"),
    "exit_timing.band": ("95% band", "95% 区间带"),
    "exit_timing.deadline": ("deadline: year {years}", "退出期限：第{years}年"),
    "exit_timing.at_risk": ("(second line: positions at risk)", "（第二行：在险份额数）"),
    "exit_timing.count": ("{n} positions in all replications", "全部重复共 {n} 份"),
    "exit_timing.left": ("{share} left at the deadline", "期限时尚有 {share} 未退出"),
    # Figure: routes
    "exit_routes.held": ("still held after {years} years: {share}", "{years}年后尚未退出：{share}"),
    "exit_routes.title": (
        "By which route public stakes leave (cumulative incidence, competing risks)",
        "公共份额以何种方式退出（竞争风险累积发生率）",
    ),
    # Figure: places
    "places.title": (
        "Where public money is, mean over replications",
        "公共资金在哪里（各重复的平均值）",
    ),
    "places.axis": ("mean level, m yuan", "平均余额（亿元）"),
    "places.note": (
        "Idle money (hatched) averages {amount} until the last appropriation is a year old. Stakes at cost, not at value.",
        "最后一次拨款满一年之前，闲置资金（斜线部分）平均为{amount}。份额按成本而非价值计。",
    ),
    # Figure: returns
    "returns.title": (
        "What public money earns: pooled value and spread over replications",
        "公共资金的收益：合并值与各重复的分布",
    ),
    "returns.pooled": ("pooled over replications: {value}", "各重复合并：{value}"),
    "returns.interval": ("its 95% interval: {low} to {high}", "其 95% 区间：{low} 至 {high}"),
    "returns.spread": ("p5–p95 of replications: {low} to {high}", "各重复 p5–p95：{low} 至 {high}"),
    "returns.even": ("nothing gained, nothing lost", "不盈不亏"),
    "returns.loss": ("{share} of replications lose money", "{share}的重复亏损"),
    "returns.absent": ("no public money was invested", "没有公共资金投出"),
    # Figure: funnel
    "funnel.title": (
        "From research result to listed company: mean count per replication",
        "从科技成果到上市企业：每次重复的平均数",
    ),
    "funnel.of": ("{share} of {step}", "占“{step}”的 {share}"),
    "funnel.axis": (
        "mean count per replication (bar), 5–95% of replications (line)",
        "每次重复的平均数（条形），各重复 5–95% 范围（线段）",
    ),
    "funnel.disclosed": ("achievements disclosed", "披露的科技成果"),
    "funnel.discovered": ("discovered", "被发现"),
    "funnel.evaluated": ("evaluated", "完成评价"),
    "funnel.decided": ("decided", "完成决策"),
    "funnel.converted": ("converted: company founded", "转化：设立企业"),
    "funnel.seed": ("seed round", "种子轮"),
    "funnel.round_a": ("A round", "A轮"),
    "funnel.round_b": ("B round", "B轮"),
    "funnel.round_c": ("C round", "C轮"),
    "funnel.round_d": ("D round", "D轮"),
    "funnel.listed": ("listed", "上市"),
    "funnel.trade_sale": ("sold in a trade sale", "并购退出"),
    # Captions on the report page
    "figure.j_curve": (
        "Cumulative net public cash by year. The dark line is the median; half of the replications lie in the dark band, nine in ten in the light one.",
        "公共累计净现金流。深色线为中位数；一半重复落在深色带内，九成落在浅色带内。",
    ),
    "figure.exit_timing": (
        "Share of public positions still held, with the deadline of the rule book. Positions still held at the horizon are treated as right-censored.",
        "尚未退出的公共份额比例与规则的退出期限。期末仍持有的份额按右删失处理。",
    ),
    "figure.exit_routes": (
        "Exit routes as competing risks: the height of each colour is the share of positions that has left that way.",
        "退出方式作为竞争风险：各色高度为以该方式退出的份额比例。",
    ),
    "figure.places": (
        "Where public money is at each month, mean over replications, at cost.",
        "每月末公共资金所在之处，各重复平均，按成本计。",
    ),
    "figure.returns": (
        "Distribution of the public IRR and of TVPI over replications; line: pooled value with its 95% interval.",
        "公共内部收益率与TVPI在各重复中的分布；线：合并值及其95%区间。",
    ),
    "figure.funnel": (
        "The pipeline from disclosed achievements to listed companies.",
        "从披露的科技成果到上市企业的漏斗。",
    ),
}


def say(key: str, lang: Language, **values: object) -> str:
    """The text of ``key`` in ``lang`` with ``values`` filled in; KeyError when the key is unknown."""
    from sim.report.page_texts import PAGE_TEXTS

    pair = TEXTS.get(key) or PAGE_TEXTS[key]
    return pair[LANGUAGES.index(lang)].format(**values)
