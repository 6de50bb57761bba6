"""What a lambda's process would have of its own: its environment, modules, logging, and its clock's zone."""
import logging
import mmap
import os
import sys
import time
from contextlib import contextmanager

from testkit import layered_tests, powertools

# The variables of the shell that Python and pytest need; a handler that reads another variable fails, as on AWS.
SHELL_NAMES = ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH")
SHELL_PREFIXES = ("LC_", "PYTEST_", "PYTHON", "COV", "DYLD_")
UNCONFIGURED = {"level": logging.NOTSET, "handlers": [], "filters": [], "propagate": True, "disabled": False}
TREE = {"name", "parent", "manager", "_cache"}  # attributes of loggers that stay
FORKED = ("a process that the handler forked returned from the handler: it would send a second response to Lambda",
          "os._exit(0) where the forked process is done, also after an exception")
_inside = []


class Process:
    """The environment variables and the app's modules of one lambda.

    package    the app's package: "lambdas"; its modules are this process's own
    variables  the lambda's environment variables, without those of SHELL_NAMES
    index      the path of the lambda's index.py, which names its layers
    """

    def __init__(self, package, variables, index=None):
        self.package, self.variables, self.folders = package, variables, layered_tests.paths(index) if index else []
        self.environment, self.modules, self.logging, self.log_filters = None, {}, None, []
        self.powertools = None
        self.forked = mmap.mmap(-1, 1)  # shared with processes that the handler forks: 1 after one of them returned

    @contextmanager
    def entered(self):
        """A context in which Python has the environment, modules and logging of this process."""
        with self.without_forks():
            if _inside and _inside[-1] is self:
                yield
                return
            with self.exchanged():
                yield

    @contextmanager
    def without_forks(self):
        """A context that a child of os.fork() does not leave: it would run the rest of the tests too."""
        own_pid = os.getpid()
        try:
            yield
        finally:
            if os.getpid() != own_pid:
                self.forked[0] = 1
                os._exit(1)

    @contextmanager
    def exchanged(self):
        """The context of entered(), around the process that Python had before."""
        shell, logs = dict(os.environ), logging_state()
        restore_logging(self.logging or (_inside[0].shell_logging if _inside else logs))
        self.shell_logging = logs
        outer = self.exchange(self.modules)
        outer_powertools = powertools.exchange(self.powertools)
        needed = {name: text for name, text in shell.items() if name in SHELL_NAMES or name.startswith(SHELL_PREFIXES)}
        replace_environment(self.environment or {**needed, **self.variables})
        _inside.append(self)
        try:
            with layered_tests.on_path(self.folders):
                yield
        finally:
            _inside.pop()
            self.environment = dict(os.environ)
            replace_environment(shell)
            self.modules = self.exchange(outer)
            self.powertools = powertools.exchange(outer_powertools)
            self.logging = logging_state()
            restore_logging(logs)

    def has_forked(self):
        """Whether a process that the handler forked returned from it, or raised, since the last question."""
        returned, self.forked[0] = self.forked[0], 0
        return bool(returned)

    def exchange(self, modules):
        """Replaces the app's loaded modules with these; returns the replaced ones."""
        prefix = self.package + "."
        own_names = [name for name in sys.modules if name == self.package or name.startswith(prefix)]
        replaced = {name: sys.modules.pop(name) for name in own_names}
        sys.modules.update(modules)
        return replaced


def logging_state():
    """(the level below which all is disabled, {name: attributes of a logger}); the root's name is "".

    Packages set attributes of their own: Powertools' Logger marks a logger that has its handler.
    """
    return logging.root.manager.disable, {
        name: {**vars(logger), "handlers": [*logger.handlers], "filters": [*logger.filters]}
        for name, logger in loggers()}


def loggers():
    """Yields (name, logger); the root's name is ""."""
    yield "", logging.root
    yield from ((name, logger) for name, logger in logging.root.manager.loggerDict.items()
                if isinstance(logger, logging.Logger))


def restore_logging(state):
    """Sets every logger to its attributes in a logging_state(); a logger that is not in it to UNCONFIGURED."""
    disabled, attributes_by_name = state
    for name, logger in loggers():
        stored = attributes_by_name.get(name, UNCONFIGURED)
        attributes = {key: value for key, value in stored.items() if key not in TREE}
        logger.handlers[:], logger.filters[:] = attributes.pop("handlers"), attributes.pop("filters")
        for key in vars(logger).keys() - attributes.keys() - TREE - {"handlers", "filters"}:
            del vars(logger)[key]
        vars(logger).update(attributes)
    logging.disable(disabled)  # which also forgets the levels that loggers remember


def replace_environment(variables):
    """Makes these variables os.environ, and sets local time by their TZ."""
    for name in os.environ.keys() - variables.keys():
        del os.environ[name]
    for name, value in variables.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    if hasattr(time, "tzset"):
        time.tzset()


def lambda_variables(function, region):
    """The variables that Lambda itself sets for a function; the keys are fake. function: the resource's properties.

    docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    name = function["FunctionName"]
    return {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": "testing",
        "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_EXECUTION_ENV": f"AWS_Lambda_{function['Runtime']}",
        "AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function["MemorySize"]),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}", "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[$LATEST]test",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "LAMBDA_TASK_ROOT": os.getcwd(), "TZ": ":UTC",
        "_HANDLER": function["Handler"],
    }
