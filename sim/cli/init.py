"""``yindao init``: the files of a new city, asked for or given as options."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import answering
from sim.cli.answering import WrongAnswerError, amounts_shown, shown
from sim.cli.language import spoken, told
from sim.cli.output import Lang, LangOption, QuietOption, message, write
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import Said, said

if TYPE_CHECKING:
    from sim.scenario.new_city import Answers, OwnSeries
    from sim.scenario.scenario_schema import Scenario
    from sim.scenario.titles import Language

LIKE_BEIJING = 0.25  # down to which counts over the scale agree (docs/model/scaled-city.md)
OPTIONS = {"ways": "instruments", "concession": "gain"}  # that are called otherwise than what they answer
HELP = {
    "city": "Name of the city.",
    "start": "First day, YYYY-MM-DD.",
    "scale": "Size against Beijing: 0.15 is a city of 15 % of its results, managers and private money.",
    "budget": "Appropriations by year, in yuan: 200m,200m or 200e6,200e6.",
    "instruments": "Shares of the budget: stage_equity=0.75,co_investment=0.15,risk_subsidy=0.1; others get nothing.",
    "share_cap": "Most of a sub-fund that stage equity may hold: 0.25 or 25%.",
    "years": "Years after which the public share is to be sold.",
    "gain": "Gain given up to private partners: none, 50% (of all gain), or 6%:50%,10%:80% (above each yearly return).",
    "local_multiple": "How many times the public money a sub-fund must invest in the city; 0: no duty.",
    "rules": "Rule book whose other terms are taken over: file or name.",
    "loan_rates": "CSV file of loan rates of your own.",
    "government_yields": "CSV file of government yields of your own.",
    "yes": "Ask nothing: what is not given has its default.",
}


@dataclass(frozen=True)
class Question:
    """One thing to know: its option, what a person is asked, how an answer is read, and its default."""

    name: str
    asked: Said
    read: Callable[[str], Any]
    default: Any
    show: Callable[[Any, "Language"], str] = shown

    @property
    def option(self) -> str:
        """The option by which it is given."""
        return f"--{OPTIONS.get(self.name, self.name).replace('_', '-')}"

    def answered(self, text: str) -> Any:
        """The value of an answer; raises BadInput that names the option."""
        try:
            return self.read(text)
        except WrongAnswerError as wrong:
            raise BadInput([Problem(self.option, "", wrong.said)]) from None


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make; its name is that of the files.")] = Path("my-city"),
    city: Annotated[str | None, typer.Option(help=HELP["city"])] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help=HELP["start"])] = None,
    scale: Annotated[str | None, typer.Option(metavar="X", help=HELP["scale"])] = None,
    budget: Annotated[str | None, typer.Option(metavar="YUAN,…", help=HELP["budget"])] = None,
    instruments: Annotated[str | None, typer.Option(metavar="NAME=SHARE,…", help=HELP["instruments"])] = None,
    share_cap: Annotated[str | None, typer.Option(metavar="SHARE", help=HELP["share_cap"])] = None,
    years: Annotated[str | None, typer.Option(metavar="YEARS", help=HELP["years"])] = None,
    gain: Annotated[str | None, typer.Option(metavar="none|SHARE|HURDLE:SHARE,…", help=HELP["gain"])] = None,
    local_multiple: Annotated[str | None, typer.Option(metavar="X", help=HELP["local_multiple"])] = None,
    rules: Annotated[str, typer.Option(metavar="BOOK", help=HELP["rules"])] = "beijing-2011",
    loan_rates: Annotated[Path | None, typer.Option(metavar="CSV", help=HELP["loan_rates"])] = None,
    government_yields: Annotated[Path | None, typer.Option(metavar="CSV", help=HELP["government_yields"])] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=HELP["yes"])] = False,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Make the files of a new city: scenario, economy and rule book, with comments, valid at once.

    Asks for what no option gives. The city is so many times Beijing: what is counted for the whole city is scaled, all
    else is as calibrated for Beijing until numbers of the city stand in its place. Nothing is ever overwritten.

    \b
    Example:
      yindao init suzhou --city 苏州 --scale 0.3 --budget 200e6,200e6,200e6 --lang zh
      yindao init my-city --yes
    """
    from sim.scenario.new_city import Answers, earliest, own_names

    folder = folder.absolute()
    _check_folder(folder)
    given = {"city": city, "start": start, "scale": scale, "budget": budget, "ways": instruments}
    given |= {"share_cap": share_cap, "years": years, "concession": gain, "local_multiple": local_multiple}
    series: dict[OwnSeries, Path | None] = {"loan_rates": loan_rates, "government_yields": government_yields}
    own = {key: path for key, path in series.items() if path is not None}
    model = _model(rules)
    first = earliest(model, own)
    found = _found(model, first, {key: text for key, text in given.items() if text is not None}, ask=not yes)
    answers = Answers(**found, base=rules, own_series=own_names(own, folder))
    names = _write(answers, folder, own, lang)
    for name in names:
        write(str(_near(folder / name)))
    if not quiet:
        _tell(answers, _near(folder / names[0]), lang)


def _check_folder(folder: Path) -> None:
    """Refuse a folder that exists or cannot be written, as an argument; raises BadInput."""
    from sim.experiments.folder import check_target

    try:
        check_target(folder)
    except BadInput as refused:
        raise BadInput([replace(one, file=str(_near(folder)), key="") for one in refused.problems]) from None


