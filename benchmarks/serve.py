"""How long a page waits, and what a bounded load of good and bad requests does to the server.

``python benchmarks/serve.py [SCENARIO] [--engine E] [--requests N]`` starts a server of its own, asks it and ends it.
Written for a machine with nothing else to do; exits with code 1 where an answer was wrong.
"""

import argparse
import http.client
import json
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

CAP = "policy.stage_equity.share_cap"
BAD: list[tuple[int, bytes, dict[str, str]]] = [
    (400, b"{", {}),
    (400, b'{"hold": NaN}', {}),
    (400, b'{"now": {"settings": {"economy.x": "1"}}}', {}),
    (400, b'{"now": {"policy": "../../etc/passwd"}}', {}),
    (400, json.dumps({"now": {"settings": {CAP: "7"}}}).encode(), {}),
    (403, b"{}", {"Host": "evil.example"}),
    (403, b"{}", {"Origin": "http://evil.example"}),
    (413, b" " * 70_000, {}),
    (415, b"{}", {"Content-Type": "text/plain"}),
]


def asked(port: int, path: str, body: bytes, heads: dict[str, str] | None = None) -> tuple[int, bytes, float]:
    """Code, answer and seconds of one request."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("POST", path, body, {"Content-Type": "application/json"} | (heads or {}))
    answer = line.getresponse()
    return answer.status, answer.read(), time.perf_counter() - began


def terms(cap: float, **more: Any) -> bytes:
    return json.dumps({"now": {"settings": {CAP: f"{cap:g}"}}, **more}).encode()


def first_estimate(port: int, cap: float) -> tuple[float, int]:
    """Seconds from a change to the first estimate, and of how many replications that is; then the reader leaves."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    line.request("POST", "/api/estimates", terms(cap), {"Content-Type": "application/json"})
    answer = line.getresponse()
    event = json.loads(answer.readline().removeprefix(b"data: "))
    took = time.perf_counter() - began
    line.close()
    return took, event["n"]


def waits(port: int) -> None:
    looks = sorted(asked(port, "/api/look", terms(0.2 + number / 1000))[2] for number in range(20))
    print(f"prospectus: {1000 * statistics.median(looks):.0f} ms, at most {1000 * looks[-1]:.0f}")
    firsts = [first_estimate(port, 0.3 + number / 1000) for number in range(8)]
    told = ", ".join(f"{took:.2f} s (n = {n})" for took, n in firsts)
    print(f"first estimate after a change: {told}")


def load(port: int, requests: int) -> int:
    """How many of the answers were wrong."""

    def one(number: int) -> bool:
        if number % 2:
            return asked(port, "/api/look", terms(0.2 + number % 50 / 100))[0] == 200
        code, body, heads = BAD[number // 2 % len(BAD)]
        try:
            status, answer, _ = asked(port, "/api/look", body, heads)
        except (BrokenPipeError, ConnectionResetError):
            return code == 413  # refused before it was sent to its end
        return status == code and b"Traceback" not in answer and len(json.loads(answer)["problems"]) > 0

    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        right = list(pool.map(one, range(requests)))
    print(f"{requests} requests, half of them bad, 8 at a time: {time.perf_counter() - began:.1f} s, "
          f"{right.count(False)} wrong")  # fmt: skip
    return right.count(False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="beijing-2011")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--requests", type=int, default=200)
    asked_for = parser.parse_args()
    command = [sys.executable, "-m", "sim.cli.app", "serve", asked_for.scenario, "--port", "0"]
    server = subprocess.Popen([*command, "--engine", asked_for.engine], stderr=subprocess.PIPE, text=True)
    try:
        found = re.search(r":(\d+)/", server.stderr.readline() if server.stderr else "")
        if found is None:
            return 1
        port = int(found[1])
        first_estimate(port, 0.25)  # processes start, laws are loaded
        time.sleep(10.0)
        waits(port)
        return 1 if load(port, asked_for.requests) else 0
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
