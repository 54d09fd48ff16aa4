"""``yindao verify``: does this installation compute what it should?"""

from typing import Annotated

import typer

from sim.cli.output import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    QuietOption,
    ScenarioArgument,
    emit_json,
    message,
    table,
)

CHECKS_ZH = {
    "IRR against closed forms": "内部收益率与手算的解一致",
    "conservation of money": "资金收付平衡",
    "determinism: the same replication twice": "同一次模拟做两遍，结果相同",
    "determinism: one worker and two": "一个进程与两个进程，结果相同",
    "both calendars: under SimPy and compiled": "参考方式与编译方式，结果相同",
}


def verify(
    scenario: ScenarioArgument = "beijing-2011",
    replications: Annotated[int, typer.Option(min=1, max=100, help="Replications of it to check.")] = 2,
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Test this installation: conservation of money, determinism, workers, both calendars, IRR against closed forms.

    The laws are compiled first where they are not yet; that takes a minute or two, once a version and machine.

    Exit code 0 when every check holds, 1 when one does not.

    \b
    Example:
      yindao verify
      yindao verify my-scenario.toml --replications 5 --format json
    """
    from sim.experiments.verify import verify as checks
    from sim.scenario.files import load

    done = []
    for check in checks(load(scenario), replications):
        done.append(check)
        if not quiet:
            message(_told(check.name, check.ok, lang))
    if format is Format.json:
        listed = [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in done]
        emit_json(
            {"scenario": scenario, "replications": replications, "ok": all(one.ok for one in done), "checks": listed}
        )
    else:
        words = ("成立", "不成立") if lang is Lang.zh else ("ok", "FAILED")
        heads = ("检查", "结果", "说明") if lang is Lang.zh else ("check", "result", "detail")
        names = CHECKS_ZH if lang is Lang.zh else {}
        table(heads, [(names.get(one.name, one.name), words[0] if one.ok else words[1], one.detail) for one in done])
    if not all(one.ok for one in done):
        raise typer.Exit(1)


def _told(name: str, ok: bool, lang: Lang) -> str:
    """A check while the others are still to come."""
    if lang is Lang.zh:
        return f"{'成立' if ok else '不成立'}：{CHECKS_ZH.get(name, name)}"
    return f"{'ok' if ok else 'FAILED'}: {name}"
