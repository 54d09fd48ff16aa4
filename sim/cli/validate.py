"""``yindao validate``: check files, run nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.notices import entries, tell
from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, message, write
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.scenario.notices import Notice


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Paths, or names of shipped files.")],
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Check scenario, economy and policy files, and files of dated changes; run nothing.

    Every problem is written on its own line: FILE:LINE: KEY: what is wrong; what is allowed. A file without problems
    may still have warnings: clauses that change nothing, values beyond what is plausible, money that nothing can use,
    queues that would grow without end.
    They do not change the exit code.

    \b
    Example:
      yindao validate my-scenario.toml my-policy.toml
      yindao validate beijing-2011 --format json
    """
    results = [_check(file) for file in files]
    problems = [problem for one in results for problem in one.problems]
    if form is Format.json:
        emit_json({"files": [one.entry() for one in results]})
    for one in results:
        if form is Format.text and not one.problems and not quiet:
            write(_valid(one, lang))
        tell(one.notices, lang, quiet=quiet)
    for problem in problems:
        message(problem.text(lang.value))
    if problems:
        raise typer.Exit(2)


KINDS_ZH = {"scenario": "情景", "economy": "经济环境", "policy": "规则", "changes": "规则变动"}


@dataclass(frozen=True)
class Checked:
    """A file, its kind (empty where it could not be told), its problems; of a valid one its notices and counts."""

    file: str
    kind: str
    problems: tuple[Problem, ...] = ()
    notices: "Sequence[Notice]" = ()
    stated: int | None = None
    inherited: dict[str, int] = field(default_factory=dict)

    def entry(self) -> dict[str, object]:
        """The JSON object."""
        listed = [{"file": p.file, "line": p.line, "key": p.key, "message": p.message} for p in self.problems]
        return {
            "file": self.file,
            "kind": self.kind or None,
            "valid": not self.problems,
            "problems": listed,
            "warnings": entries(self.notices),
            "stated": self.stated,
            "inherited": self.inherited,
        }


def _check(file: str) -> Checked:
    from sim.cli.queues import busy_queues
    from sim.scenario.examined import examine
    from sim.scenario.naming import find
    from sim.scenario.reform import check_reform, find_reform

    try:
        changes = find_reform(file)
        if changes is not None:
            check_reform(changes)
            return Checked(file, "changes")
        path = find(file)
        found = examine(path)
        busy = busy_queues(path) if found.kind == "scenario" else []
    except BadInput as error:
        return Checked(file, "", error.problems)
    stated = None if found.kind == "scenario" else found.stated
    return Checked(file, found.kind, (), [*found.notices, *busy], stated, found.inherited)


def _valid(one: Checked, lang: Lang) -> str:
    """That a file is valid, and how much of it comes from the files it extends."""
    chinese = lang is Lang.zh
    text = f"{one.file}：无误（{KINDS_ZH[one.kind]}）" if chinese else f"{one.file}: valid ({one.kind})"
    if not one.inherited:
        return text
    if chinese:
        inherited = "，".join(f"继承自 {name} {count} 项" for name, count in one.inherited.items())
        return f"{text}；本文件 {one.stated} 项，{inherited}"
    inherited = ", ".join(f"{count} inherited from {name}" for name, count in one.inherited.items())
    return f"{text}; {one.stated} stated, {inherited}"
