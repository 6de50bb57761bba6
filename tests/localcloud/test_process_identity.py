"""What is found and what is ended is the local cloud itself: not what looks like it, and also where build/ was removed."""
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from aws import clients, hung_cloud, local_process
from kit.problems import Problems
from tests.fixtures.cases import results
from tests.fixtures.local_tool import CLOUD, alive, free_port, start_cloud, tool, wait_for

pytest_plugins = ["tests.fixtures.local_tool"]

SLEEP = "import time; time.sleep(600)"


def look_alikes(folder):
    """Command lines that hold a local cloud's, and are none."""
    command = local_process.command(4566, folder / "build/local/cloud.log")
    script = folder / "other.py"
    script.write_text(SLEEP)
    joined = " ".join(["run_local.py", *command])
    return {
        "an argument of python -c": [sys.executable, "-c", SLEEP, "run_local.py", *command],
        "arguments of another script": [sys.executable, script, "run_local.py", *command],
        "one text": [sys.executable, "-c", SLEEP, joined],
        "another program": ["sh", "-c", "sleep 600; exit", "run_local.py", *command],
        "its own name": [sys.executable, script, joined, str(folder)],
    }


@pytest.mark.parametrize("name", ["an argument of python -c", "arguments of another script", "one text",
                                  "another program", "its own name"])
def test_a_look_alike_is_neither_found_nor_ended(cloud_home, name):
    (cloud_home / "build/local").mkdir(parents=True)
    bystander = subprocess.Popen(look_alikes(cloud_home)[name])
    try:
        wait_for(lambda: b"run_local.py" in Path(f"/proc/{bystander.pid}/cmdline").read_bytes()
              if local_process.PROC else True)
        assert local_process.serving(cloud_home / "build/local") == [] and not local_process.serves(bystander.pid)
        assert tool("stop", cwd=cloud_home).stderr == "No local cloud runs.\n"
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


@pytest.mark.skipif(not local_process.PROC or os.geteuid() != 0, reason="needs /proc, and root to run as another user")
def test_a_process_of_another_user_is_neither_found_nor_ended(cloud_home, monkeypatch):
    port, pid = start_cloud(cloud_home, "--port", str(free_port()))
    folder = cloud_home / "build/local"
    assert local_process.serving(folder) == [(pid, port)] and local_process.serves(pid)
    monkeypatch.setattr(os, "getuid", lambda: 65534)
    assert local_process.serving(folder) == [] and not local_process.serves(pid)


def test_a_server_that_claims_to_be_the_local_cloud_ends_nobody(cloud_home):
    victim = subprocess.Popen([sys.executable, "-c", SLEEP])

    class Claim(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"pid": victim.pid, "folder": str(cloud_home), "endpoint": endpoint}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Claim) as server:
        endpoint = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (cloud_home / "build/local").mkdir(parents=True)
        for name, content in (("port.json", {"port": server.server_port}),
                              ("cloud.json", {"endpoint": endpoint, "pid": victim.pid, "log": ""})):
            (cloud_home / "build/local" / name).write_text(json.dumps(content))
            assert hung_cloud.health(endpoint)["pid"] == victim.pid
            assert tool("stop", cwd=cloud_home).stderr == "No local cloud runs.\n"
            assert victim.poll() is None
        server.shutdown()
    victim.kill()
    victim.wait()


test_a_line_of_ps_is_read_by_position = results(lambda line: bool(local_process._PS_LINE.fullmatch(line)), [
    ("/usr/bin/python3 /a b/tools/run_local.py serve --port 4566 --log /a b/cloud.log --folder /a b", True),
    ("/usr/bin/python3 /other.py /run_local.py serve --port 4566 --log /a --folder /b", False),
    ("sleep 600 run_local.py serve --port 4566 --log /a --folder /b", False),
    ("python3 -c run_local.py serve --port 4566 --log /a --folder /b", False),
    ("/bin/Python /tools/run_local.py serve", True),
])


def test_without_its_file_the_running_cloud_is_reached_by_the_tools(cloud_home, monkeypatch):
    port, pid = start_cloud(cloud_home, "--port", str(free_port()))
    shutil.rmtree(cloud_home / "build")
    monkeypatch.chdir(cloud_home)
    assert clients.endpoint() == f"http://127.0.0.1:{port}"
    assert tool("stop", cwd=cloud_home).stderr.endswith(" is stopped.\n")
    assert not alive(pid) and not (cloud_home / CLOUD).exists()
    with pytest.raises(Problems, match="the local cloud is not running"):
        clients.endpoint()


def test_the_cloud_of_a_project_is_not_that_of_its_copy_and_moves_with_it(cloud_home, monkeypatch):
    port, pid = start_cloud(cloud_home, "--port", str(free_port()))
    copy, moved = cloud_home / "copy", cloud_home / "moved"
    shutil.copytree(cloud_home / "build", copy / "build")
    monkeypatch.chdir(copy)
    with pytest.raises(Problems, match="the local cloud is not running"):
        clients.endpoint()
    assert tool("stop", cwd=copy).stderr == "No local cloud runs.\n" and alive(pid)
    moved.mkdir()
    (cloud_home / "build").rename(moved / "build")
    monkeypatch.chdir(moved)
    local_process.is_of_another.cache_clear()
    assert clients.endpoint() == f"http://127.0.0.1:{port}"
    assert tool("start", cwd=moved).stderr == (
        f"the app was moved from {cloud_home}, and its local cloud at http://127.0.0.1:{port} lost its files\n"
        "  hint: `make stop`, then `make deploy`; its data is lost\n")
    assert tool("stop", cwd=moved).stderr.endswith(" is stopped.\n") and not alive(pid)
