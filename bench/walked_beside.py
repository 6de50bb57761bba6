"""What runs beside the commands of bench/measure_walks.py: `make watch`, and the deploys of an older Pareto."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from faulty_apps import STAGE, Child, Ended

ROOT = Path(__file__).resolve().parents[1]
OLDER = ("HEAD~100", "HEAD~300")
PATIENCE = 60  # seconds that a line of `make watch` may take
# A program: deploys with the tools of a folder, to the local cloud, as faulty_apps.py of the same folder does.
DEPLOYING = """
import sys
older, endpoint, stage, default = sys.argv[1:]
sys.path[:0] = [f"{older}/bench", f"{older}/tools"]
import faulty_apps
faulty_apps.prepare_process(endpoint)
for program, arguments in [*faulty_apps.BUILD, *faulty_apps.DEPLOY]:
    program.main([stage if argument == default else argument.replace(f"build/{default}/", f"build/{stage}/") for argument in arguments])
"""


def older_tools(app, revision):
    """The folder of tools/ and bench/ of a revision of this repository, beside the app."""
    folder = app.folder.parent / revision
    if not folder.exists():
        folder.mkdir()
        archive = subprocess.run(["git", "archive", revision, "tools", "bench"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return folder


def older_deploy(app, revision):
    """Deploy an app with the Pareto of a revision. -> Ended"""
    run = subprocess.run([sys.executable, "-c", DEPLOYING, older_tools(app, revision), app.endpoint, app.stage, STAGE],
                         cwd=app.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return Ended(run.returncode, run.stdout)


class Watching:
    """A `make watch` that runs. child: a Child"""

    def __init__(self, child: Child):
        self.child = child

    def text(self):
        """What it has printed."""
        return os.pread(self.child.output.fileno(), 1 << 20, 0).decode(errors="replace")

    def has_ended(self):
        """Whether the process has ended."""
        return os.waitid(os.P_PID, self.child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def waits_for(self, text, times=1):
        """Wait until it has printed a text so often. -> whether it has, before its end and in time"""
        end = time.monotonic() + PATIENCE
        while self.text().count(text) < times:
            if self.has_ended() or time.monotonic() > end:
                return False
            time.sleep(.05)
        return True

    def interrupted(self):
        """Interrupt it, as Ctrl-C does. -> Ended"""
        if not self.has_ended():
            os.killpg(self.child.pid, signal.SIGINT)
        return self.child.ended()
