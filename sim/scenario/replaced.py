"""Keys of earlier versions that were removed or renamed: a file that still has one is told what took its place."""

from collections.abc import Mapping

# What stands there now, and the version from which on.
REPLACED: Mapping[str, tuple[str, str]] = {
    "economy.private.subsidised_share": (
        "economy.private.eligible_funds (the rest follows from stage_mix, pipeline.local_share and the rule book)",
        "0.2.0",
    ),
}


def replaced(key: str) -> str:
    """``was replaced by … in version …`` for a key of an earlier version; empty for any other."""
    if key not in REPLACED:
        return ""
    by, version = REPLACED[key]
    return f"was replaced by {by} in version {version}"
