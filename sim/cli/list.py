"""``yindao list``: the results folders there are."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, table


def list(  # noqa: A001
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to look.")] = Path("results"),
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """List the results folders in DIR, the latest first: when, command, scenario, rule books, replications, digest.

    \b
    Example:
      yindao list
      yindao list results --format json
    """
    from sim.experiments.finished.listing import folders

    found = folders(folder)
    if format is Format.json:
        emit_json({"folders": [one.as_dict() for one in found]})
        return
    zh = lang is Lang.zh
    heads = ("when", "folder", "command", "scenario", "rule books", "replications", "digest")
    heads_zh = ("时间", "文件夹", "命令", "情景", "规则", "模拟次数", "校验码")
    rows = [
        (one.created[:16].replace("T", " "), str(one.folder), _command(one.command, zh), one.scenario,
         one.policies, one.replications, (one.digest or "")[:12])
        for one in found
    ]  # fmt: skip
    table(heads_zh if zh else heads, rows, right=(5,))


COMMANDS = {
    "run": "运行", "compare": "比较", "sweep": "参数扫描", "sensitivity": "敏感性分析", "decompose": "分解",
    "damaged": "已损坏", "unfinished": "未完成",
}  # fmt: skip


def _command(name: str, zh: bool) -> str:
    """What made a folder, or what is wrong with it."""
    return COMMANDS.get(name, name) if zh else name
