"""``yindao prospectus``: what private partners and government earn under a rule book, by gross outcome of a fund."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.books_beside import Book, as_records, print_beside
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
from sim.cli.rates_told import rates_told
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.decisions.prospectus_table import Question, Row
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

BesideOption = Annotated[
    list[str] | None, typer.Option("--policy", metavar="P", help="Rule book to set beside it; may be repeated.")
]
ExerciseOption = Annotated[
    float | None,
    typer.Option(
        "--exercise-year",
        metavar="Y",
        help="Year in which the option is used if it pays; default: by the partners' own rule.",
    ),
]


def prospectus(
    policy: Annotated[str, typer.Argument(help="Rule book: file, or the name of a shipped one.")],
    beside: BesideOption = None,
    gross_multiple: Annotated[
        str, typer.Option("--gross-multiple", metavar="LIST", help="Gross multiples on what is invested.")
    ] = "0.5,1,1.5,2,3,5",
    hold: Annotated[float, typer.Option("--hold", metavar="YEARS", help="Years from drawdown to exit.")] = 8.0,
    exercise_year: ExerciseOption = None,
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
    index is that of the first day of --scenario, or of --date. With --policy, rule books stand side by side for each
    gross multiple, each with its own public share; --exercise-year then counts for those with an option.

    \b
    Example:
      yindao prospectus caiqi-2007-128 --gross-multiple 2 --hold 5 --exercise-year 5 --rate 0.0656 --no-fees
      yindao prospectus pari-passu --gross-multiple 1,2,3 --public-share 0.3 --format json
      yindao prospectus guangzhou-2025 --date 2025-06-01
      yindao prospectus beijing-2011 --policy pari-passu --policy yozma-1993 --gross-multiple 0.5,1,2
    """
    from sim.cli.compare import each_policy
    from sim.decisions.prospectus_asked import question_of
    from sim.decisions.prospectus_asked import rows as rows_of
    from sim.scenario.files import load

    def loaded(book: str | None) -> "Scenario":
        return _on(load(source or SHIPPED, policy=book, economy=economy, settings=settings or ()), source, day)

    scenarios = list(each_policy([policy, *(beside or [])], loaded(policy), loaded).values())
    multiples = parse_multiples(gross_multiple)
    optioned = [one.policy_name for one in scenarios if one.policy.stage_equity.option.enabled]
    books = []
    for one in scenarios:
        year = exercise_year if one.policy_name in optioned or not optioned else None
        question = question_of(one, hold, public_share, year, rate, fees=not no_fees)
        books.append(Book(one, question, rows_of(one, question, multiples)))
    _tell(books, form, lang, given=rate is not None, quiet=quiet)


def _tell(books: list[Book], form: Format, lang: Lang, *, given: bool, quiet: bool) -> None:
    """What is worth saying of the input, then one rule book by itself or several side by side."""
    from sim.scenario.notices import of_scenario

    first, scenarios = books[0], [one.scenario for one in books]
    tell(of_scenario(scenarios[0], scenarios[1:]), lang, quiet=quiet)
    if form is Format.json:
        records = as_records(books, given=given)
        emit_json({"policies": records} if len(books) > 1 else records[first.scenario.policy_name])
    elif len(books) > 1:
        print_beside(books, lang, given=given, quiet=quiet)
    else:
        _print(first.scenario, first.question, first.rows, lang, given=given, quiet=quiet)


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
    from sim.report.texts import say

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
    for line in rates_told(scenario, question, lang, given=given):
        message(line)
    if not question.fees:
        message(say("prospectus.without_fees", lang.value))


def _cells(row: "Row") -> tuple[str, ...]:
    rates = ("" if one is None else f"{one:.2%}" for one in (row.pari_passu_irr, row.private_irr, row.public_irr))
    amounts = (row.strike, row.public_receives, row.public_pari_passu, row.given_up)
    return (
        f"{row.gross_multiple:g}",
        *rates,
        *("" if one is None else f"{100.0 * one:.2f}" for one in amounts),
    )
