"""What a page gives out as files: its rule book as TOML, and the report of its comparison as HTML."""

import tempfile
from pathlib import Path

from sim.experiments.compare.answer import CompareResult
from sim.experiments.shown import Shown
from sim.report.document import Page
from sim.scenario.errors import BadInput
from sim.scenario.files import read_policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Language
from sim.web.rulebook import rulebook


class NotTheSameError(Exception):
    """A rule book was written that does not read as it was: a fault of the program."""


def checked_rulebook(scenario: Scenario, about: str) -> str:
    """The rule book of ``scenario`` as a file that was read again and is equal; raises NotTheSameError."""
    text = rulebook(scenario, about)
    with tempfile.TemporaryDirectory(prefix="yindao-") as folder:
        path = Path(folder, "policy.toml")
        path.write_text(text, encoding="utf-8")
        try:
            again = read_policy(path).value
        except BadInput as cause:
            raise NotTheSameError(str(cause)) from cause
    if again != scenario.policy:
        raise NotTheSameError(f"{scenario.policy_name} is read back otherwise")
    return text


def prepared(result: CompareResult, lang: Language) -> tuple[CompareResult, Page]:
    """The page as blocks, and the result with all that its figures need read from where it was put aside."""
    return result, result.page(lang)  # which asks for the arrays of the figures


def as_html(result: CompareResult, page: Page, lang: Language) -> str:
    """The page as one file; its figures are drawn here, in the language asked for."""
    shown = Shown((lang,))
    with tempfile.TemporaryDirectory(prefix="yindao-") as folder:
        shown.write(Path(folder), result.drawings, lambda _: page)
        return Path(folder, "report.html").read_text(encoding="utf-8")
