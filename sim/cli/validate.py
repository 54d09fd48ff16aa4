"""``yindao validate``: check files, run nothing."""

from typing import Annotated

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, message
from sim.scenario.errors import BadInput, Problem


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Paths, or names of shipped files.")],
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Check scenario, economy and policy files, and files of dated changes; run nothing.

    Every problem is written on its own line: FILE:LINE: KEY: what is wrong; what is allowed.

    \b
    Example:
      yindao validate my-scenario.toml my-policy.toml
      yindao validate beijing-2011 --format json
    """
    results = [_check(file) for file in files]
    problems = [problem for _, _, found in results for problem in found]
    if form is Format.json:
        emit_json({"files": [_entry(*result) for result in results]})
    for file, kind, found in results:
        if form is Format.text and not found and not quiet:
            print(f"{file}：无误（{KINDS_ZH[kind]}）" if lang is Lang.zh else f"{file}: valid ({kind})")
    for problem in problems:
        message(str(problem))
    if problems:
        raise typer.Exit(2)


KINDS_ZH = {"scenario": "情景", "economy": "经济环境", "policy": "规则", "changes": "规则变动"}


def _check(file: str) -> tuple[str, str, tuple[Problem, ...]]:
    """A file, its kind, and its problems; the kind is empty where it could not be told."""
    from sim.scenario.files import check
    from sim.scenario.naming import find
    from sim.scenario.reform import check_reform, find_reform

    try:
        changes = find_reform(file)
        if changes is None:
            return file, check(find(file)), ()
        check_reform(changes)
        return file, "changes", ()
    except BadInput as error:
        return file, "", error.problems


def _entry(file: str, kind: str, problems: tuple[Problem, ...]) -> dict[str, object]:
    listed = [{"file": p.file, "line": p.line, "key": p.key, "message": p.message} for p in problems]
    return {"file": file, "kind": kind or None, "valid": not problems, "problems": listed}
