"""What the words of each article promise of measures is what runs show: the whole opinion against it less the article.

A sign is told apart where the paired mean is above 0, one-sided at 5 %, or where no replication is below and five are
above. One in brackets must not be the other way, nor told apart beyond doubt (one-sided, 1 %).
"""

import statistics

import pytest

from sim.scenario.article_words import REPLICATIONS, Article, articles
from tests.opinion.town import measured

LIKELY, BEYOND_DOUBT = 2.015, 3.365  # Student's t of five degrees of freedom at 95 and 99 %
SWITCHED = [one for one in articles().values() if not one.assumed]


def apart(differences: list[float], t: float = LIKELY) -> bool:
    """Whether what the article adds is above 0 beyond chance."""
    mean = statistics.mean(differences)
    return mean > 0.0 and mean > t * statistics.stdev(differences) / len(differences) ** 0.5


def every(differences: list[float]) -> bool:
    """Whether no replication goes the other way and nearly all go this way."""
    return min(differences) >= 0.0 and sum(one > 0.0 for one in differences) >= REPLICATIONS - 1


def shown(sign: str, differences: list[float]) -> bool:
    """Whether runs show the sign."""
    if sign == "0":
        return not any(differences)
    up = [-one for one in differences] if "-" in sign else differences
    if "(" in sign:
        down = [-one for one in up]
        return not (apart(down) or every(down) or apart(up, BEYOND_DOUBT))
    return apart(up) or every(up)


@pytest.mark.parametrize("article", SWITCHED, ids=lambda one: str(one.number))
def test_runs_show_the_signs_that_the_words_promise(article: Article) -> None:
    wrong = {}
    for name, sign in article.measures.items():
        pairs = [(one[name], other[name]) for one, other in zip(measured(), measured(article.number), strict=True)]
        if sign == "±":
            assert any(one is not None for one, _ in pairs), f"{name} has no value"
            continue
        differences = [one - other for one, other in pairs if one is not None and other is not None]
        assert len(differences) == REPLICATIONS, f"{name} is not there in every replication"
        if not shown(sign, differences):
            wrong[name] = (sign, differences)
    assert not wrong, "signs in sim/scenario/article_words.toml that these runs do not show"


@pytest.mark.parametrize(
    ("sign", "differences", "yes"),
    [
        ("+", [1.0, 2.0, 1.0, 2.0, 1.0, 2.0], True),
        ("+", [1.0, 9.0, 1.0, 90.0, 1.0, 0.0], True),  # nobody goes the other way
        ("+", [1.0, -2.0, 1.0, 2.0, 1.0, -2.0], False),
        ("+", [0.0] * 6, False),
        ("-", [-1.0, -2.0, -1.0, -2.0, -1.0, -2.0], True),
        ("-", [1.0, 2.0, 1.0, 2.0, 1.0, 2.0], False),
        ("0", [0.0] * 6, True),
        ("0", [0.0, 0.0, 0.0, 0.0, 0.0, 1e-9], False),
        ("(+)", [0.0] * 6, True),
        ("(+)", [1.0, -2.0, 1.0, 2.0, 1.0, -2.0], True),
        ("(+)", [1.0, 2.0, 1.0, 2.0, 1.0, 2.0], False),  # told apart
        ("(+)", [-1.0, -2.0, -1.0, -2.0, -1.0, -2.0], False),  # and the other way
        ("(-)", [-1.0, -2.0, -1.0, -2.0, -1.0, -2.0], False),
        ("(-)", [1.0, -2.0, 1.0, 2.0, 1.0, -2.0], True),
    ],
)
def test_a_sign_is_shown_by_what_is_beyond_chance(sign: str, differences: list[float], yes: bool) -> None:
    assert shown(sign, differences) is yes
