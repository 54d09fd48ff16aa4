"""A study's folder that was begun before: what the study found stands beside the simulations that are kept there."""

from pathlib import Path

from sim.experiments.folder import fill
from sim.experiments.shown import Shown
from sim.experiments.study import Study
from sim.experiments.work.folder import FolderKind, locked, placed


def place_study(study: Study, folder: Path, kind: FolderKind, shown: Shown | None = None) -> Path:
    """Write all that ``study`` gives into ``folder``, over what an earlier one of the same kind left; returns it.

    ``kind`` is what the folder holds (``sim.experiments.work.folder``), ``shown`` as for ``write_study``. A file
    that is there stays until the new one is whole. Raises BadInput while another process is at work in the folder.
    """
    shown = shown or Shown()
    with locked(folder, kind):
        with placed(folder) as passing:
            fill(study, passing, shown)
        shown.tidy(folder)
    return folder
