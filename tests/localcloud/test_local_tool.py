"""The tool that starts and stops the local cloud: idempotent, and not fooled by what is stale."""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlparse

import pytest

from aws import clients, stacks
from tests.fixtures.cloud import PATIENCE, TOOL
from tests.fixtures.local_tool import alive, free_port, tool, wait_for
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.local_tool"]


def test_start_is_idempotent_also_for_two_at_once_and_stop_ends_it(whole_cloud, monkeypatch):
    port = str(free_port())
    users = os.environ | {"AWS_PROFILE": "no-such-profile", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    starts = [subprocess.Popen([sys.executable, TOOL, "start", "--port", port], cwd=whole_cloud, text=True,
                               stderr=subprocess.PIPE, env=users) for _ in range(2)]
    messages = sorted(re.sub(r"after [\d.]+ s", "after N s", start.communicate()[1]) for start in starts)
    endpoint = f"http://127.0.0.1:{port}"
    assert messages == [f"The local cloud answers at {endpoint} after N s.\n",
                    f"The local cloud runs already, at {endpoint}.\n"]
    cloud_file = json.loads((whole_cloud / "build/local/cloud.json").read_text())
    assert cloud_file == {"endpoint": endpoint, "pid": cloud_file["pid"], "log": "build/local/cloud.log"}
    assert json.loads(tool("status", cwd=whole_cloud).stdout)["pid"] == cloud_file["pid"]
    written = (whole_cloud / "build/local/cloud.json").stat()
    tool("start", cwd=whole_cloud)  # what is older than the file is of a cloud that has stopped: deploy/preview.py
    assert (whole_cloud / "build/local/cloud.json").stat() == written

    for spoil in (Path.unlink, lambda file: file.write_text("{"), lambda _file: shutil.rmtree(whole_cloud / "build")):
        spoil(whole_cloud / "build/local/cloud.json")  # this folder's cloud is found again
        assert "runs already" in tool("start", "--port", port, cwd=whole_cloud).stderr
        assert json.loads((whole_cloud / "build/local/cloud.json").read_text()) == cloud_file
    wait_for((whole_cloud / "build/local/cloud.log").exists)  # it writes to a log that a person can read
    shutil.rmtree(whole_cloud / "build")
    monkeypatch.chdir(whole_cloud)
    assert stacks.described(clients.client("cloudformation", "local", "eu-west-1"), "no-stack") is None
    assert tool("start", "--port", str(int(port) + 1), cwd=whole_cloud).stderr == (
        f"the local cloud runs already, at {endpoint}\n  hint: `make stop` first\n")

    assert tool("stop", cwd=whole_cloud).stderr == f"The local cloud at {endpoint} is stopped.\n"
    assert not alive(cloud_file["pid"]) and not (whole_cloud / "build/local/cloud.json").exists()
    gone = tool("status", cwd=whole_cloud)
    assert (gone.returncode, gone.stderr) == (1, "no local cloud runs\n  hint: `make local` starts it\n")


def test_a_port_that_is_taken_is_a_problem_that_names_who_has_it(cloud_home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        threading.Thread(target=_slam, args=(taken,), daemon=True).start()
        ended = tool("start", "--port", str(port), cwd=cloud_home)
    who = rf"port \d+ is in use by \S.* \(pid {os.getpid()}\)\n  hint: `make local port={port + 1}`\n"
    assert ended.returncode == 1 and re.fullmatch(who, ended.stderr), ended.stderr
    assert not (cloud_home / "build/local/cloud.json").exists()


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_an_invalid_port_is_a_problem(cloud_home, port):
    ended = tool("start", f"--port={port}", cwd=cloud_home)
    assert ended.returncode == 1 and ended.stderr == (
        f"'{port}' is not a port\n  hint: a number from 1 to 65535: port=4567\n")


def test_the_cloud_of_another_folder_is_not_mistaken_for_ours(cloud_home, local_cloud):
    ended = tool("start", "--port", str(urlparse(local_cloud.endpoint).port), cwd=cloud_home)
    assert ended.returncode == 1
    assert f"is in use by the local cloud of {local_cloud.folder} (pid {local_cloud.pid})" in ended.stderr


def test_a_pid_that_is_somebody_elses_now_is_not_stopped(cloud_home):
    bystander = subprocess.Popen(["sleep", str(PATIENCE)])
    cloud_file = {"endpoint": f"http://127.0.0.1:{free_port()}", "pid": bystander.pid, "log": "x"}
    write_files({"build/local/cloud.json": json.dumps(cloud_file)}, cloud_home)
    try:
        assert tool("status", cwd=cloud_home).returncode == 1
        assert tool("stop", cwd=cloud_home).stderr == "No local cloud runs.\n"
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def _slam(listening):
    """Close every connection at once."""
    while True:
        try:
            listening.accept()[0].close()
        except OSError:
            return
