"""The small promises that every tool leans on."""
import os
import stat
import subprocess
import sys
import threading

import pytest

from aws import cfn
from kit import files, names
from kit.problems import Problem, Problems, problem
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT


@pytest.mark.parametrize("parts, id_", [
    (("hello-world", "timer"), "HelloWorldTimer"),
    (("hello_world", "timer"), "HelloWorldTimer"),
    (("orders-refund", "queue", "dlq"), "OrdersRefundQueueDlq"),
    (("s3-copy",), "S3Copy"),
    (("userPool",), "UserPool"),
    (("2fa", "function"), "2faFunction"),
])
def test_a_logical_id_is_made_of_words(parts, id_):
    assert names.logical_id(*parts) == id_


@pytest.mark.parametrize("name, expected", [
    (names.stack("demo", "dev"), "demo-dev"),
    (names.prefix("my-app2"), "MY_APP2"),
    (names.code_parameter("orders-refund"), "OrdersRefundCode"),
    (names.layer_parameter("pyyaml"), "PyyamlLayer"),
    (names.value_parameter("SLACK_URL"), "EnvSlackUrl"),
])
def test_a_name_is_made_one_way(name, expected):
    assert name == expected


def test_two_fragments_never_make_one_id():
    assert cfn.merge({"A": 1}, {"B": 2}, {}) == {"A": 1, "B": 2}
    with pytest.raises(ValueError, match="made twice: A, B"):
        cfn.merge({"A": 1, "B": 1, "C": 1}, {"B": 2, "A": 2})


def test_the_shapes_of_cloudformation():
    assert cfn.resource("AWS::SQS::Queue", {"A": 1}, DependsOn="B") == {
        "Type": "AWS::SQS::Queue", "Properties": {"A": 1}, "DependsOn": "B"}
    assert [cfn.ref("A"), cfn.arn("A"), cfn.sub("${A}"), cfn.join("/", ("a", "b"))] == [
        {"Ref": "A"}, {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::Sub": "${A}"}, {"Fn::Join": ["/", ["a", "b"]]}]


def test_same_value_same_bytes(tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    files.write_json(first, {"b": 1, "a": {"d": 1, "c": 2}})
    files.write_json(second, {"a": {"c": 2, "d": 1}, "b": 1})
    assert first.read_bytes() == second.read_bytes() == b'{\n  "a": {\n    "c": 2,\n    "d": 1\n  },\n  "b": 1\n}\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_file_is_written_with_the_folders_it_needs(tmp_path):
    files.write_json(tmp_path / "a" / "b" / "c.json", [])
    assert files.read_json(tmp_path / "a" / "b" / "c.json") == []


def test_a_failed_write_leaves_what_was_there(tmp_path):
    files.write_json(tmp_path / "a.json", {"old": True})
    with pytest.raises(TypeError):
        files.write_json(tmp_path / "a.json", {"new": object()})
    assert files.read_json(tmp_path / "a.json") == {"old": True}


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe, lines = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: lines.append(pipe.read_text()), daemon=True)
    reader.start()
    files.write_json(pipe, {})
    reader.join(timeout=PATIENCE)
    assert lines == ["{}\n"]
    assert stat.S_ISFIFO(os.stat(pipe).st_mode)


ABSENT, BAD = "cannot be read: No such file or directory", "not JSON: unexpected character, expected a JSON value"


@pytest.mark.parametrize("path, text, message", [
    ("event.json", None, f"event.json: {ABSENT}"),
    ("event.json", '{\n"a": }', f"event.json:2: {BAD}"),
    ("build/a.json", None, f"build/a.json: {ABSENT}\n  hint: `make` builds it"),
    ("build/a.json", '{\n"a": }', f"build/a.json:2: {BAD}\n  hint: `rm build/a.json`, and make builds it again"),
])
def test_a_file_that_cannot_be_read_is_a_problem_and_make_builds_only_its_own(tmp_path, monkeypatch, path, text, message):
    monkeypatch.chdir(tmp_path)
    if text is not None:
        files.write_bytes(path, text.encode())
    with pytest.raises(Problems) as raised:
        files.read_json(path)
    assert str(raised.value) == message


def test_problems_are_sorted_and_each_is_told_once():
    problems = Problems(Problem("b.py", 1, "late"), Problem("a.py", 10, "ten"), Problem("a.py", 9, "nine", "do"),
                        Problem("a.py", 9, "nine", "do"), Problem("a.py", 0, "whole"), Problem("", 0, "nowhere"))
    assert str(problems) == ("nowhere\n" "a.py: whole\n" "a.py:9: nine\n  hint: do\n" "a.py:10: ten\n" "b.py:1: late")


def test_a_problem_can_be_raised_at_once():
    with pytest.raises(Problems, match="^a.py:3: wrong\n  hint: right$"):
        raise problem("a.py", 3, "wrong", "right")


@pytest.mark.parametrize("body, code, err", [
    ("pass", 0, ""),
    ("raise problem('a.py', 3, 'wrong')", 1, "a.py:3: wrong\n"),
    ("cli.parser('doc').parse_args(['--nonsense'])", 2, None),
    ("raise KeyboardInterrupt", 130, ""),
])
def test_how_a_tool_ends(body, code, err):
    text = f"from kit import cli\nfrom kit.problems import problem\ndef main(argv):\n    {body}\ncli.run(main)"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                          timeout=PATIENCE)
    assert (done.returncode, done.stdout) == (code, "")
    assert err is None or done.stderr == err


@pytest.mark.parametrize("closed, out, err", [
    ("<&-", "data\n", "words\n"), (">&-", "", "words\n"), ("2>&-", "data\n", ""), ("<&- >&- 2>&-", "", "")])
def test_a_tool_runs_also_where_a_stream_is_closed(closed, out, err):
    text = ("import sys\nfrom kit import cli\n"
            "def main(argv):\n    print('data'); cli.say('words'); sys.stdin.isatty()\ncli.run(main)")
    done = subprocess.run(["sh", "-c", f'"$0" -c "$1" {closed}', sys.executable, text], cwd=ROOT / "tools",
                          capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, out, err)


def test_a_fault_of_our_own_keeps_its_traceback():
    text = "from kit import cli\ndef main(argv):\n    {}['a']\ncli.run(main)"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                          timeout=PATIENCE)
    assert done.returncode == 1 and "Traceback" in done.stderr and "KeyError: 'a'" in done.stderr
