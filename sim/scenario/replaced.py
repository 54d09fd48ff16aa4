"""Keys that are none, of earlier versions or of articles that switch nothing: what a file that has one is told."""

from collections.abc import Mapping

from sim.scenario.said import said

# What stands there now, and the version from which on.
REPLACED: Mapping[str, tuple[str, str]] = {
    "economy.private.subsidised_share": (
        "economy.private.eligible_funds (the rest follows from stage_mix, pipeline.local_share and the rule book)",
        "0.2.0",
    ),
    "economy.managers.choose": ("economy.managers.response", "0.2.0"),
    "economy.managers.burden": ("economy.managers.burden_share (a share of the target, not 1/year)", "0.2.0"),
    "economy.managers.burden_per_skill": ("economy.managers.burden_share_skill", "0.2.0"),
    "economy.managers.burden_per_duty": ("economy.managers.burden_share_duty", "0.2.0"),
}

# Articles that state why and to what end, and switch nothing.
CONTEXT: Mapping[int, str] = {
    1: said("article 1 states the problem; its frictions are economy.pipeline.*; vary those"),
    2: said(
        "article 2 states the aim, conversion in the city; vary economy.pipeline.local_share and economy.leaving.*"
    ),
}


def replaced(key: str) -> str:
    """What is to be told of a key that is none: of an earlier version, or of an article that is no switch; else empty.

    ``was replaced by … in version …``, or what the article states.
    """
    if key in REPLACED:
        by, version = REPLACED[key]
        return said("was replaced by {by} in version {version}", by=by, version=version)
    return next((told for article, told in CONTEXT.items() if f"{key}.".startswith(f"policy.articles.{article}.")), "")
