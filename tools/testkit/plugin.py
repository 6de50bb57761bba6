"""The pytest plugin: fixtures for the tests of lambdas, and the record of tests that passed. docs/testing.md.

Loaded by conftest.py. Modules that are slow to import are imported only when a test uses a fixture.
"""
import contextlib
import os
import signal
import sys

import pytest

from kit import cli, interrupts, settings
from kit.problems import Problems, listed
from testkit import failure, results, warm

# Options of pytest, from PYTEST_ADDOPTS, that run some tests of a file: then the file has not passed.
PARTIAL = ("keyword", "markexpr", "deselect", "lf", "stepwise")
_apps = {}


def pytest_addoption(parser):
    """--passed: with its file, the next `make test` skips tests that passed and have not changed."""
    parser.addoption("--passed", help="the JSON file for the tests that passed: {file: key}")


def pytest_configure(config):
    """Only the process with the reports of all tests, not a worker of xdist, records those that passed. A package below
    the project's root, `src/lambdas`, is imported as Lambda does it: as `lambdas`."""
    config.addinivalue_line("markers", warm.MARKER)
    with contextlib.suppress(Problems):  # which App reports
        if above := os.path.dirname(settings.read(str(config.rootpath / settings.FILE))["package"]):
            sys.path.append(str(config.rootpath / above))
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # quiet_interrupt.pth
        signal.signal(signal.SIGINT, interrupts.Handler())
    sys.excepthook = cli.report_uncaught  # also of a full disk that the results are written to
    if config.getoption("passed"):  # of `make test`: -q, so that pytest itself never returns to a line's begin
        cli.open_streams()
    partial = any(config.getoption(name, None) for name in PARTIAL)
    if config.getoption("passed") and not partial and not hasattr(config, "workerinput"):
        os.umask(0o077)  # pytest's cache lies in build/, and what tests print may hold values of env
        config.pluginmanager.register(results.PassedFiles(config.getoption("passed")), "testkit-results")


def tested_app(root):
    """The app of a folder, scanned once a run; its Problems fail each test."""
    if root not in _apps:
        from testkit.app import App  # 30 ms, and a run of other tests needs no app
        try:
            _apps[root] = App(root)
        except Problems as problems:
            _apps[root] = problems
    if isinstance(_apps[root], Problems):
        pytest.fail(str(_apps[root]), pytrace=False)
    return _apps[root]


def pytest_generate_tests(metafunc):
    """Tests with the marker `warm` run twice."""
    warm.parametrize(metafunc)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Shows the app's own code of a traceback; gives the report of a test's end the permissions of roles that it used,
    also where xdist sends it."""
    of_pareto = item.path.is_relative_to(item.config.rootpath / "tests")
    is_shortened = call.excinfo and not of_pareto and not item.config.getoption("fulltrace")
    if is_shortened:
        from testkit import tracebacks, unimported  # only a failure needs it
        unimported.add_hint(call.excinfo.value)
        call.excinfo = pytest.ExceptionInfo.from_exception(tracebacks.cut(call.excinfo.value, item.config.rootpath))
    outcome = yield
    if is_shortened:
        tracebacks.shorten(outcome.get_result().longrepr)
    if call.when == "teardown":
        outcome.get_result().exercised = getattr(item, "exercised", [])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol():
    """No test ends the run."""
    with failure.without_exit():
        yield


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Says what a file without a test needs: pytest says only that no tests ran."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and config.pluginmanager.has_plugin("testkit-results"):
        terminalreporter.write_line(f"{listed(config.args)}: no test\n  hint: a function that begins with test_")


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    """Adds a hint to the error of a test file that imports a handler's module at its top. A file that ends Python, or
    is no Python, is an error of its own: pytest would print its own traceback."""
    with failure.without_exit():
        outcome = yield
    if isinstance(outcome.exception, SystemExit):
        longrepr = f"{collector.nodeid}: importing it calls sys.exit()\n  hint: {failure.MAIN}"
        outcome.force_result(pytest.CollectReport(collector.nodeid, "failed", longrepr, []))
    report = outcome.get_result()
    if report.failed:
        from testkit import unimported  # only a failure needs it
        root, excinfo = collector.config.rootpath, getattr(getattr(report, "call", None), "excinfo", None)
        report.longrepr = unimported.syntax_problem(excinfo and excinfo.value, root) or report.longrepr
        if hint := unimported.hint(str(report.longrepr), collector.path, root):
            report.sections.append(("hint", hint))


@pytest.fixture
def environment(request):
    """"cold" or "warm" of a test with the marker `warm`, else ""."""
    return getattr(request, "param", "")


@pytest.fixture
def app(request, environment):
    """The app in moto, for a test of several lambdas: app["pages"].call(app["pages"].event.queue(["oslo"]))."""
    tested = tested_app(request.config.rootpath)
    from testkit.mock import mocked  # both with moto: half a second
    from testkit.world import World
    with mocked():
        world = World(tested, tested.lambda_at(request.path), warm.earlier_lambdas(request.node, environment))
        if world.name is None:
            yield world
        else:
            with world.this.process.entered():
                yield world
        warm.leave(request.node, environment, world.lambdas)
        request.node.exercised = sorted(world.exercised)


@pytest.fixture
def call(app):
    """Invokes the handler as Lambda does: call(event) returns its response, converted to JSON and back."""
    return app.this.call


@pytest.fixture
def event(app):
    """Makers of events as AWS sends them: event.api(...), .table(...), .bucket(...), .queue([...]), ..."""
    return app.this.event


@pytest.fixture
def index(app):
    """The lambda's module, imported with the variables of a deployment: index.some_function(...)."""
    return app.this.index()