def _model(rules: str) -> "Scenario":
    """Beijing under the rule book that is taken over; raises BadInput."""
    from sim.scenario.documents import Origin
    from sim.scenario.files import load
    from sim.scenario.naming import locate
    from sim.scenario.new_city import BEIJING

    try:
        locate("policy", rules, Path(), Origin("--rules", None))
    except BadInput as refused:
        raise BadInput([replace(one, key="") for one in refused.problems]) from None
    return load(BEIJING, policy=rules)


def _found(model: "Scenario", first: date, given: dict[str, str], *, ask: bool) -> dict[str, Any]:
    """What was given is read first, all of it, so that nobody answers in vain; then the rest is asked for."""
    questions = _questions(model, first, 1.0)
    found, problems = dict[str, Any](), list[Problem]()
    for one in questions:
        try:
            if one.name in given:
                found[one.name] = one.answered(given[one.name])
        except BadInput as refused:
            problems += refused.problems
    if problems:
        raise BadInput(problems)
    for name in [one.name for one in questions if one.name not in found]:
        one = next(each for each in _questions(model, first, found.get("scale", 1.0)) if each.name == name)
        found[name] = _asked(one) if ask else one.default
    return found


def _questions(model: "Scenario", first: date, scale: float) -> list[Question]:
    """All of them in the order in which they are asked; defaults are those of the rule book that is taken over."""
    from sim.scenario.new_city import WAYS, budget_in_step

    budget, equity = model.policy.budget, model.policy.stage_equity
    shares = {way: getattr(budget, f"{way}_share") for way in WAYS}
    cap, held, local = ("share_cap", "maximum_holding_years", "duty.local_multiple")
    return [
        Question("city", said("City"), answering.city, told(said("My city"))),
        Question("start", said("First day (YYYY-MM-DD)"), answering.day_from(first), date(date.today().year + 1, 1, 1)),
        Question("scale", said("Size against Beijing (0.15 = 15 %)"), answering.scale, 1.0),
        Question("budget", said("Appropriations by year, in yuan (200m,200m)"), answering.budget,
                 budget_in_step(model, scale), amounts_shown),
        Question("ways", said("Shares of the budget by instrument"), answering.ways, shares),
        Question("share_cap", said("Stage equity: most of a sub-fund (0.25 or 25%)"), _rule(cap), equity.share_cap),
        Question("years", said("Stage equity: years of participation"), _rule(held), equity.maximum_holding_years),
        Question("concession", said("Gain given up to partners (none, 50%, or 6%:50%,10%:80%)"), answering.concession,
                 equity.concession),
        Question("local_multiple", said("Investment in the city, times the public money (0: no duty)"), _rule(local),
                 equity.duty.local_multiple),
    ]  # fmt: skip


def _rule(name: str) -> Callable[[str], float]:
    return answering.value_of(f"policy.stage_equity.{name}")


def _asked(one: Question) -> Any:
    """Ask until the answer is understood; Enter takes the default. Raises BadInput where nobody answers."""
    default = one.show(one.default, spoken())
    while True:
        try:
            text = typer.prompt(told(one.asked), default=default, err=True)
        except (typer.Abort, EOFError):
            message("")  # ends the line of the question
            what = said("is not answered; give it as an option, or --yes for the defaults")
            raise BadInput([Problem(one.option, "", what)]) from None
        try:
            return one.default if text == default else one.read(text)
        except WrongAnswerError as wrong:
            message(told(wrong.said))


def _write(answers: "Answers", folder: Path, own: "dict[OwnSeries, Path]", lang: Lang) -> list[str]:
    """All files or none: they are read again before they stand there. Raises BadInput."""
    from sim.experiments.folder import complete_or_nothing
    from sim.scenario.files import load
    from sim.scenario.new_city import files_of

    texts = files_of(answers, folder, lang.value)
    names = list(texts)
    try:
        with complete_or_nothing(folder) as working:
            for name, text in texts.items():
                (working / name).write_text(text, encoding="utf-8")
            for key, name in (answers.own_series or {}).items():
                shutil.copyfile(own[key], working / name)
            _checked(lambda: load(working / names[0]), working, folder)
    except OSError as cause:
        why = said("cannot be written: {reason}", reason=cause.strerror or cause)
        raise BadInput([Problem(str(cause.filename or folder), "", why)]) from None
    return names


def _checked(read: Callable[[], object], working: Path, folder: Path) -> None:
    """Problems name the files where they would have stood."""
    try:
        read()
    except BadInput as refused:
        problems = [replace(one, file=one.file.replace(working.name, folder.name)) for one in refused.problems]
        raise BadInput(problems) from None


def _near(path: Path) -> Path:
    """The path as somebody here would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _tell(answers: "Answers", scenario: Path, lang: Lang) -> None:
    from shlex import quote

    from sim.cli.notices import tell
    from sim.scenario.files import load
    from sim.scenario.new_city import coarse
    from sim.scenario.notices import of_scenario

    tell([one for one in of_scenario(load(scenario)) if one.kind == "idle-money"], lang, quiet=False)
    what = said(
        "The economy is Beijing's of 2011, what is counted for the whole city times {scale:g}: a working assumption. "
        "Put numbers of your city into the economy file.",
        scale=answers.scale,
    )
    notes = [what]
    for one in coarse(answers):
        text = said("{key} = {value}, rounded from {exact:g}: so small a city is coarse", **vars(one))
        notes.append(text)
    if answers.scale < LIKE_BEIJING:
        notes.append(said("Below a quarter of Beijing managers are few, and results are no longer in step with size."))
    for note in (*notes, said("Next:")):
        message(told(note))
    path = quote(f"./{scenario}" if str(scenario).startswith("-") else str(scenario))  # what is no option
    message(f"  yindao validate {path}")
    for command in ("run", "compare"):
        message(f"  yindao {command} {path} --replications 20")
