"""What a lambda's process would have of its own: its environment, modules, logging, and its clock's zone."""
import logging
import os
import sys
import time
from contextlib import contextmanager

# Of the shell's variables those that Python and pytest need; a handler that reads another one fails, as on AWS.
KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH")
KEPT_PREFIXES = ("LC_", "PYTEST_", "PYTHON", "COV", "DYLD_")
UNCONFIGURED = (logging.NOTSET, (), (), True, False)
_inside = []


class Process:
    """The environment variables and the app's modules of one lambda.

    package    the app's package: "lambdas"; its modules are this process's own
    variables  what the lambda sees beside the shell's few
    """

    def __init__(self, package, variables):
        self.package, self.variables = package, variables
        self.environment, self.modules, self.logging = None, {}, None

    @contextmanager
    def entered(self):
        """Python is this process within; nothing to do if it is already."""
        if _inside and _inside[-1] is self:
            yield
            return
        shell, logs = dict(os.environ), logging_state()
        restore_logging(self.logging or (_inside[0].shell_logging if _inside else logs))
        self.shell_logging = logs
        outer = self.exchange(self.modules)
        replace_environment(self.environment or {**kept(shell), **self.variables})
        _inside.append(self)
        try:
            yield
        finally:
            _inside.pop()
            self.environment = dict(os.environ)
            replace_environment(shell)
            self.modules = self.exchange(outer)
            self.logging = logging_state()
            restore_logging(logs)

    def exchange(self, modules):
        """Puts these modules in the place of the app's that are loaded; returns those."""
        beginning = self.package + "."
        mine = [name for name in sys.modules if name == self.package or name.startswith(beginning)]
        held = {name: sys.modules.pop(name) for name in mine}
        sys.modules.update(modules)
        return held


def logging_state():
    """(the level below which all is disabled, {name: facts of a logger}); the root's name is ""."""
    named = {name: each for name, each in logging.root.manager.loggerDict.items() if isinstance(each, logging.Logger)}
    return logging.root.manager.disable, {
        name: (each.level, [*each.handlers], [*each.filters], each.propagate, each.disabled)
        for name, each in [("", logging.root), *named.items()]}


def restore_logging(state):
    """Gives every logger what it had in a logging_state(); those that were made since have nothing of their own."""
    disabled, loggers = state
    for name, logger in [("", logging.root), *logging.root.manager.loggerDict.items()]:
        if isinstance(logger, logging.Logger):
            level, handlers, filters, logger.propagate, logger.disabled = loggers.get(name, UNCONFIGURED)
            logger.handlers[:], logger.filters[:] = handlers, filters
            logger.level = level
    logging.disable(disabled)  # which also forgets the levels that loggers remember


def kept(shell):
    """What stays of a shell's variables."""
    return {name: value for name, value in shell.items() if name in KEPT or name.startswith(KEPT_PREFIXES)}


def replace_environment(wanted):
    """os.environ is this, and local time what its TZ says."""
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    for name, value in wanted.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    if hasattr(time, "tzset"):
        time.tzset()


def lambdas_own(function, region, runtime):
    """What Lambda itself sets for a function, a resource's properties; the keys are fake.

    docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    name = function["FunctionName"]
    return {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": "testing",
        "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function["MemorySize"]),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}", "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[$LATEST]test",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "LAMBDA_TASK_ROOT": os.getcwd(), "TZ": ":UTC",
        "_HANDLER": function["Handler"],
    }
