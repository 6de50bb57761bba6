"""Lets tests import what the tools import: `from kit import ...`, `from recipes import ...`."""
import contextlib
import functools
import gc
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest

collect_ignore = ["example", "fixtures", "golden"]  # no tests of ours
sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("tools", ".")]

# Fake keys, so that a test that forgets its mock cannot reach a real account.
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing",
                  AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true")
# What `make test` was told (its -j, its name=, its depth) is not meant for the makes that tests run.
for name in ("AWS_PROFILE", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"):
    os.environ.pop(name, None)
# Python keeps the compiled tools and tests, also where the shell forbids it, as make does: else each worker of the tests
# and each program that they start compiles them again, a sixth of the time of all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A worker soon has four million objects, and each search for reference cycles among them takes more than a second. Tools
# that run in a worker disable the search as well.
gc.disable()

# Temporary files are in memory where there is room: a disk takes milliseconds for each file that is written again or
# deleted, and a run of all tests writes 34,000 files of 200 MB.
MEMORY = "/dev/shm"
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2 << 30 \
        and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
    folder = f"{MEMORY}/pareto-{os.getuid()}"
    os.makedirs(folder, 0o700, exist_ok=True)
    if os.lstat(folder).st_uid == os.getuid():  # nobody else made it, or a link of that name
        os.environ["TMPDIR"] = tempfile.tempdir = folder

# A shell without job control starts `make test-pareto &` with Ctrl-C ignored, and programs that tests start inherit that.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest.register_assert_rewrite("tests.fixtures.cases")  # the differences of results() are printed

from localcloud.functions import quick_sessions  # noqa: E402
from tests.fixtures.cloud import local_cloud, writable_folder  # noqa: E402, F401  (for whoever asks for them)
from tests.fixtures.layers import package_index, pips  # noqa: E402, F401
from tests.fixtures.paths import APP, ROOT  # noqa: E402

quick_sessions.install()  # for hundreds of sessions: a quarter of a client's cost

_PLACES = tuple(str(ROOT / name) for name in APP)
_guarded = False


def refuse_the_app(event, arguments):
    """An audit hook: what a test of Pareto's opens or lists is no part of the app that stands there."""
    if _guarded and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.abspath(arguments[0])
        if path.startswith(_PLACES) and os.path.relpath(path, ROOT).split("/")[0] in APP:
            raise AssertionError(f"a test of Pareto's reads {path}: take it from EXAMPLE, the app may be another")


sys.addaudithook(refuse_the_app)


@contextlib.contextmanager
def guarded():
    """The app that stands there is refused meanwhile."""
    global _guarded
    _guarded = True
    try:
        yield
    finally:
        _guarded = False


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """What a module of tests reads as it is imported counts too."""
    with guarded():
        return (yield)


# Folders with files that take seconds. They begin first; the many short files of the others fill the end, so that all
# workers end together.
SLOW_FIRST = ["end_to_end", "programs", "localcloud", "deploy", "incidents", "testkit", "recipes", "push", "domain", "scan",
              "house"]


# What takes seconds of a processor to start, by texts of the files that use it: all of them run in one test process.
STARTED_ONCE = {"browser": ("tests.fixtures.browser",),
                "cfn-lint": ("tests.fixtures.lint", '"build/app.json", "--lint"', "cfn_lint.matches")}


@functools.cache
def process_of(path):
    """The key of the test process that runs a file of tests: its own path, or what it uses of STARTED_ONCE."""
    text = Path(path).read_text()
    return next((name for name, marks in STARTED_ONCE.items() if any(mark in text for mark in marks)), path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """As --dist loadfile, by process_of()."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # 10 ms, of the process that starts the others

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return process_of(str(config.rootpath / super()._split_scope(nodeid)))
    return Scheduling(config, log)


def pytest_configure(config):
    """pytest-xdist keeps our order; else it begins with the files that have the most tests, which are the quick ones."""
    config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One worker more than processors: tests wait for a fifth of their time, and a worker costs three seconds of a processor."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """pytest and Python search for reference cycles at their end: in no object of the tests. A worker, which has sent all its
    results, ends without the end of Python, which frees four million objects."""
    gc.freeze()
    if hasattr(config, "workerinput"):
        os._exit(0)


def pytest_collection_modifyitems(items):
    """Sorts the tests by folder, SLOW_FIRST before the others."""
    position = {name: number for number, name in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: position.get(item.path.parent.name, len(position)))


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory):
    """A folder without anything, one for all tests."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(autouse=True)
def elsewhere(empty_folder):
    """No test stands in the checkout, nor do the programs that it starts: what they find there would be the app's."""
    before = os.getcwd()
    if before == str(ROOT):
        os.chdir(empty_folder)
    with guarded():
        yield
    os.chdir(before)
    left_files = os.listdir(empty_folder)
    for name in left_files:  # else all later tests would fail too
        shutil.rmtree(empty_folder / name, ignore_errors=True)
    assert left_files == [], "this test leaves files in the folder of all tests: it needs own_folder"


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """The test's own temporary folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True, scope="module")
def state_ends_with_its_module():
    """moto's state that a module started is gone after it: else mock_aws() in the next one would find it."""
    yield
    if "localcloud.moto.state" in sys.modules:
        sys.modules["localcloud.moto.state"].stop()
