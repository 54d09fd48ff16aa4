"""Stories tell who stood before a programme, who went without for want of money, and when articles begin and end."""

from datetime import date

from sim.ledger.history import History, Step
from sim.report.story import tell
from tests.villages import run, village

MONEY = ("economy.operations.mode=path", "policy.appropriation.yearly=[20e6, 20e6, 20e6, 20e6]")
SMALL = (*MONEY, "policy.appropriation.shares.sme_fund=0.25", "policy.growth_firms.sme_amount=620000")
EIGHT = 8  # times .62 m of five million a year
RECOGNISED = (
    *MONEY,
    "policy.appropriation.shares.recognised=0.05",
    "policy.recognition.enabled=true",
    "policy.recognition.subsidy=500000",
    "policy.recognition.years=60",
)


def told(history: History, what: str) -> list[Step]:
    return [one for one in history.story if one.what == what]


def test_all_apply_by_score_and_who_comes_after_the_money_is_gone_is_told_so() -> None:
    history = run(0, *SMALL)
    crowded = 0
    for day in history.programme_days:
        score = {
            one.about[0]: float(one.facts["score"]) for one in told(history, "programme.applied") if one.day == day
        }
        paid = {f"company {one.company}" for one in history.supports if one.day == day}
        refused = {one.about[0] for one in told(history, "programme.refused_budget") if one.day == day}
        assert score.keys() == paid | refused
        assert len(paid) <= EIGHT
        if refused:
            crowded += 1
            assert len(paid) == EIGHT
            assert min(score[one] for one in paid) >= max(score[one] for one in refused)
    assert crowded


def test_who_is_recognised_after_the_subsidies_are_gone_is_told_so() -> None:
    """A million a year is two subsidies; nobody's recognition ends, so everybody applies once."""
    history = run(0, *RECOGNISED)
    days = [one.day for one in told(history, "company.recognised")]
    paid = [one.day for one in history.supports]
    refused = [one.day for one in told(history, "programme.refused_budget")]
    assert refused
    assert sorted(paid + refused) == sorted(days)
    assert paid.count(refused[0]) == 2


def test_a_companys_story_says_both_in_both_languages() -> None:
    history, start = run(0, *SMALL), village(*SMALL).start
    one = told(history, "programme.refused_budget")[0].about[0]
    for lang, applies, without in (
        ("en", "applies for support of small firms", "goes without support of small firms"),
        ("zh", "申请中小企业资金", "企业未获得中小企业资金"),
    ):
        words = [sentence.text for sentence in tell(history.story, start, one, "zh" if lang == "zh" else "en")]
        assert any(applies in text for text in words)
        assert any(without in text for text in words)


def test_an_article_begins_and_ends_on_its_days_and_one_that_is_off_does_neither() -> None:
    start = village().start
    first, last = date(start.year + 1, 6, 1), date(start.year + 2, 6, 1)
    dated = (f"policy.articles.6.from={first}", f"policy.articles.6.until={last}", "policy.articles.15.on=false")
    history = run(0, *dated)
    found = {(one.day, one.what) for one in history.story if one.about == ("article 6",)}
    assert found == {((first - start).days, "article.begins"), ((last - start).days, "article.ends")}
    assert not [one for one in history.story if one.about == ("article 15",)]
    assert [one.text for one in tell(history.story, start, "article 6")] == [
        "article 6 takes effect",
        "article 6 is no longer in force",
    ]
    assert [one.text for one in tell(history.story, start, "article 6", "zh")] == [
        "第 6 条开始施行",
        "第 6 条停止施行",
    ]
    assert [one.day for one in history.story] == sorted(one.day for one in history.story)


def test_a_rule_book_without_switches_tells_of_no_article() -> None:
    assert not [one for one in run(0).story if one.what.startswith("article.")]
