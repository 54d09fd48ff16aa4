"""What a page asks for: settings over the scenario that the server was started with, and the baseline it pins."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.scenario.errors import BadInput, Problem
from sim.scenario.files import load
from sim.scenario.naming import name_of
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_names
from sim.scenario.titles import Language
from sim.web.controls import keys

MOST_KEYS = 60
Text = Annotated[str, Field(max_length=4000)]


class Terms(BaseModel):
    """A rule book by name ("" for the scenario's own) and settings over it, TOML by key."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    policy: Text = ""
    settings: dict[Text, Text] = Field(default={}, max_length=MOST_KEYS)


class Ask(BaseModel):
    """What a page shows: ``now`` against ``pinned``, in up to ``replications`` replications (None: as many as the
    scenario says); a prospectus with an exit after ``hold`` years."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    now: Terms = Terms()
    pinned: Terms = Terms()
    lang: Language = "en"
    hold: Annotated[float, Field(gt=0, le=30)] = 8.0
    replications: Annotated[int, Field(ge=1, le=10_000)] | None = None


@dataclass(frozen=True)
class Ground:
    """What the command line names: a scenario, an economy and settings under all pages, rule books beside the shipped.

    ``books`` maps the names that a page may ask for to what the loader takes: names of shipped ones, paths of others.
    """

    scenario: str
    policy: str | None = None
    economy: str | None = None
    settings: Sequence[str] = ()
    seed: int | None = None
    books: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: str, policies: Sequence[str], **rest: Any) -> "Ground":
        """The first of ``policies``, else the scenario's own rule book, is the one a page begins with."""
        books = {name: name for name in shipped_names("policy")} | {name_of(one): one for one in policies}
        return cls(scenario, policies[0] if policies else None, books=books, **rest)

    def load(self, terms: Terms) -> Scenario:
        """The scenario under these terms; raises BadInput with every problem."""
        _check(terms, self.books)
        policy = self.books[terms.policy] if terms.policy else self.policy
        settings = [*self.settings, *(f"{key}={text}" for key, text in terms.settings.items())]
        return load(self.scenario, policy=policy, economy=self.economy, settings=settings, seed=self.seed)


def parse(body: bytes) -> Ask:
    """What a request asks for. Raises BadInput, one problem for what is no JSON, else one for each wrong field."""
    try:
        return Ask.model_validate(json.loads(body, parse_constant=_no_number))
    except ValidationError as cause:
        told = cause.errors(include_url=False, include_input=False, include_context=False)
        problems = [Problem("", ".".join(map(str, one["loc"])), _unfit(one["msg"])) for one in told]
        raise BadInput(problems) from None
    except (ValueError, RecursionError) as cause:
        raise BadInput([Problem("", "", said("the request is no JSON object: {reason}", reason=cause))]) from None


def language_of(body: bytes) -> Language:
    """The language in which a request is to be answered, English where it does not say."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return "en"
    return "zh" if isinstance(found, dict) and found.get("lang") == "zh" else "en"


def called(scenario: Scenario, terms: Terms, end: str) -> Scenario:
    """The scenario under a name and titles of its own where settings make its rule book another; ``end`` of the name.

    A file of that name, as the page gives it out, is then what ``--policy`` stands for.
    """
    if not terms.settings:
        return scenario
    name, policy = f"{scenario.policy_name}-{end}", scenario.policy
    titles = {"title": f"{policy.title or scenario.policy_name}, changed"}
    titles["title_zh"] = f"{policy.title_zh or policy.title or scenario.policy_name}（已调整）"
    own = scenario.asked.settings[: len(scenario.asked.settings) - len(terms.settings)]
    asked = replace(scenario.asked, policy=f"{name}.toml", settings=own)
    return replace(scenario, policy=policy.model_copy(update=titles), policy_name=name, asked=asked)


def _check(terms: Terms, books: dict[str, str]) -> None:
    problems = [
        Problem("", key[:200], said("cannot be set on this page")) for key in terms.settings if key not in keys()
    ]
    if terms.policy and terms.policy not in books:
        message = said("no rule book of that name is shipped or named on the command line")
        problems.append(Problem("", "policy", message))
    if problems:
        raise BadInput(problems)


def _no_number(text: str) -> float:
    raise ValueError(said("{text} is no number", text=text))


def _unfit(reason: str) -> str:
    return said("is not as this page asks: {reason}", reason=reason)
