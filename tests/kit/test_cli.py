"""How a tool ends, and where it writes."""
import subprocess
import sys

from tests.fixtures.cases import cases
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT


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
