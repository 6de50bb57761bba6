"""Prints the address of a new local cloud for each line of stdin; the one before ends.

    python bench/fresh_clouds.py sns    # another process, as moto's tests are a package `tests` too

The clouds are forks of one process (tests/fixtures/forked_clouds.py), and their clock is the machine's. The next one starts
before it is requested. The arguments are the services of boto3 that the tests use.
"""
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fixtures import cloud, forked_clouds


def main():
    forked_clouds.SPEED = "1"
    forked_clouds.SERVICES += tuple(sys.argv[1:])
    clouds = [start()]
    try:
        for _line in sys.stdin:
            _process, endpoint = cloud.started(*clouds[-1])
            print(endpoint, flush=True)
            clouds.append(start())
            for previous in clouds[:-2]:
                end(*previous)
            del clouds[:-2]
    finally:
        for unfinished in clouds:
            end(*unfinished)


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
