"""What people write instead of TOML, and the right spelling they are told; nothing but TOML is accepted."""

# ruff: noqa: E501 - a case a line reads as a table; full-width characters are the subject

from pathlib import Path

import pytest

from sim.experiments.sweep.vary import axes
from sim.scenario.book import parameters
from sim.scenario.errors import BadInput
from sim.scenario.files import load, read_policy
from sim.scenario.hints import EXAMPLES, entry_example
from sim.scenario.spelling import SYNONYMS, number_meant, odd_character

SHARE = "policy.stage_equity.share_cap"

FILES = [
    ("thirty", "[stage_equity]\nshare_cap = 30\n", f"2: {SHARE}: is 30; must be 0 to 0.9; did you mean 0.3 (30 %)?"),
    ("per cent", "[stage_equity]\nshare_cap = 30%\n", f"2: {SHARE}: has 30% where TOML wants a plain number or date; write 0.3 for 30%"),
    ("quoted per cent", '[stage_equity]\nshare_cap = "30%"\n', f'2: {SHARE}: is "30%"; must be a number, 0 to 0.9; did you mean 0.3 for 30%?'),
    ("full-width digits", "[stage_equity]\nshare_cap = ０.３\n", "2: has ０ at character 13, not its plain form; write 0; in full 0.3"),
    ("full-width equals", "[stage_equity]\nshare_cap ＝ 0.3\n", "2: has ＝ at character 11, not its plain form; write ="),
    ("full-width comma", "[budget]\nyearly = [1e8，1e8]\n", "2: has ， at character 14, not its plain form; write ,"),
    ("full-width colon", '[budget]\ncover： "cash"\n', "2: has ： at character 6, not its plain form; write ="),
    ("full-width bracket", "[stage_equity】\nshare_cap = 0.3\n", "1: has 】 at character 14, not its plain form; write ]"),
    ("full-width space", "[stage_equity]\nshare_cap = 0.3　\n", "2: has a full-width space at character 16, not its plain form; write a space"),
    ("Chinese quotes", "title = “北京”\n", '1: has “ at character 9, not its plain form; write "'),
    ("text ended by a Chinese quote", 'title = "北京”\n', '1: has ” at character 12, which ends no text; write "'),
    ("Chinese text without quotes", "title = 北京\n", '1: policy.title: has 北京 without quotes; text needs them: "北京"'),
    ("a hundred million", "[budget]\nyearly = [1亿, 2亿]\n", "2: policy.budget.yearly: has 1亿 where TOML wants a plain number or date; write 100000000 or 1e8 for 1亿"),
    ("ten thousands on their own line", "[budget]\nyearly = [\n  1e8,\n  5000万,\n]\n", "4: policy.budget.yearly: has 5000万 where TOML wants a plain number or date; write 50000000 or 5e7 for 5000万"),
    ("thousands", "[stage_equity]\nminimum_offer = 5,000,000\n", "2: policy.stage_equity.minimum_offer: has 5,000,000 where TOML wants a plain number or date; write 5000000"),
    ("a year", "[stage_equity]\nmaximum_holding_years = 5年\n", "2: policy.stage_equity.maximum_holding_years: has 5年 where TOML wants a plain number or date; write 5 for 5年"),
    ("no zero before the point", "[stage_equity]\nshare_cap = .3\n", f"2: {SHARE}: has .3 where TOML wants a plain number or date; write 0.3"),
    ("a word without quotes", "[budget]\ncover = cash\n", '2: policy.budget.cover: has cash without quotes; text needs them: "cash"'),
    ("a colon", "[budget]\ncall_month: 3\n", "2: policy.budget.cover: has a colon after call_month; write call_month = 3".replace("budget.cover", "budget.call_month")),
    ("Python's true", "[stage_equity]\nnot_largest = True\n", "2: policy.stage_equity.not_largest: has True; write true"),
    ("a key twice", "[budget]\ncall_month = 3\ncall_month = 4\n", "3: gives a key a second time, or makes a table of a value; leave one of the two out"),
    ("yes", '[stage_equity]\nnot_largest = "是"\n', '2: policy.stage_equity.not_largest: is "是"; must be true or false; did you mean true?'),
    ("a float for a count", "[institutions]\napprovers = 3.0\n", "2: policy.institutions.approvers: is 3.0; must be a whole number, 1 to 1000000; did you mean 3?"),
    ("a Chinese name for a key", "[stage_equity]\n\"参股比例上限\" = 0.3\n", "2: policy.stage_equity.参股比例上限: unknown key; files are written in keys, not in Chinese names: stage_equity.share_cap"),
    ("a Chinese name for a key without quotes", "[stage_equity]\n参股比例上限 = 0.3\n", "2: has 参股比例上限 for a key; files are written in keys, not in Chinese names: policy.stage_equity.share_cap"),
    ("a Chinese name of a table", "[\"阶段参股\"]\nshare_cap = 0.3\n", "1: policy.阶段参股: unknown key; files are written in keys, not in Chinese names: stage_equity"),
    ("a key of another table", "share_cap = 0.3\n", "1: policy.share_cap: unknown key; did you mean stage_equity.share_cap?"),
    ("a table for an array", '[stage_equity]\nconcession.to = "LP"\n',
     '1: policy.stage_equity.concession: is a table; must be an array of tables: concession = [{ hurdle = 0.06, share = 0.5, to = "partners" }]; to is "partners" or "manager" or "founders"'),
    ("LP in the second tier", '[[stage_equity.concession]]\nshare = 0.1\n[[stage_equity.concession]]\nshare = 0.1\nto = "LP"\n',
     '5: policy.stage_equity.concession[1].to: is "LP"; must be "partners" or "manager" or "founders"; did you mean partners?'),
    ("an unknown key of a tier", "[[stage_equity.concession]]\nshare = 0.1\nhurdel = 0.1\n", "3: policy.stage_equity.concession[0].hurdel: unknown key; did you mean hurdle?"),
    ("text for a tier", '[stage_equity]\nconcession = ["LP"]\n', '2: policy.stage_equity.concession[0]: is "LP"; must be { hurdle = 0.06, share = 0.5, to = "partners" }'),
    ("a number for a schedule", "[stage_equity.option]\nschedule = 4\n",
     '2: policy.stage_equity.option.schedule: is 4; must be an array of tables: schedule = [{ from_year = 0, to_year = 4, rate = { index = "fixed", spread = 0.01 } }]'),
    ("the index of a window", '[stage_equity.option]\nschedule = [{ rate = { index = "LPR" } }]\n',
     '2: policy.stage_equity.option.schedule[0].rate.index: is "LPR"; must be "loan_1y" or "government_1y" or "government_5y" or "government_10y" or "fixed"; did you mean loan_1y?'),
    ("a day as key", "[20211024.stage_equity]\nshare_floor = 0.1\n",
     " policy.20211024: unknown key; changes of a date stand in a file of their own, with from and to, under [YYYY-MM-DD.…]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_is_told_the_right_spelling_at_its_place(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_policy(file)
    assert str(refused.value) == f"{file}:{line}"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (f"{SHARE}=30%", "did you mean 0.3 for 30%?"),
        (f"{SHARE}=30", "did you mean 0.3 (30 %)?"),
        (f"{SHARE}=０.３", "did you mean 0.3 (０ at character 1: write 0)?"),
        (f"{SHARE}＝0.3", f"is not KEY=VALUE; ＝ at character {len(SHARE) + 1}: write ="),
        ("policy.budget.yearly=1亿，5000万", "did you mean [100000000, 50000000] (， at character 3: write ,)?"),
        ("policy.stage_equity.option.holder=GP", "did you mean manager?"),
        ("阶段参股·到期规则=仅靠回购权", "did you mean option_only?"),
        ("回购权·价格基数=original investment", "did you mean original?"),
        ("policy.stage_equity.option.enabled=yes", "did you mean true?"),
        ("start=2011年3月15日", "did you mean 2011-03-15?"),
        ("start=2011-03-15T00:00:00", "did you mean 2011-03-15?"),
        ("参股比例上限＝0.3", "＝ at character 7: write ="),
        ("阶段参股·参股比例上限＝0.3", "＝ at character 12: write ="),
        ("参股比例上限=30%", "did you mean 0.3 for 30%?"),
        (f"{SHARE}={'9' * 5000}", "must be a number, 0 to 0.9"),
        (f"{SHARE}={'[' * 5000}", "must be a number, 0 to 0.9"),
    ],
)
def test_a_setting_is_told_the_right_spelling_in_one_short_line(setting: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        load("beijing-2011", settings=[setting])
    assert told in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("vary", "told"),
    [
        (f"{SHARE}=30%,40%", "did you mean 0.3 for 30%?"),
        (f"{SHARE}=10:40:4", "did you mean 0.1 (10 %)?"),
        (f"{SHARE}=0.1，0.2", "， at character 4: write ,"),
        (f"{SHARE}＝0.1,0.2", f"＝ at character {len(SHARE) + 1}: write ="),
        ("policy.stage_equity.option.holder=LP,GP", "did you mean partners?"),
        ("阶段参股·参股比例上限＝0.1,0.2", "＝ at character 12: write ="),
    ],
)
def test_a_varied_key_is_told_the_right_spelling(vary: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        axes([vary], sampled=False)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30%", "0.3 for 30%"), ("３０％", "0.3 for 30%"), ("12.5 %", "0.125 for 12.5 %"), ("1亿", "100000000 or 1e8 for 1亿"),
        ("1.5亿元", "150000000 or 1.5e8 for 1.5亿元"), ("12万元", "120000 for 12万元"), ("3bn", "3000000000 or 3e9 for 3bn"),
        ("1,000,000", "1000000"), ("０.３", "0.3"), ("030", "30"), ("-3%", "-0.03 for -3%"), ("abc", ""), ("", ""), ("1e", ""), ("0.25", "0.25"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert number_meant(text) == number


def test_ascii_holds_no_odd_character() -> None:
    assert odd_character("".join(map(chr, range(128)))) is None
    assert odd_character("北京") is None


def test_every_choice_a_word_stands_for_is_allowed_somewhere() -> None:
    allowed = {choice for one in parameters() for choice in one.choices} | {"founders"}
    assert set(SYNONYMS) <= allowed


def test_the_example_of_every_array_of_tables_is_valid(tmp_path: Path) -> None:
    arrays = {one.key for one in parameters() if one.kind == "table"}
    assert arrays == {"policy.stage_equity.concession", "policy.stage_equity.option.schedule"}
    for section, key in zip(EXAMPLES, ("stage_equity.concession", "stage_equity.option.schedule"), strict=True):
        table, _, name = key.rpartition(".")
        example = entry_example(section, name).partition(": ")[2].partition(";")[0]
        (tmp_path / "book.toml").write_text(f"[{table}]\n{example}\n", encoding="utf-8")
        read_policy(tmp_path / "book.toml")
