"""Files and values that no tool can use are told by the name that a person knows, with what to do about it."""
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import invoke_lambda
import run_local
from kit import cli, files, settings
from kit.problems import Problems
from localcloud import presence
from tests.fixtures.deploys import APP
from tests.fixtures.paths import ROOT
from userpool import users

pytest_plugins = ["tests.fixtures.deployed_apps"]

MOVE = "a file is where a folder must be: move it away"


def refused(call, *arguments):
    """The text of the Problems that a call raises, or that cli.run makes of its OSError."""
    with pytest.raises((Problems, OSError)) as raised:
        call(*arguments)
    return str(raised.value if isinstance(raised.value, Problems) else cli.machine_problems(raised.value))


@pytest.fixture(autouse=True)
def folder(own_folder):
    """An empty working directory."""
    return own_folder


def refuse(monkeypatch, number, where=Path, name="mkdir", filename=None):
    """Has a function of the file system fail."""
    def fail(path="", *_more, **_options):
        raise OSError(number, os.strerror(number), filename or str(path))
    monkeypatch.setattr(where, name, fail)


def test_port_0_is_for_serve_alone():
    with pytest.raises(Problems, match="'0' is not a port\n  hint: a number from 1 to 65535: port=4567"):
        run_local.main(["start", "--port", "0"])
    assert not os.listdir()


def stop():
    """What `make stop` writes."""
    ran = subprocess.run([sys.executable, ROOT / "tools/run_local.py", "stop"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stderr


@pytest.mark.parametrize("path", ["build", "build/local"])
def test_stop_needs_no_folder_and_a_start_says_which_file_is_in_its_way(path, folder):
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).touch()
    assert stop() == "No local cloud runs.\n"
    assert refused(run_local.main, ["start"]) == f"{path}: File exists\n  hint: {MOVE}"


def test_stop_ends_a_cloud_whose_folder_is_a_file_now(monkeypatch, capsys):
    ended = []
    monkeypatch.setattr(presence, "running", lambda out: [presence.Cloud(7, "http://127.0.0.1:4790")] if not ended else [])
    monkeypatch.setattr(run_local.processes, "end", lambda pid, seconds: ended.append(pid))
    Path("build").touch()
    run_local.main(["stop"])
    assert ended == [7] and "http://127.0.0.1:4790" in capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_stop_needs_no_folder_that_can_be_written(monkeypatch, capsys, number):
    refuse(monkeypatch, number, files, "private_file")
    run_local.main(["stop"])
    assert capsys.readouterr().err == "No local cloud runs.\n"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_file_that_cannot_be_made_is_reported_by_the_folder_that_forbids_it(monkeypatch, number):
    Path("build").mkdir()
    with monkeypatch.context() as patch:
        refuse(patch, number, files, "private_file")
        assert refused(files.write_json, "build/app.json", {}).startswith(f"build: {os.strerror(number)}\n")
    with monkeypatch.context() as patch:
        refuse(patch, number)
        assert refused(files.write_json, "build/local/deep/app.json", {}).startswith(f"build: {os.strerror(number)}\n")
    temporary = OSError(number, os.strerror(number), "build/.new-oxhmtxa7/index.py")
    assert str(cli.machine_problems(temporary)).startswith(f"build: {os.strerror(number)}\n")


def test_a_full_disk_is_reported_by_the_file_that_did_not_fit(monkeypatch):
    class Full:
        def write(self, _data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None
    monkeypatch.setattr(files, "private_file", lambda path: Full())
    assert refused(files.write_json, "build/app.json", {}).startswith("build/app.json: No space left on device\n  hint: free space")


@pytest.mark.parametrize("prepare, told", [
    (lambda path: None, "app.yaml: cannot be read: No such file or directory\n  hint: one line is enough: `name: demo`"),
    (lambda path: path.mkdir(), "app.yaml: cannot be read: Is a directory\n  hint: a folder is where a file must be: move it away"),
    (lambda path: path.symlink_to(path), "app.yaml: cannot be read: Too many levels of symbolic links\n  hint: a link points to itself"),
], ids=["absent", "folder", "loop"])
def test_an_app_yaml_that_cannot_be_read_has_the_hint_of_its_reason(prepare, told):
    prepare(Path("app.yaml"))
    assert refused(settings.read) == told


def test_a_file_of_somebody_else_has_the_hint_of_its_reason(monkeypatch):
    refuse(monkeypatch, errno.EACCES, files, "content")
    assert refused(settings.read) == "app.yaml: cannot be read: Permission denied\n  hint: `ls -ld` shows its owner"


WHAT = "a file of JSON, event=- for stdin, or event=last"


@pytest.mark.parametrize("event, told", [
    ("empty.json", "empty.json: is empty\n  hint: " + WHAT),
    ("blank.json", "blank.json: is empty\n  hint: " + WHAT),
    (os.devnull, f"{os.devnull}: is empty\n  hint: {WHAT}"),
    ("bytes.json", "bytes.json:2: not UTF-8\n  hint: save it as UTF-8"),
    ('{"ago": 2}', "event= is the name of a file, not the event itself\n  hint: put it into a file, or: echo '...' | make invoke name=hello event=-"),
    ("[1]", "event= is the name of a file, not the event itself\n  hint: put it into a file, or: echo '...' | make invoke name=hello event=-"),
    ("Last", f"Last: cannot be read: No such file or directory\n  hint: {WHAT}"),
    ("nofile.json", f"nofile.json: cannot be read: No such file or directory\n  hint: {WHAT}"),
    (".", f".: cannot be read: Is a directory\n  hint: {WHAT}"),
    ("build/local/errors/1.json", f"build/local/errors/1.json: cannot be read: No such file or directory\n  hint: {WHAT}"),
])
def test_an_event_that_cannot_be_read_is_reported_with_what_to_do(app_model_folder, event, told):
    Path("empty.json").touch()
    Path("blank.json").write_text(" \n")
    Path("bytes.json").write_bytes(b'{"a":\n"\xff"}')
    assert refused(invoke_lambda.event_to_send, APP, "local", "hello", event) == told


def test_a_file_whose_name_begins_as_json_does_is_read(app_model_folder):
    Path("[1]").write_text("[2]")
    assert invoke_lambda.event_to_send(APP, "local", "hello", "[1]")[0] == [2]


@pytest.mark.parametrize("text", ["-x@b.cc", "a b@b.cc", "a..b@b.cc", ".a@b.cc", "a.@b.cc", "a@-b.cc", "a@b-.cc", '"a"@b.cc', "a,b@b.cc"])
def test_an_address_that_cognito_refuses_is_reported_in_our_words(text):
    assert refused(users.address, text) == f"{text!r} is no e-mail address\n  hint: e.g. email=ann@example.com"


@pytest.mark.parametrize("text", ["Ann@Example.com", "a.b+c@sub.example.co.uk", "o'hara@b.cc", "a-b_c@b-c.de", "1@2.cc"])
def test_an_address_that_people_have_is_taken(text):
    assert users.address(text) == text.lower()
