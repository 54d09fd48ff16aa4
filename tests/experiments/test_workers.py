"""Workers change nothing but the time; failures say how to reproduce them."""

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.experiments.run.ask import run
from sim.experiments.sweep.design import varied
from sim.experiments.work.replication import ReplicationFailedError
from sim.experiments.work.workers import WorkersDiedError, chunks, undisturbed
from sim.ledger.postings import run_digest
from sim.scenario.scenario_schema import Scenario

FAILS, DIES = 666, 888  # seeds at which the stand-in engine misbehaves


def test_one_two_and_four_workers_give_the_same_digests_and_estimates(village: Scenario) -> None:
    small = replace(village, replications=5)
    one, two, four = (run(small, workers=workers) for workers in (1, 2, 4))
    assert one.digests == two.digests == four.digests
    assert one.digest == two.digest == four.digest
    assert len(set(one.digests)) == 5
    assert one.summary()["measures"] == two.summary()["measures"] == four.summary()["measures"]


def test_the_run_digest_is_that_of_the_replications_in_order(village: Scenario) -> None:
    digests = [simulate(village, r).postings.digest() for r in range(3)]
    result = run(replace(village, replications=3), workers=1)
    assert result.digests == digests
    assert result.digest == run_digest(digests) != run_digest(digests[::-1])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_replication_reports_what_reproduces_it(fake: Scenario, workers: int) -> None:
    with pytest.raises(ReplicationFailedError) as failed:
        run(replace(fake, seed=FAILS), workers=workers, engine="fake")
    assert (failed.value.seed, failed.value.replication) == (FAILS, 3)
    assert str(failed.value) == "replication 3 with seed 666 failed: ZeroDivisionError: a planted mistake"
    assert "fake_engine.py" in failed.value.details


def test_workers_that_keep_dying_end_the_run_with_advice(fake: Scenario) -> None:
    with pytest.raises(WorkersDiedError, match="died in 3 pools in a row, 5 replications unfinished"):
        run(replace(fake, seed=DIES), workers=2, engine="fake")


def test_progress_counts_every_replication_once(fake: Scenario) -> None:
    told: list[tuple[int, int]] = []
    run(fake, workers=2, engine="fake", progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (5, 5)


@pytest.mark.parametrize(("count", "workers"), [(1, 1), (7, 2), (400, 2), (1000, 64)])
def test_chunks_hold_every_replication_once_in_order(count: int, workers: int) -> None:
    pieces = chunks(range(count), workers)
    assert [r for piece in pieces for r in piece] == list(range(count))
    assert max(len(piece) for piece in pieces) <= 10


def test_postings_are_kept_only_where_asked(fake: Scenario) -> None:
    assert run(fake, workers=1, engine="fake").postings == {}
    kept = run(fake, workers=2, engine="fake", keep_postings=[1, 4]).postings
    assert sorted(kept) == [1, 4]
    assert kept[4].rows["fen"].tolist() == [1_000 * fake.seed + 5] * 2
    assert sorted(run(fake, workers=1, engine="fake", keep_postings="all").postings) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"keep_postings": [5]}, "replication 5 is not among 0 … 4"),
        ({"workers": 0}, "workers is 0; at least 1 is needed"),
        ({"engine": "steam"}, "unknown engine 'steam'"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_before_running(
    fake: Scenario, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        run(fake, **{"engine": "fake", **arguments})


def test_a_script_on_standard_input_may_use_workers(village: Scenario) -> None:
    script = (
        "import sim\n"
        f"village = sim.load({str(Path(__file__).parents[1] / 'village.toml')!r}, replications=3)\n"
        "print(sim.run(village, workers=2).digest)\n"
        "print(sim.sweep(village, {'policy.stage_equity.share_cap': [0.3]}, workers=2).points['digest'][0])\n"
    )
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, encoding="utf-8", check=False)
    small = replace(village, replications=3)
    assert (done.stderr, done.returncode) == ("", 0)
    told, swept = done.stdout.split()
    assert told == run(small, workers=1).digest
    assert swept == run(varied(small, {"policy.stage_equity.share_cap": 0.3}), workers=1).digest


def test_ctrl_c_waits_for_work_that_must_not_end_by_half() -> None:
    done = False
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), undisturbed():  # noqa: PT012
            signal.raise_signal(signal.SIGINT)
            done = True
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert done
