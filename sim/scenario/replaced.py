"""Keys of earlier versions that were removed or renamed: a file that still has one is told what took its place."""

from collections.abc import Mapping

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


def replaced(key: str) -> str:
    """``was replaced by … in version …`` for a key of an earlier version; empty for any other."""
    if key not in REPLACED:
        return ""
    by, version = REPLACED[key]
    return f"was replaced by {by} in version {version}"
