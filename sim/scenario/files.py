"""Scenario, economy and policy files: found, resolved, overridden, checked; every problem is reported at once.

Order of precedence, lowest first: the files an ``extends`` chain begins with, the file itself, the scenario's ``[set]``
table, ``settings`` (``--set``), and the arguments ``seed`` and ``replications``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from sim.scenario.book import by_key
from sim.scenario.checking import validate
from sim.scenario.data_files import series_texts
from sim.scenario.documents import Document, Origin, label, lay_over, read_document
from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.file_schema import ScenarioFile
from sim.scenario.naming import is_path, locate, refuse_other_kind
from sim.scenario.overrides import Override, from_table, in_keys, lay, parse_settings
from sim.scenario.parameter import MOST_OF_A_SIZE, Section
from sim.scenario.policy_schema import Policy
from sim.scenario.said import said
from sim.scenario.scenario_schema import Asked, Scenario, Sourced
from sim.scenario.shipped import Kind

Value = TypeVar("Value", bound=Section)


@dataclass(frozen=True)
class Resolved(Generic[Value]):
    """An economy or a policy with its name and the document it was read from, all layers merged."""

    name: str
    value: Value
    document: Document

    @property
    def provenance(self) -> dict[str, Sourced]:
        """The source of every value that was written, by full dotted key; unwritten clauses are neutral and absent."""
        return _written(self.document)

    def states(self, key: str) -> bool:
        """Whether the file itself writes the value, rather than one it extends."""
        origin = self.document.origins.get(key)
        return origin is not None and origin.file == self.document.file


def load(
    source: str | Path,
    *,
    policy: str | None = None,
    economy: str | None = None,
    settings: Sequence[str] = (),
    seed: int | None = None,
    replications: int | None = None,
) -> Scenario:
    """Load a scenario by path or shipped name.

    ``policy`` and ``economy`` (path or shipped name) replace what the file names; ``settings`` are ``KEY=VALUE`` texts.
    A Chinese name may stand for a key there, and is one from here on.
    Raises BadInput carrying every problem found in the files and settings.
    """
    problems, settings = list[Problem](), in_keys(settings)
    path = locate("scenario", str(source), Path(), Origin("", None))
    document = read_document(path)
    refuse_other_kind("scenario", document, str(source))
    overrides = [*from_table(document, problems), *parse_settings(settings, problems)]
    for key, given in (("seed", seed), ("replications", replications)):
        if given is not None:
            overrides.append(Override(key, given, Origin(f"--{key}", None, Sourced(f"--{key}"))))
    document = lay(overrides, document)
    for key, named in (("economy", economy), ("policy", policy)):
        if named is not None:
            document.values[key] = named
            document.origins[key] = Origin(f"--{key}", None)
    frame = validate(ScenarioFile, document, problems)
    economy_part = _part(Economy, "economy", document, overrides, problems)
    policy_part = _part(Policy, "policy", document, overrides, problems)
    reference = _reference(economy_part, problems) if economy_part else None
    data = series_texts(economy_part.value, economy_part.document, document, problems) if economy_part else {}
    if frame and economy_part:
        problems += _too_many_before(frame.warm_up_years, economy_part.value)
    if problems or not (frame and economy_part and policy_part):
        raise BadInput(_unique(problems))
    return Scenario(
        name=path.stem,
        title=frame.title,
        title_zh=frame.title_zh,
        start=frame.start,
        horizon_years=frame.horizon_years,
        seed=frame.seed,
        replications=frame.replications,
        warm_up_years=frame.warm_up_years,
        economy_name=economy_part.name,
        policy_name=policy_part.name,
        economy=economy_part.value,
        policy=policy_part.value,
        data=data,
        provenance=_written(document) | economy_part.provenance | policy_part.provenance,
        asked=Asked(str(source), policy or "", economy or "", settings),
        reference=reference,
    )


def read_policy(ref: str | Path, settings: Sequence[str] = ()) -> Resolved[Policy]:
    """A rule book by path or shipped name, with its provenance. Raises BadInput with every problem."""
    return _alone(Policy, "policy", str(ref), settings)


def read_economy(ref: str | Path, settings: Sequence[str] = ()) -> Resolved[Economy]:
    """An economy by path or shipped name, with its provenance; its series are checked too. Raises BadInput."""
    resolved = _alone(Economy, "economy", str(ref), settings)
    problems: list[Problem] = []
    series_texts(resolved.value, resolved.document, None, problems)
    if problems:
        raise BadInput(problems)
    return resolved


def load_economy(ref: str | Path, settings: Sequence[str] = ()) -> Economy:
    """An economy by path or shipped name. Raises BadInput with every problem."""
    return read_economy(ref, settings).value


def named_by(path: Path) -> tuple[Resolved[Policy], Resolved[Economy]]:
    """The rule book and the economy that a scenario file names, without its ``[set]``. Raises BadInput."""
    document, problems = read_document(path), list[Problem]()
    policy = _part(Policy, "policy", document, (), problems)
    economy = _part(Economy, "economy", document, (), problems)
    if policy is None or economy is None:
        raise BadInput(_unique(problems))
    return policy, economy


def economy_named(asked: Asked) -> str | Path:
    """The economy of a scenario that was loaded so: a shipped one's name, or the path of its file. Raises BadInput."""
    ref, beside = asked.economy, Path()
    if not ref:
        document = read_document(locate("scenario", asked.scenario, Path(), Origin("", None)))
        ref, beside = str(document.values["economy"]), document.folder
    return beside / ref if is_path(ref) else ref


