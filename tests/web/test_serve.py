"""What the page is told is what the commands tell: prospectus, estimates, digests, rule books, reports."""

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import sim
from sim.cli.app import app as commands
from sim.experiments.compare.ask import compare
from sim.report.tables.measures import as_fields, headline
from sim.report.texts import LANGUAGES
from sim.scenario.book import by_key
from sim.scenario.files import load, read_policy
from sim.scenario.shipped import shipped_names
from sim.web.app import STATIC, application
from sim.web.asking import Ask, Ground, Terms
from sim.web.controls import described, keys
from sim.web.desk import Desk
from sim.web.rulebook import rulebook
from sim.web.serving import bound
from tests.web.pages import VILLAGE, Page

CAP, REFUND = "policy.stage_equity.share_cap", "policy.stage_equity.option.rate.spread"
TIERS = "policy.stage_equity.concession"
CHANGED = {CAP: "0.4", REFUND: "0.02", TIERS: '[{ share = 0.2, to = "partners", hurdle = 0.05 }]'}
TIMES = 4


def events(page: Page, **body: Any) -> list[dict[str, Any]]:
    answer = page.client.post("/api/estimates", json=body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]


@pytest.fixture(scope="module")
def last(page: Page) -> dict[str, Any]:
    return events(page, now={"settings": CHANGED}, replications=TIMES)[-1]


def test_the_prospectus_is_that_of_the_command(page: Page) -> None:
    settings = [word for key, text in CHANGED.items() for word in ("--set", f"{key}={text}")]
    asked = ["prospectus", str(Path(VILLAGE).with_name("village-policy.toml")), "--scenario", VILLAGE, "--hold", "7"]
    told = CliRunner().invoke(commands, [*asked, *settings, "--format", "json", "--quiet"]).stdout
    found = page.ask("look", now={"settings": CHANGED}, hold=7.0)
    assert found["prospectus"]["rows"] == json.loads(told)["rows"]
    assert found["pinned_prospectus"]["rows"] != found["prospectus"]["rows"]


def test_the_last_estimate_is_that_of_a_run_of_the_same_settings_bit_for_bit(last: dict[str, Any]) -> None:
    scenario = load(VILLAGE, settings=[f"{key}={text}" for key, text in CHANGED.items()], replications=TIMES)
    run = sim.run(scenario, workers=1, engine="reference")
    assert (last["n"], last["done"], last["digest"]) == (TIMES, True, run.digest)
    told = {one["name"]: (one["number"], (one["low"], one["high"])) for one in last["measures"]}
    own = {name: told[name] for name in told if name in run.estimates}
    assert len(own) > 10
    assert own == {name: headline(as_fields(run[name])) for name in own}


def test_differences_are_those_of_a_comparison(last: dict[str, Any]) -> None:
    now = load(VILLAGE, settings=[f"{key}={text}" for key, text in CHANGED.items()], replications=TIMES)
    books = {"now": now, "pinned": load(VILLAGE, replications=TIMES)}
    found = compare(now, books, baseline="pinned", workers=1, engine="reference")
    assert last["pinned_digest"] == found["pinned"].digest
    for row in last["measures"]:
        own = found.differences["now"][row["name"]]
        assert (row["from_pinned"]["number"], row["from_pinned"]["low"]) == (own.mean, own.ci95 and own.ci95[0])
    additional = {one["name"]: one for one in last["measures"]}["additionality.companies"]
    assert additional["from_nothing"]["number"] == pytest.approx(found["now"]["additionality.companies"].mean)


def test_what_no_chance_moves_has_no_interval(last: dict[str, Any]) -> None:
    told = {one["name"]: one for one in last["measures"]}["treasury.peak_cash_out"]
    assert told["low"] == told["high"] == told["number"]  # the village appropriates before anything is back
    assert told["interval"] == "the same in all"


def test_what_was_simulated_for_one_page_serves_the_next(page: Page, last: dict[str, Any]) -> None:
    before = page.desk.simulated
    again = events(page, now={"settings": CHANGED}, replications=TIMES, lang="zh")[-1]
    assert (page.desk.simulated, again["digest"]) == (before, last["digest"])
    pinned = events(page, replications=TIMES)[-1]  # the pinned rule book by itself, and the world without a fund
    assert (page.desk.simulated, pinned["digest"]) == (before, last["pinned_digest"])
    assert all(one["from_pinned"] is None for one in pinned["measures"])


def test_a_stream_begins_with_few_replications_and_ends_with_all(page: Page) -> None:
    found = events(page, now={"settings": {CAP: "0.3"}}, replications=12)
    counts = [one["n"] for one in found]
    assert counts[0] < 12
    assert counts == sorted(set(counts))
    assert [one["done"] for one in found] == [False] * (len(found) - 1) + [True]


def test_a_reader_who_leaves_leaves_no_work_behind() -> None:
    """The events of a real stream until the reader is gone; then nothing is simulated but what was under way."""
    sent: list[bytes] = []

    async def asked() -> tuple[int, int]:
        desk = Desk("reference", 1)
        app, _ = application(Ground.of(VILLAGE, []), desk, 8765, warm=False)
        body = json.dumps({"replications": 5000}).encode()
        gone = asyncio.Event()
        waiting = [{"type": "http.request", "body": body}]

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message.get("body", b""))
            if b'"digest"' in sent[-1]:
                gone.set()

        scope = {
            "type": "http", "method": "POST", "path": "/api/estimates", "raw_path": b"/api/estimates",
            "query_string": b"", "headers": [(b"host", b"127.0.0.1:8765"), (b"content-type", b"application/json")],
        }  # fmt: skip
        await asyncio.wait_for(app(scope, receive, send), 60)
        after = desk.simulated
        await asyncio.sleep(1.0)
        desk.close()
        return after, desk.simulated

    after, later = asyncio.run(asked())
    assert 0 < after < 100
    assert later == after


