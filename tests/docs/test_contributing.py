"""What a contributor is told of make and of the look before a commit is true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TOLD = ("README.md", "README.zh.md", "CONTRIBUTING.md", "docs/recipes.md")


def targets() -> list[str]:
    """What make can be asked for, in the order of the Makefile."""
    (found,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    return found.split()


def test_the_makefile_says_of_each_target_what_it_does() -> None:
    assert re.findall(r"^# make ([\w-]+)  +\S", MAKEFILE.partition("\n\n")[0], re.M) == targets()
    for target in targets():
        assert re.search(rf"^{target}:", MAKEFILE, re.M), f"no rule for {target}"


@pytest.mark.parametrize("page", TOLD)
def test_every_target_named_exists(page: str) -> None:
    named = re.findall(r"(?:`|^\$ )make ([\w-]+)", (ROOT / page).read_text(encoding="utf-8"), re.M)
    assert named
    assert [target for target in named if target not in targets()] == []


def test_before_a_commit_the_same_programs_look_at_it_as_make_lint_runs() -> None:
    (rule,) = re.findall(r"^lint: .*\n((?:\t.*\n)+)", MAKEFILE, re.M)
    ran = [re.sub(r" --check| \.$", "", line) for line in re.findall(r"^\t\$\(BIN\)/(.*)$", rule, re.M)]
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"entry: \.venv/bin/(.*)$", hooks, re.M) == ran
    assert re.findall(r"repo: (.*)$", hooks, re.M) == ["local"]  # nothing is fetched