def _too_many_before(years: int, economy: Economy) -> list[Problem]:
    """The complaint that more managers would come in a warm-up of ``years`` than an economy may have."""
    terms = economy.managers
    found = terms.slots * years / terms.arrival_years
    if found <= MOST_OF_A_SIZE:
        return []
    message = said(
        "{years} with economy.managers.slots over arrival_years brings {found:.3g} managers before the start; "
        "must be at most {most}", years=years, found=found, most=MOST_OF_A_SIZE,
    )  # fmt: skip
    return [Problem("", "warm_up_years", message)]


def _reference(economy: Resolved[Economy], problems: list[Problem]) -> Policy | None:
    """The rule book with which an economy was calibrated; None where that was done without any, or it has problems."""
    if economy.value.response.anchor == 0:
        return None
    key = "economy.response.reference"
    origin, found = economy.document.origin(key), list[Problem]()
    beside = Path() if origin.file.startswith("--") else economy.document.folder
    named = Document(origin.file, {"policy": economy.value.response.reference}, {"policy": origin}, folder=beside)
    resolved = _part(Policy, "policy", named, (), found)
    problems += [replace(one, key=key) if one.key == "policy" else one for one in found]
    return resolved.value if resolved else None


def _written(document: Document) -> dict[str, Sourced]:
    """The source note of every parameter written in a document."""
    book = by_key()
    return {key: origin.sourced for key, origin in document.origins.items() if key in book}


def _alone(schema: type[Value], kind: Kind, ref: str, settings: Sequence[str]) -> Resolved[Value]:
    problems: list[Problem] = []
    overrides = parse_settings(in_keys(settings), problems)
    named = Document("", {kind: ref}, {kind: Origin("", None)})
    resolved = _part(schema, kind, named, overrides, problems)
    if problems or resolved is None:
        raise BadInput(_unique(problems))
    return resolved


def _part(
    schema: type[Value], kind: Kind, named: Document, overrides: Sequence[Override], problems: list[Problem]
) -> Resolved[Value] | None:
    """Resolve, override and check the economy or policy that ``named`` names; problems are added, None if any."""
    ref = named.values.get(kind)
    if not isinstance(ref, str):
        return None  # the scenario's own check has reported it
    origin = named.origin(kind)
    beside = Path() if origin.file in ("", f"--{kind}") else named.folder
    try:
        path = locate(kind, ref, beside, origin)
        document = _chain(kind, path, ())
    except BadInput as error:
        problems.extend(error.problems)
        return None
    document = lay(overrides, document)
    value = validate(schema, document, problems)
    if value is None:
        return None
    return Resolved(path.stem, value, document)


def _chain(kind: Kind, path: Path, above: tuple[Path, ...]) -> Document:
    """Read a file and lay it over the one it extends, and so on; a file may not come to extend itself."""
    document = read_document(path, f"{kind}.")
    refuse_other_kind(kind, document, label(path))
    base = document.values.pop("extends", None)
    if base is None:
        return document
    origin = document.origin(f"{kind}.extends")
    if not isinstance(base, str):
        raise BadInput(
            [Problem(origin.file, "extends", said("must be text: the name or path of one file"), origin.line)]
        )
    try:
        below = locate(kind, base, document.folder, origin)
    except BadInput as error:
        raise BadInput([Problem(p.file, "extends", p.message, p.line) for p in error.problems]) from None
    chain = (*above, path.resolve())
    if below.resolve() in chain:
        names = " -> ".join(step.stem for step in (*chain, below))
        raise BadInput([Problem(origin.file, "extends", said("goes in a circle: {names}", names=names), origin.line)])
    return lay_over(_chain(kind, below, chain), document)


def _unique(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem once, in the order found."""
    return list(dict.fromkeys(problems))
