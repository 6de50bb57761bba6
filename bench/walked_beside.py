"""What runs beside the commands of bench/measure_walks.py: `make watch`, and the deploys of an older Pareto."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from faulty_apps import Child, Ended
from walked_files import settings

ROOT = Path(__file__).resolve().parents[1]
OLDER = ("HEAD~100", "HEAD~200", "HEAD~300")
PATIENCE = 60  # seconds that a line of `make watch` may take
# A program: deploys to the local cloud with the tools of a folder, as prepare_process() does with those here.
DEPLOYING = """
import sys
tools, endpoint, stage = sys.argv[1:]
sys.path.insert(0, tools)
from aws import clients, stacks
original = clients.client
clients.client = lambda service, _stage, region, **settings: original(service, clients.LOCAL, region, **settings)
clients.endpoint = lambda *_cloud: endpoint
stacks.PAUSES[stage] = stacks.PAUSES[clients.LOCAL]
import deploy_stack, expand_template, push_artifacts, scan_infra
app, template, artifacts = "build/app.json", "build/template.json", f"build/{stage}/artifacts.json"
scan_infra.main(["lambdas", "-o", app])
expand_template.main([app, "-o", template])
push_artifacts.main([app, template, "--stage", stage, "-o", artifacts])
deploy_stack.main([app, artifacts, "--stage", stage, "-o", f"build/{stage}/stack.json"])
"""


def older_tools(app, revision):
    """The folder tools/ of a revision of this repository, beside the app."""
    folder = app.folder.parent / revision
    if not folder.exists():
        folder.mkdir()
        archive = subprocess.run(["git", "archive", revision, "tools"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return folder / "tools"


def older_deploy(app, revision):
    """Deploy an app with the Pareto of a revision, which may know no `stages` in app.yaml. -> Ended"""
    path = app.folder / "app.yaml"
    path.write_text(json.dumps({name: value for name, value in settings(app).items() if name != "stages"}))
    run = subprocess.run([sys.executable, "-c", DEPLOYING, older_tools(app, revision), app.endpoint, app.stage],
                         cwd=app.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    app.write_files()
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