EFFECTS = {
    "emitted": 'Events that were emitted on the app\'s bus: [{"source", "topic", "detail"}].',
    "sent": 'Messages that were sent to the queues of lambdas: {"pages": [message, ...]}, JSON objects parsed.',
    "published": 'Messages that were published to the topics of lambdas: {"alarms": [message, ...]}, JSON objects '
                 'parsed.',
    "invoked": 'Lambdas that were invoked by name: {"chart": [payload, ...]}; invoked.answers("chart", {...}) sets a '
               'response.',
    "scheduled": 'Schedules that code made, by lambda: {"remind": [{"name", "expression", "zone", "body"}]}.',
    "emails": 'E-mails that the handlers sent: [{"from", "to", "subject", "text", "html"}].',
    "logs": 'Lines that the handlers printed, and lines "[WARNING] ..." that they logged.'}


def _effect_fixture(name):
    """The fixture of one kind of effects that the handlers had."""
    def effect(app):
        return getattr(app.effects, name)
    effect.__doc__ = EFFECTS[name]
    return pytest.fixture(effect, name=name)


emitted, sent, published, invoked, scheduled, emails, logs = map(_effect_fixture, EFFECTS)


@pytest.fixture
def alerts(app):
    """Failures of handlers that would send a message to people: [{"lambda", "error", "message", "at"}]."""
    return app.alerts


def _single_fixture(kind, name=None):
    """The fixture of the table, bucket... that a lambda names."""
    def single(app):
        return app.view(kind, app.first(kind))
    single.__doc__ = f"The {name or kind} that the lambda names, empty: the app's own, or the first of several."
    return pytest.fixture(single, name=name or kind)


def _plural_fixture(kind, name=None):
    """The fixture of all tables, buckets... by name."""
    def plural(app):
        from testkit.world import Several  # half a second, with moto
        return Several(app, kind)
    plural.__doc__ = f"Every {name or kind} of the app by its name."
    return pytest.fixture(plural, name=f"{name or kind}s" if kind != "bus" else "buses")


STATES = ("table", "bucket", "website", "secret", "queue", "topic", "user_pool")
table, bucket, website, secret, queue, topic, user_pool = map(_single_fixture, STATES)
tables, buckets, websites, secrets, queues, topics, user_pools = map(_plural_fixture, STATES)
stream, streams = _single_fixture("data_stream", "stream"), _plural_fixture("data_stream", "stream")


@pytest.fixture
def bus(app):
    """The name of the app's bus."""
    return app.bus()
