"""The console script ``yindao``: one command a file, none of them heavy to import.

Exit codes: 0 done, 2 bad input (one line a problem, no traceback), 130 interrupted, 143 and 129 ended by SIGTERM and
SIGHUP (128 and the signal's number, as 130 is), 1 anything else.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from sim.cli.language import choose, spoken, told
from sim.cli.output import Lang, fail, message
from sim.cli.process import SignalledExit, check_words, flush, leave, prepare
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

# In the order in which help lists them. A command's module defines a function of the same name, and imports what is
# heavy (numpy, scipy, matplotlib, duckdb, simpy) inside its functions, so that help and refusals come at once. Only the
# module of the command that is asked for is imported.
COMMANDS = (
    "init",
    "run",
    "compare",
    "decompose",
    "sensitivity",
    "sweep",
    "calibrate",
    "prospectus",
    "serve",
    "page",
    "trace",
    "export",
    "ledger",
    "list",
    "replay",
    "diff",
    "verify",
    "validate",
    "policies",
    "economies",
    "articles",
    "parameters",
    "measures",
)

# The library refuses words with these.
USAGE_ERROR: Any = typer.BadParameter.__base__


class OneValue(TyperCommand):
    """A command that refuses an option given twice where it takes one value: nobody knows which is meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command. Raises BadInput for an option given twice."""
        if any(word[:1] == "-" and word[1:].isdecimal() for word in args):
            ctx.ignore_unknown_options = True  # -1 is a number, not an option: the command says what is wrong with it
        if ctx.parent is not None and any(one.name == "lang" and _speaks(one, ctx.parent) for one in self.params):
            ctx.default_map = {"lang": spoken()}
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for option in dict.fromkeys(order):
            once = isinstance(option, TyperOption) and not option.multiple and not option.is_flag
            if once and order.count(option) > 1:
                raise BadInput(
                    [
                        Problem(
                            option.opts[0],
                            "",
                            said("is given {count} times; it takes one value", count=order.count(option)),
                        )
                    ]
                )
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """All help of the command, in the language that is spoken."""
        return _help(self, ctx) or super().get_help(ctx)


class Commands(TyperGroup):
    """The commands, each made when it is asked for; bad input becomes lines on standard error and exit code 2."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the words before the command, and choose by all of them the language that is spoken."""
        with _refusing():
            choose(args, os.environ)
            return super().make_context(info_name, args, parent, **extra)

    def get_help(self, ctx: Any) -> str:
        """All help of the program, in the language that is spoken."""
        return _help(self, ctx) or super().get_help(ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, None if there is none; then all are made, for the nearest name is suggested."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.add_command(_command(name), name)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with _refusing():
            return super().invoke(ctx)


@contextmanager
def _refusing() -> Iterator[None]:
    """Bad input becomes lines on standard error; what the library refuses is told in the language that is spoken."""
    try:
        yield
    except BadInput as error:
        fail(error.problems)
    except USAGE_ERROR as error:
        if spoken() == "en" or "help" in type(error).__name__.lower():  # no words at all: help is shown as it is
            raise
        from sim.cli.help import refusal

        message(refusal(error))
        raise typer.Exit(2) from None


def _speaks(option: Any, above: Any) -> bool:
    """Whether a command's ``--lang`` is by default what is spoken; None is a default of its own, if nobody asks."""
    return option.default is not None or above.params.get("lang") is not None


def _help(command: Any, ctx: Any) -> str:
    if spoken() == "en":
        return ""
    from sim.cli.help import page

    return page(command, ctx)


def _command(name: str) -> Any:
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    alone.command(name, cls=OneValue)(getattr(import_module(f"sim.cli.{name}"), name))
    return typer.main.get_command(alone)


def _version(asked: bool) -> None:
    if asked:
        from sim import __version__

        print(f"yindao {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


@app.callback()
def yindao(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    lang: Annotated[
        Lang | None,
        typer.Option("--lang", help="Language of help, messages and results; else YINDAO_LANG, the locale."),
    ] = None,
) -> None:
    """Simulate government guidance funds (政府引导基金): returns, timely exit, additionality."""


def main() -> None:
    """Run the command line; the text may be Chinese wherever it goes."""
    prepare()
    code = _run()
    if not flush():
        code = code or 1
    leave(code)


def _run() -> str | int | None:
    """The exit code; what the machine refuses is told in one line, mistakes of the program keep their traceback."""
    try:
        check_words(sys.argv[1:])
        app()
    except SignalledExit as end:
        message(told(said("ended by {signal}", signal=end.signal.name)))
        return end.code
    except SystemExit as end:
        return end.code
    except BadInput as refused:
        message("\n".join(problem.text(spoken()) for problem in refused.problems))
        return 2
    except KeyboardInterrupt:
        return 130
    except MemoryError as cause:
        message(told(said("memory is exhausted {cause}", cause=cause)).rstrip())
    except OSError as cause:
        message(": ".join(str(part) for part in (cause.filename, cause.strerror or cause) if part is not None))
    return 1


if __name__ == "__main__":
    main()