def test_the_rule_book_of_a_page_reads_as_the_rules_of_the_page(page: Page, tmp_path: Path) -> None:
    found = page.ask("rulebook", now={"settings": CHANGED})
    path = tmp_path / found["name"]
    path.write_text(found["text"], encoding="utf-8")
    again = load(VILLAGE, policy=str(path))
    own = load(VILLAGE, settings=[f"{key}={text}" for key, text in CHANGED.items()])
    titles = {"title": own.policy.title, "title_zh": own.policy.title_zh}
    assert again.policy.model_copy(update=titles) == own.policy
    assert again.policy.title == "Village, changed"


@pytest.mark.parametrize("name", shipped_names("policy"))
def test_every_shipped_rule_book_can_be_written_and_read_as_it_is(name: str, tmp_path: Path) -> None:
    scenario = load("beijing-2011", policy=name)
    path = tmp_path / "again.toml"
    path.write_text(rulebook(scenario, "a test"), encoding="utf-8")
    again = read_policy(path)
    assert again.value == scenario.policy
    assert again.provenance.items() >= {key: one for key, one in scenario.provenance.items()
                                        if key.startswith("policy.") and one.source}.items()  # fmt: skip


def test_a_report_tells_the_same_digests_and_how_to_get_it_again(page: Page, last: dict[str, Any]) -> None:
    found = page.ask("report", now={"settings": CHANGED}, replications=TIMES, lang="zh")
    assert found["name"] == "village-policy-changed.html"
    assert found["text"].startswith("<!DOCTYPE html>")
    assert last["pinned_digest"][:12] in found["text"]
    assert "--policy village-policy-changed.toml" in found["text"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_control_is_described_from_the_parameter_book(lang: Any) -> None:
    controls = {one["key"]: one for group in described(lang) for one in group["controls"]}
    assert controls.keys() == keys()
    for key, one in controls.items():
        known = by_key()[key]
        assert (one["zh"], one["plausible"]) == (known.zh, known.plausible)
        assert one["kind"] != "table" or all(column["unit"] for column in one["columns"] if column["zh"])
    choices = [choice for one in controls.values() for choice in one["choices"]]
    assert lang == "en" or not [one for one in choices if one["name"] == one["value"]]


def test_what_does_not_act_says_what_it_needs(page: Page) -> None:
    asked = {"settings": {"policy.budget.risk_subsidy_share": "0.0"}}
    found = page.ask("look", now=asked)
    rate = "policy.risk_subsidy.rate"
    assert found["states"][rate]["needs"] == "policy.budget.yearly and policy.budget.risk_subsidy_share above 0"
    assert page.ask("look", now=asked, lang="zh")["states"][rate]["needs"] == "“年度预算”且“风险补助预算占比”大于 0"
    assert not found["states"][CAP]["needs"]


def test_the_command_of_a_page_gives_its_settings(page: Page) -> None:
    found = page.ask("look", now={"policy": "pari-passu", "settings": {CAP: "0.4"}})
    assert found["command"] == f"yindao run {VILLAGE} --set {CAP}=0.4 --policy pari-passu"


def test_modules_and_style_stay_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.iterdir()) < 60_000


def test_no_module_makes_html_of_values() -> None:
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write") if word in text]


def test_equal_terms_are_equal_asks() -> None:
    assert Ask(now=Terms(settings={CAP: "0.3"})) == Ask.model_validate({"now": {"settings": {CAP: "0.3"}}})


def test_a_server_listens_before_it_tells_its_address() -> None:
    with bound(0) as taken, socket.create_connection(taken.getsockname(), timeout=5):
        pass


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"now": {"settings": {CAP: "2"}}}, "阶段参股·参股比例上限: 为 2；应为：0 至 0.9；是否指 0.02（2 %）？"),
        ({"now": {"policy": "nobody"}}, "policy: 没有内置也没有在命令中指定这一名称的规则"),
        ({"now": {"settings": {"horizon_years": "90"}}}, "情景·模拟年限: 不能在本页设定"),
        ({"hold": -1}, "hold: 不符合本页的提问格式：Input should be greater than 0"),
    ],
)
@pytest.mark.parametrize("path", ["page", "look", "estimates", "rulebook", "report"])
def test_a_chinese_page_is_told_what_is_wrong_in_chinese(page: Page, path: str, body: Any, told: str) -> None:
    if path == "page" and "now" in body:
        pytest.skip("a page is opened before anything is set")
    answer = page.client.post(f"/api/{path}", json={"lang": "zh", **body})
    assert (answer.status_code, answer.json()["problems"]) == (400, [told])


def test_what_stops_estimates_is_told_in_chinese(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.web.desk.MOST_PAGES", 0)
    answer = page.client.post("/api/estimates", json={"lang": "zh", "replications": 2})
    assert "打开的页面已达本服务同时所能承担的数目" in answer.text
    answer = page.client.post("/api/report", json={"lang": "zh", "replications": 2})
    assert (answer.status_code, answer.json()["problems"][0][:6]) == (503, "打开的页面已")
