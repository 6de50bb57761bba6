"""The pytest plugin: fixtures for the tests of lambdas, and which of them passed. docs/testing.md.

Loaded by conftest.py. Nothing dear is imported before a test asks for a fixture.
"""
import signal

import pytest

from kit.problems import Problems
from testkit import results

_apps = {}


def pytest_addoption(parser):
    """--passed: how `make test` knows, the next time, what need not run."""
    parser.addoption("--passed", help="a JSON file of tests that passed, to be kept: {file: key}")


def pytest_configure(config):
    """Only the process that hears of every test keeps what passed. From here on Ctrl-C is pytest's to deal with."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # quiet_interrupt.pth
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("passed") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(results.Keeper(config.getoption("passed")), "testkit-results")


def tested_app(root):
    """The app of a folder, scanned once a run; what is wrong with it fails each test in the same words."""
    if root not in _apps:
        from testkit.app import App
        try:
            _apps[root] = App(root)
        except Problems as problems:
            _apps[root] = problems
    if isinstance(_apps[root], Problems):
        pytest.fail(str(_apps[root]), pytrace=False)
    return _apps[root]


@pytest.fixture
def app(request):
    """The app in moto, for a test of several lambdas: app["pages"].call(app["pages"].event.queue(["oslo"]))."""
    tested = tested_app(request.config.rootpath)
    from testkit.mock import mocked
    from testkit.world import World
    with mocked():
        world = World(tested, tested.lambda_at(request.path))
        if world.name is None:
            yield world
        else:
            with world.this.process.entered():
                yield world


@pytest.fixture
def call(app):
    """Runs the handler as Lambda does: call(event) gives what it answers, in JSON and out again."""
    return app.this.call


@pytest.fixture
def event(app):
    """Makers of events as AWS sends them: event.api(...), .table(...), .bucket(...), .queue([...]), ..."""
    return app.this.event


@pytest.fixture
def index(app):
    """The lambda's module, imported with the variables of a deployment: index.some_function(...)."""
    return app.this.index()


@pytest.fixture
def emitted(app):
    """Events put on the app's bus: [{"source", "topic", "detail"}]."""
    return app.told.emitted


@pytest.fixture
def sent(app):
    """Messages sent to the queues of lambdas: {"pages": [message, ...]}, JSON objects parsed."""
    return app.told.sent


@pytest.fixture
def published(app):
    """Messages published to the topics of lambdas: {"alarms": [message, ...]}, JSON objects parsed."""
    return app.told.published


@pytest.fixture
def invoked(app):
    """Lambdas called by name: {"chart": [payload, ...]}; invoked.answers("chart", {...}) says what they answer."""
    return app.told.invoked


@pytest.fixture
def logs(app):
    """Lines that the handlers printed, and "[WARNING] ..." of what they logged."""
    return app.told.logs


def _one(kind):
    """The fixture of the one table, bucket... that a lambda names."""
    def one(app):
        return app.view(kind, app.first(kind))
    one.__doc__ = f"The {kind} that the lambda names, empty: the app's own one, or the first of several."
    return pytest.fixture(one, name=kind)


def _many(kind):
    """The fixture of all tables, buckets... by name."""
    def many(app):
        from testkit.world import Several
        return Several(app, kind)
    many.__doc__ = f"Every {kind} of the app by its name."
    return pytest.fixture(many, name=f"{kind}s" if kind != "bus" else "buses")


table, bucket, website, queue, topic = map(_one, ("table", "bucket", "website", "queue", "topic"))
tables, buckets, websites, queues, topics = map(_many, ("table", "bucket", "website", "queue", "topic"))


@pytest.fixture
def bus(app):
    """The name of the app's bus."""
    return app.bus()
