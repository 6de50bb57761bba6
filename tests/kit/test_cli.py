"""How a tool ends, and where it writes."""
import io
import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

import create_environment
from kit import cli
from tests.fixtures.cases import cases
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT
from tests.fixtures.terminals import terminal_output


@cases("body, code, err", [
    ("pass", 0, ""),
    ("raise problem('a.py', 3, 'wrong')", 1, "a.py:3: wrong\n"),
    ("cli.parser('doc').parse_args(['--nonsense'])", 2, None),
    ("raise KeyboardInterrupt", 130, ""),
])
def test_the_end_of_a_tool_decides_its_exit_code_and_its_stderr(body, code, err):
    text = f"from kit import cli\nfrom kit.problems import problem\ndef main(argv):\n    {body}\ncli.run(main)"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                          timeout=PATIENCE)
    assert (done.returncode, done.stdout) == (code, "")
    assert err is None or done.stderr == err


@cases("closed, out, err", [
    ("<&-", "data\n", "words\n"), (">&-", "", "words\n"), ("2>&-", "data\n", ""), ("<&- >&- 2>&-", "", "")])
def test_a_tool_runs_also_where_a_stream_is_closed(closed, out, err):
    text = ("import subprocess, sys\nfrom kit import cli\nCHILD = 'import sys; sys.stdin.read; sys.stdout.write; sys.stderr.write'\n"
            "def main(argv):\n    print('data'); cli.say('words'); sys.stdin.isatty()\n"
            "    subprocess.run([sys.executable, '-IS', '-c', CHILD], check=True)\ncli.run(main)")
    done = subprocess.run(["sh", "-c", f'"$0" -c "$1" {closed}', sys.executable, text], cwd=ROOT / "tools",
                          capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, out, err)


@cases("encoding", ["ascii", "latin-1", "utf-8", "cp437"])
def test_a_character_that_the_output_cannot_show_is_escaped(encoding):
    shown = "gr\xfc\xdfe \u2713".encode(encoding, "backslashreplace")
    ended = subprocess.run([sys.executable, "-c", "from kit import cli\ncli.run(lambda argv: print('gr\\xfc\\xdfe \\u2713'))"],
                           cwd=ROOT / "tools", capture_output=True, timeout=PATIENCE, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, shown + b"\n", b"")


def test_a_fault_of_our_own_keeps_its_traceback():
    text = "from kit import cli\ndef main(argv):\n    {}['a']\ncli.run(main)"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                          timeout=PATIENCE)
    assert done.returncode == 1 and "Traceback" in done.stderr and "KeyError: 'a'" in done.stderr


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self):
        """True"""
        return True


TITLE = "\x1b]0;title\x07"


@cases("text, shown", [
    (f"a{TITLE}b", r"a\x1b]0;title\x07b"), ("\x1b[2J\x1b[1;1H", r"\x1b[2J\x1b[1;1H"), ("shown\rhidden", r"shown\rhidden"),
    ("\x9b2J \x00 \x7f \x08", r"\x9b2J \x00 \x7f \x08"), ("a\u202eb\u2066", r"a\u202eb\u2066"), ("\x1b", r"\x1b"),
    ("\x1b[31mred\x1b[0m \x1b[m", "\x1b[31mred\x1b[0m \x1b[m"), ("é\t日本\r\n", "é\t日本\r\n")])
@cases("stream", ["stdout", "stderr"])
def test_a_terminal_gets_no_command_of_a_text(monkeypatch, text, shown, stream):
    for terminal, expected in ((Terminal(), shown), (io.StringIO(), text)):
        monkeypatch.setattr(cli.sys, stream, terminal)
        cli.open_streams()
        print(text, end="", file=getattr(cli.sys, stream))
        assert terminal.getvalue() == expected


def test_a_tool_in_a_terminal_shows_no_command_of_a_lambda():
    text = f"from kit import cli\ncli.run(lambda argv: (print({TITLE!r}), cli.say({TITLE!r})))"
    shown = terminal_output([sys.executable, "-c", text], cwd=ROOT / "tools")
    assert shown.split() == [r"\x1b]0;title\x07"] * 2


@cases("content", [b"", b"half"])
def test_a_compiled_file_that_a_full_disk_has_cut_is_removed(content, tmp_path):
    (tmp_path / "large.py").write_text("x = 1\n")
    compiled = Path(py_compile.compile(str(tmp_path / "large.py"), doraise=True))
    compiled.write_bytes(compiled.read_bytes()[:16] + content)
    text = f"import sys\nfrom kit import cli\nsys.path.append({str(tmp_path)!r})\ncli.run(lambda argv: print(__import__('large').x))"
    cut, whole = (subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                                 timeout=PATIENCE) for _ in range(2))
    assert (cut.returncode, cut.stderr) == (1, f"{compiled}: was half written, and is removed: was the disk full?\n"
                                               "  hint: repeat the command\n")
    assert (whole.returncode, whole.stdout, whole.stderr) == (0, "1\n", "")


@pytest.mark.parametrize("remedy", [create_environment.WHOLE,
                                    "from localcloud.functions import writable\nwritable.keep_no_part_of_bytecode()"])
def test_no_part_of_a_module_is_left_if_the_disk_is_full(tmp_path, remedy):
    (tmp_path / "large.py").write_text(f"x = {'y' * 9000!r}\n")
    text = "\n".join(["import sys", "sys.dont_write_bytecode = False", remedy,
                      f"sys.path.append({str(tmp_path)!r})", "import large"])
    twice = 'ulimit -f 1; "$0" -c "$1" && "$0" -c "$1"'
    done = subprocess.run(["sh", "-c", twice, sys.executable, text], cwd=ROOT / "tools", capture_output=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr, [*(tmp_path / "__pycache__").glob("*.pyc")]) == (0, b"", [])
    subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", check=True)
    assert [*(tmp_path / "__pycache__").glob("large.*.pyc")]


def test_a_file_beyond_the_limit_of_the_shell_is_an_error_of_the_machine(tmp_path):
    text = "import sys\nfrom kit import cli, files\ncli.run(lambda argv: files.write_json(argv[0], [1]))"
    done = subprocess.run(["sh", "-c", 'ulimit -f 0; exec "$0" -c "$1" "$2"', sys.executable, text, tmp_path / "a.json"],
                          cwd=ROOT / "tools", capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr, list(tmp_path.iterdir())) == (
        1, f"{tmp_path}/a.json: File too large\n  hint: `ulimit -f unlimited` permits larger files\n", [])
