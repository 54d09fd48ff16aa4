"""What a results folder shows: figures, drawn on several processes, and its pages, in the languages asked for."""

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.experiments.pages import store
from sim.experiments.work.workers import WholePool, fresh_processes, quiet_worker
from sim.report.document import Figure, Page
from sim.report.figures.drawing import Drawer, Drawing, Job, one_by_one, save_drawings
from sim.report.html import to_html
from sim.report.markdown import to_markdown
from sim.report.numbers import in_one_unit
from sim.report.texts import LANGUAGES, Language

MOST = 4  # processes that draw
EACH = 6  # figures a process draws at least: it has to load a plotting library first, which takes as long as four


@dataclass(frozen=True)
class Shown:
    """The languages of figures and pages, the first being that of ``report.md``; whether there are figures at all;
    and on how many processes they are drawn. A script that asks for several guards itself as for ``sim.run``.
    """

    languages: Sequence[Language] = LANGUAGES
    figures: bool = True
    workers: int = 1

    @property
    def drawer(self) -> Drawer:
        """What draws the figures."""
        return lambda jobs: _draw(jobs, min(self.workers, MOST, len(jobs) // EACH))

    def write(self, folder: Path, drawings: Callable[[], Sequence[Drawing]], page: Callable[[Language], Page]) -> None:
        """Draw figures into ``folder/figures``, if there are to be any, and write ``report.md`` and ``report.html``.

        The other languages' are ``report.LANGUAGE.md`` and its like. Figures have the unit of their page's money. The
        blocks of both languages are stored beside them, for a page to be made again.
        """
        built = {language: in_one_unit(partial(page, language), language) for language in LANGUAGES}
        pages = {language: blocks for language, (blocks, _) in built.items()}
        units = {language: unit for language, (_, unit) in built.items()}
        if self.figures:
            save_drawings(drawings(), folder / "figures", self.languages, self.drawer, units)
        store(folder, pages, self.languages)
        for language in self.languages:
            stem = "report" if language == self.languages[0] else f"report.{language}"
            blocks = pages[language]
            (folder / f"{stem}.md").write_text(to_markdown(blocks, language), encoding="utf-8")
            whole = to_html(blocks, language, _pictures(blocks, language, folder / "figures"))
            (folder / f"{stem}.html").write_text(whole, encoding="utf-8")

    def tidy(self, folder: Path) -> None:
        """Take away what an earlier study in the same folder showed and this one does not."""
        if not self.figures:
            shutil.rmtree(folder / "figures", ignore_errors=True)
        for language in set(LANGUAGES) - set(self.languages[1:]):
            for ending in ("md", "html"):
                (folder / f"report.{language}.{ending}").unlink(missing_ok=True)


def _pictures(page: Page, language: Language, folder: Path) -> dict[str, bytes]:
    """The figures of a page that were drawn, by name."""
    found = {one.name: folder / f"{one.name}.{language}.svg" for one in page if isinstance(one, Figure)}
    return {name: path.read_bytes() for name, path in found.items() if path.is_file()}


def _draw(jobs: Sequence[Job], workers: int) -> list[Path]:
    from sim.report.figures.style import tell

    if workers > 1:
        try:
            with WholePool(workers, mp_context=fresh_processes(), initializer=quiet_worker) as pool:
                done = list(pool.map(_done, jobs))
            for lost in (lost for _, told in done for lost in told):
                tell(lost)  # here, where it is said once for all processes
            return [path for paths, _ in done for path in paths]
        except BrokenProcessPool:  # killed from outside, or no memory: this process can do it
            pass
    return one_by_one(jobs)


def _done(job: Job) -> tuple[list[Path], list[str]]:
    """The files of a job, and the characters that no font has."""
    from sim.report.figures.style import overheard

    with overheard() as told:
        return job.done(), told
