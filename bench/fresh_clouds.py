"""Prints the address of an empty local cloud for each line of stdin: a new one, and the one before ends.

    python bench/fresh_clouds.py sns    # another process, as moto's tests are a package `tests` too

The clouds are forks of one process (tests/fixtures/forked_clouds.py), and their clock is the machine's. The next one starts
before it is requested. The argument is the service of boto3 that the tests use. For the services whose state is moto's, the
cloud stays, and the state is reset, which is ten times as fast.
"""
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fixtures import cloud, forked_clouds

# Most of these clouds invoke no function. The process that starts functions (0.5 s) waits for the first invocation.
LATE_FUNCTIONS = """
from localcloud.functions.spawner import Spawner
start_zygote = Spawner._start
def start_late(spawner):
    start_zygote(spawner) if hasattr(spawner, "_alive") else setattr(spawner, "_alive", False)
Spawner._start = start_late
"""
RESET_IN_PLACE = {"acm", "apigateway", "apigatewayv2", "cloudfront", "cloudwatch", "ecr", "firehose", "iam", "kms", "route53", "ses"}
# Resets moto's state, stacks and metrics at SIGUSR1, and says so with a file in the cloud's folder, where it runs.
RESET = """
import signal
from localcloud.cloudformation import regions
from localcloud.moto import metrics
from moto.moto_api._internal import moto_api_backend
def reset(*_signal):
    moto_api_backend.reset()
    regions._regions.clear()
    metrics._values.clear()
    open("reset", "x").close()
signal.signal(signal.SIGUSR1, reset)
"""


def main():
    service = sys.argv[1]
    forked_clouds.SPEED = "1"
    forked_clouds.SERVICES += service,
    forked_clouds.PREPARATION += LATE_FUNCTIONS + RESET
    clouds = [start()]
    try:
        (reset_one if service in RESET_IN_PLACE else start_others)(clouds)
    finally:
        for unfinished in clouds:
            end(*unfinished)


def reset_one(clouds):
    """Resets the cloud for each line."""
    (process, folder), = clouds
    _process, endpoint = cloud.started(process, folder)
    for _line in sys.stdin:
        os.kill(process.pid, signal.SIGUSR1)
        done = Path(folder) / "reset"
        while not done.exists():
            time.sleep(0.002)
        done.unlink()
        print(endpoint, flush=True)


def start_others(clouds):
    """Starts another cloud for each line, and ends the one before."""
    for _line in sys.stdin:
        _process, endpoint = cloud.started(*clouds[-1])
        print(endpoint, flush=True)
        clouds.append(start())
        for previous in clouds[:-2]:
            end(*previous)
        del clouds[:-2]


def start():
    """A cloud, which may not respond yet. -> (process, folder)"""
    folder = tempfile.mkdtemp()
    return cloud.launch(folder), folder


def end(process, folder):
    """Kills a cloud and removes its folder."""
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
