"""What may not be asked is refused in one clear sentence, and nothing is read or run for it."""

import json
import socket
import sys
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli import serve
from sim.cli.app import app as commands
from sim.web.guard import MOST_BYTES
from tests.web.pages import Page

CAP = "policy.stage_equity.share_cap"
JSON = {"content-type": "application/json"}


def refused(page: Page, code: int, body: Any = "{}", path: str = "/api/look", **headers: str) -> str:
    text = body if isinstance(body, str) else json.dumps(body)
    answer = page.client.post(path, content=text, headers=JSON | {k.replace("_", "-"): v for k, v in headers.items()})
    assert answer.status_code == code, answer.text
    problems = answer.json()["problems"]
    assert problems
    assert not [one for one in problems if "Traceback" in one or "\n" in one]
    return str(problems[0])


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:1", "[::1]:8765", ""])
def test_another_host_is_not_answered(page: Page, host: str) -> None:
    assert "127.0.0.1 only" in refused(page, 403, host=host)
    assert page.client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1:8766"])
def test_another_origin_is_not_answered(page: Page, origin: str) -> None:
    assert "its own pages" in refused(page, 403, origin=origin)
    assert "its own pages" in refused(page, 403, origin=origin, path="/api/estimates")


def test_its_own_origin_is_answered(page: Page) -> None:
    for origin in ("http://127.0.0.1:8765", "http://localhost:8765"):
        assert page.client.post("/api/look", json={}, headers={"origin": origin}).status_code == 200


def test_a_form_of_another_site_is_not_answered(page: Page) -> None:
    refused(page, 403, sec_fetch_site="cross-site")
    answer = page.client.post("/api/look", content="{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


def test_a_body_without_an_end_is_not_read(page: Page) -> None:
    assert str(MOST_BYTES) in refused(page, 413, '{"lang": "' + "x" * MOST_BYTES + '"}')


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "no JSON"),
        ("[1]", "dictionary"),
        ("\x00", "no JSON"),
        ("[" * 50_000, "no JSON"),
        ('{"hold": NaN}', "NaN is no number"),
        ('{"hold": 1e999}', "hold"),
        ({"hold": -1}, "hold"),
        ({"hold": "8"}, "hold"),
        ({"replications": 0}, "replications"),
        ({"replications": 10**9}, "replications"),
        ({"lang": "fr"}, "lang"),
        ({"path": "/etc/passwd"}, "path"),
        ({"now": {"settings": {"policy.stage_equity.sharecap": "0.3"}}}, "cannot be set on this page"),
        ({"now": {"settings": {"economy.response.reference": "/etc/passwd"}}}, "cannot be set on this page"),
        ({"now": {"settings": {"horizon_years": "90"}}}, "cannot be set on this page"),
        ({"now": {"settings": {CAP: 0.3}}}, "settings"),
        ({"now": {"settings": {CAP: "2"}}}, CAP),
        ({"now": {"settings": {CAP: "nan"}}}, CAP),
        ({"now": {"settings": {CAP: "inf"}}}, CAP),
        ({"now": {"settings": {CAP: "0.3\nseed = 1"}}}, CAP),
        ({"now": {"settings": {CAP: "x" * 5000}}}, "4000"),
        ({"now": {"policy": "../../etc/passwd"}}, "no rule book of that name"),
        ({"now": {"policy": "tests/village-policy.toml"}}, "no rule book of that name"),
        ({"pinned": {"policy": "nobody"}}, "no rule book of that name"),
        ({"now": {"settings": {"policy.budget.stage_equity_share": "0.9"}}}, "sums to 1.4"),
    ],
)
@pytest.mark.parametrize("path", ["look", "estimates"])
def test_what_cannot_be_is_refused(page: Page, path: str, body: Any, said: str) -> None:
    answer = page.client.post(f"/api/{path}", content=body if isinstance(body, str) else json.dumps(body), headers=JSON)
    assert answer.status_code == 400, answer.text
    assert said in " ".join(answer.json()["problems"])
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/static/nothing.js", "/static/../app.py", "/static/..%2Fapp.py", "/static/%2Fetc%2Fpasswd",
     "/static/conftest.py", "/static//etc/passwd", "/static/", "/static/..\\app.py"],
)  # fmt: skip
def test_no_file_but_the_shipped_ones_is_given_out(page: Page, path: str) -> None:
    answer = page.client.get(path)
    assert answer.status_code == 404
    assert answer.json()["problems"]


def test_only_what_there_is_to_ask_can_be_asked(page: Page) -> None:
    assert page.client.get("/api/look").status_code == 405
    assert page.client.delete("/").status_code == 405
    assert page.client.get("/?" + "x" * 9000).status_code == 403


def test_every_answer_forbids_what_no_page_needs(page: Page) -> None:
    for answer in (page.client.get("/"), page.client.get("/nothing"), page.client.post("/api/look", json={})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in page.client.get("/").headers


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "uvicorn" else object())
    found = CliRunner().invoke(commands, ["serve"])
    assert found.exit_code == 2
    assert found.stderr.strip() == "serve: needs uvicorn: pip install 'yindao[web]'"


def test_a_port_that_is_taken_is_refused_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = CliRunner().invoke(commands, ["serve", "--port", str(port), "--engine", "reference"])
    assert found.exit_code == 2
    assert found.stderr.startswith(f"--port: {port}: cannot be used")
    assert found.stderr.count("\n") == 1


def test_help_loads_no_server() -> None:
    assert "uvicorn" not in sys.modules or CliRunner().invoke(commands, ["serve", "--help"]).exit_code == 0
