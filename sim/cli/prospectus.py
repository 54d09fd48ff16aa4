"""``yindao prospectus``: what private partners and government earn under a rule book, by gross outcome of a fund."""

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.notices import tell
from sim.cli.output import (
    EconomyOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    QuietOption,
    SettingsOption,
    emit_json,
    message,
    table,
)
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.decisions.prospectus_table import Question, Row
    from sim.scenario.rate_schema import RateRule
    from sim.scenario.scenario_schema import Scenario

# Its first day is the one on which the indexes of the rates are read, where neither --scenario nor --date names one.
SHIPPED = "beijing-2011"
COLUMNS = {
    Lang.en: (
        "gross multiple", "pari passu IRR", "private IRR", "public IRR",
        "option price", "public gets", "pari passu", "given up",
    ),
    Lang.zh: (
        "毛倍数", "同股同权收益率", "社会资本收益率", "公共资金收益率",
        "回购价", "公共所得", "同股同权所得", "让出",
    ),
}  # fmt: skip

SourceOption = Annotated[
    str | None,
    typer.Option("--scenario", metavar="S", help="Scenario whose economy and first day count; default: beijing-2011."),
]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="D", help="Day whose rates count, in place of the first day.")
]


def prospectus(
    policy: Annotated[str, typer.Argument(help="Rule book: file, or the name of a shipped one.")],
    gross_multiple: Annotated[
        str, typer.Option("--gross-multiple", metavar="LIST", help="Gross multiples on what is invested.")
    ] = "0.5,1,1.5,2,3,5",
    hold: Annotated[float, typer.Option("--hold", metavar="YEARS", help="Years from drawdown to exit.")] = 8.0,
    exercise_year: Annotated[
        float | None,
        typer.Option(
            "--exercise-year",
            metavar="Y",
            help="Year in which the option is used if it pays; default: by the partners' own rule.",
        ),
    ] = None,
    no_fees: Annotated[
        bool, typer.Option("--no-fees", help="Leave out fees, carry and commitment of the manager.")
    ] = False,
    rate: Annotated[
        float | None, typer.Option("--rate", metavar="R", help="Yearly rate of option and cap, for the index's.")
    ] = None,
    public_share: Annotated[
        float | None, typer.Option("--public-share", metavar="S", help="Public share; default: the rule book's cap.")
    ] = None,
    source: SourceOption = None,
    day: DateOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Show what private partners and the government earn under a rule book, over a grid of gross outcomes.

    All commitments are drawn on the first day and everything comes out after --hold years, through the waterfall that
    the simulation uses. The example shows a stake of 25 in a fund of 100 that doubles in five years, bought back at
    cost and 6.56 % simple: the price is 33.20, pari passu would be 50.00, so 16.80 is given up. With --no-fees nobody
    but the public and the private partners shares in the fund, so there is no carry either. A rate that follows an
    index is that of the first day of --scenario, or of --date.

    \b
    Example:
      yindao prospectus caiqi-2007-128 --gross-multiple 2 --hold 5 --exercise-year 5 --rate 0.0656 --no-fees
      yindao prospectus pari-passu --gross-multiple 1,2,3 --public-share 0.3 --format json
      yindao prospectus guangzhou-2025 --date 2025-06-01
    """
    from sim.decisions.prospectus_asked import head, question_of
    from sim.decisions.prospectus_asked import rows as rows_of
    from sim.scenario.files import load
    from sim.scenario.notices import of_scenario

    scenario = _on(load(source or SHIPPED, policy=policy, economy=economy, settings=settings or ()), source, day)
    multiples = parse_multiples(gross_multiple)
    question = question_of(scenario, hold, public_share, exercise_year, rate, fees=not no_fees)
    rows = rows_of(scenario, question, multiples)
    given = rate is not None
    tell(of_scenario(scenario), lang, quiet=quiet)
    if form is Format.json:
        emit_json({**head(scenario, question, given=given), "rows": [asdict(row) for row in rows]})
        return
    _print(scenario, question, rows, lang, given=given, quiet=quiet)


def _on(scenario: "Scenario", source: str | None, text: str | None) -> "Scenario":
    """The scenario as if it began on the day of --date; BadInput for no date, or one before the rates begin."""
    from sim.scenario import series

    if text is None:
        return scenario
    if source is not None:
        raise BadInput(
            [Problem("--date", text, said("stands beside --scenario, which has a first day; give one of the two"))]
        )
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput([Problem("--date", text, said("is no date; must be YYYY-MM-DD, as 2025-06-01"))]) from None
    first = series.loan_rates(scenario.data["loan_rates"])[0][0]
    years = series.government_yields(scenario.data["government_yields"])
    if day < max(first, date(min(years), 1, 1)):
        raise BadInput(
            [Problem("--date", text, said("must not lie before {first}, where the rates begin", first=first))]
        )
    return replace(scenario, start=day)


def parse_multiples(text: str) -> list[float]:
    """Numbers of 0 or more between commas; BadInput for anything else."""
    found = []
    for part in text.split(","):
        try:
            number = float(part)
        except ValueError:
            number = -1.0
        if not 0.0 <= number < 1e6:
            raise BadInput(
                [Problem("--gross-multiple", part.strip(), said("is no number of 0 or more; example: 0.5,1,2,3"))]
            )
        found.append(number)
    return found


def _print(
    scenario: "Scenario", question: "Question", rows: "list[Row]", lang: Lang, *, given: bool, quiet: bool
) -> None:
    zh = lang is Lang.zh
    share, years = f"{question.public_share:.2%}", f"{question.hold:g}"
    title = (
        f"{scenario.policy_name}，{scenario.start}：政府出资占比 {share}，{years} 年后退出；金额以认缴总额为 100"
        if zh
        else f"{scenario.policy_name} on {scenario.start}: public share {share}, exit after {years} years; "
        "amounts per 100 of commitments"
    )
    table(COLUMNS[lang], [_cells(row) for row in rows], title=title, right=tuple(range(8)))
    if quiet:
        return
    for line in _rates_told(scenario, question, lang, given=given):
        message(line)
    if not question.fees:
        message("不计管理费、业绩报酬和管理机构出资" if zh else "without fees, carry and commitment of the manager")


def _rates_told(scenario: "Scenario", question: "Question", lang: Lang, *, given: bool) -> list[str]:
    """Each rate that follows an index or is fixed, with the day it is of; last, whether that day outlives the data."""
    from sim.report.beyond import note_of
    from sim.report.texts import say
    from sim.scenario.beyond import rates_beyond

    option, cap = scenario.policy.stage_equity.option, scenario.policy.stage_equity.return_cap
    told: list[tuple[str, RateRule, float]] = []
    if option.enabled and option.schedule:
        told += [("option", one.rate, rate) for one, rate in zip(option.schedule, question.window_rates, strict=True)]
    elif option.enabled:
        told.append(("option", option.rate, question.rate))
    if cap.enabled:
        told.append(("cap", cap.rate, question.cap_rate))
    lines = []
    for use, rule, rate in told:
        origin = say(f"prospectus.{'given' if given else rule.index}", lang.value, day=scenario.start)
        spread = "" if given or rule.index == "fixed" or not rule.spread else f" + {rule.spread:.2%}"
        lines.append(say(f"prospectus.{use}", lang.value, rate=f"{rate:.2%}", origin=origin, spread=spread))
    indices = () if given else tuple(rule.index for _, rule, _ in told)
    note = note_of(rates_beyond(scenario, indices, scenario.start), lang.value)
    return [*dict.fromkeys(lines), *([note] if note else [])]


def _cells(row: "Row") -> tuple[str, ...]:
    rates = ("" if one is None else f"{one:.2%}" for one in (row.pari_passu_irr, row.private_irr, row.public_irr))
    amounts = (row.strike, row.public_receives, row.public_pari_passu, row.given_up)
    return (
        f"{row.gross_multiple:g}",
        *rates,
        *("" if one is None else f"{100.0 * one:.2f}" for one in amounts),
    )
