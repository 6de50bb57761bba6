"""A start of the local cloud: waited for as long as it works, and told with its reason where it fails."""
import subprocess
import sys

import pytest

import run_local
from kit.problems import Problems


def started(tmp_path, code):
    """(process, log) of a Python program in place of the local cloud."""
    log = tmp_path / "cloud.log"
    with open(log, "wb") as output:
        return subprocess.Popen([sys.executable, "-c", code], stdout=output, stderr=output), log


@pytest.mark.parametrize("code, reason", [
    ("raise SystemExit('no module named moto')", "it ended with exit code 1\nno module named moto"),
    ("pass", "it ended with exit code 0\n(its log is empty)"),
    ("import os, sys; print('half'); sys.stdout.flush(); os.kill(os.getpid(), 9)", "it was ended by signal 9\nhalf"),
])
def test_a_start_that_fails_tells_why_and_the_end_of_its_log(tmp_path, monkeypatch, code, reason):
    monkeypatch.setattr(run_local, "health", lambda _endpoint: None)
    process, log = started(tmp_path, code)
    with pytest.raises(Problems) as failed:
        run_local.answering(process, 1, log)
    assert str(failed.value) == f"{log}: the local cloud did not start: {reason}"


def test_a_start_that_hangs_is_ended_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(run_local, "health", lambda _endpoint: None)
    monkeypatch.setattr(run_local, "cpu_time", lambda _pid: "00:00:01")
    monkeypatch.setattr(run_local, "PATIENCE", 0)
    process, log = started(tmp_path, "import time; time.sleep(900)")
    with pytest.raises(Problems, match="it did nothing for 0 seconds"):
        run_local.answering(process, 1, log)
    assert process.returncode == -9


def test_a_start_is_waited_for_as_long_as_it_works(tmp_path, monkeypatch):
    answers = iter([None] * 5)
    times = iter("12345")
    process, log = started(tmp_path, "import time; time.sleep(900)")
    monkeypatch.setattr(run_local, "PATIENCE", 0)
    monkeypatch.setattr(run_local, "cpu_time", lambda _pid: next(times))
    monkeypatch.setattr(run_local, "health", lambda _endpoint: next(answers, {"pid": process.pid}))
    try:
        assert run_local.answering(process, 1, log) == {"pid": process.pid}
    finally:
        process.kill()
        process.wait()
