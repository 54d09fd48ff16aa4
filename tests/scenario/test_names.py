"""Chinese names of keys: unique, accepted for the key they mean alone, told where they mean several or none."""

from collections import Counter

import pytest

from sim.experiments.sweep.vary import axes
from sim.measures.catalogue import EVERY, in_names, unknown
from sim.scenario.book import by_key, parameters
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.names import MARKS, found, full_name, group_names, groups_named, holding, key_of, keys_named
from sim.scenario.ranges import in_keys, ranges
from tests.chinese import CHINESE, replaced, without_quoted

SHARE = "policy.stage_equity.share_cap"
SPREADS = "阶段参股·收益上限·利率·利差, 阶段参股·回购权·利率·利差, 跟进投资·利率·利差, 股权投资·利率·利差"


def test_names_are_unique_within_a_group_and_can_be_typed() -> None:
    within = Counter((one.key.rpartition(".")[0], one.zh) for one in parameters())
    assert [each for each, count in within.items() if count > 1] == []
    for name in [one.zh for one in parameters()] + list(group_names().values()):
        assert CHINESE.search(name)
        assert not MARKS.search(name)
        assert not set(name) & set("=＝:, ，;"), name
        assert not [word for word in replaced() if word in without_quoted(name)], name


def test_every_full_name_means_its_key_or_group_alone() -> None:
    for key in by_key():
        assert keys_named(full_name(key)) == [key]
    for group in group_names():
        assert groups_named(full_name(group)) == [group]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("阶段参股.参股比例上限", SHARE),
        ("阶段参股·参股比例上限", SHARE),
        ("阶段参股．参股比例上限", SHARE),
        ("阶段参股。参股比例上限", SHARE),
        (" 规则 · 阶段参股 · 参股比例上限 ", SHARE),
        ("参股比例上限", SHARE),
        ("回购权·利差", "policy.stage_equity.option.rate.spread"),
        ("跟进投资·单笔上限", "policy.co_investment.cap_per_deal"),
        ("第５条·启用", "policy.articles.5.on"),
        ("情景·起始日", "start"),
        ("利差", "利差"),
        ("没有的名称", "没有的名称"),
        (SHARE, SHARE),
        ("policy", "policy"),
    ],
)
def test_a_name_means_a_key_where_no_other_fits(name: str, key: str) -> None:
    assert key_of(name) == key


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("利差", f"is the name of several parameters; write one in full: {SPREADS}"),
        ("参股比利上限", "unknown name; did you mean 阶段参股·参股比例上限?"),
        ("阶段参股·参股上限", "unknown name; did you mean 阶段参股·参股比例上限?"),
        ("跟进投资·参股比例上限", "unknown name; did you mean 阶段参股·参股比例上限, 跟进投资·持股比例上限?"),
        ("天方夜谭", "unknown name"),
    ],
)
def test_a_name_of_several_keys_or_none_is_refused_everywhere(name: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        load("beijing-2011", settings=[f"{name}=0.3"])
    assert str(refused.value) == f"--set: {name}: {told}"
    with pytest.raises(BadInput) as refused:
        axes([f"{name}=0.1,0.2"], sampled=False)
    assert str(refused.value) == f"--vary: {name}: {told}"
    with pytest.raises(BadInput) as refused:
        ranges([name], load("beijing-2011"))
    assert str(refused.value) == f"{name}: {told}"


def test_a_scenario_does_not_know_whether_a_name_was_typed() -> None:
    typed = load("beijing-2011", settings=["阶段参股。参股比例上限= 0.3"])
    assert typed == load("beijing-2011", settings=[f"{SHARE}= 0.3"])
    assert typed.asked.settings == (f"{SHARE}= 0.3",)
    assert typed.provenance[SHARE].source == f"--set {SHARE}"


def test_what_varies_is_a_key_or_a_group_whatever_was_typed() -> None:
    assert [one.key for one in axes({"参股比例上限": [0.1, 0.2]}, sampled=False)] == [SHARE]
    assert in_keys(["社会资本", "参股比例上限", "economy.fund"]) == ("economy.private", SHARE, "economy.fund")
    book = load("beijing-2011")
    assert ranges(["社会资本"], book) == ranges(["economy.private"], book)


def test_a_search_finds_names_before_groups_before_meanings() -> None:
    keys = [one.key for one in holding("返投")]
    named = [one for one in keys if "返投" in by_key()[one].zh]
    assert keys[: len(named)] == named
    assert "policy.stage_equity.concession" in keys[len(named) :]  # by its meaning
    assert {one.key.rpartition(".")[0] for one in holding("回售权 比例")} == {"policy.stage_equity.put"}
    assert [one.key for one in found("阶段参股·回售权")] == [
        k for k in by_key() if k.startswith("policy.stage_equity.put.")
    ]
    assert holding("天方夜谭") == []


def test_measures_go_by_their_chinese_names() -> None:
    for measure in EVERY.values():
        assert in_names([measure.zh], EVERY) == (measure.name,)
    assert in_names(["阶段参股:按期退出率", "stage_equity.exit.on_time", "x"]) == ("stage_equity.exit.on_time", "x")
    (problem,) = unknown(["按时退出率"])
    assert "did you mean 按期退出率?" in problem.message
