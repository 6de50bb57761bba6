"""How the kit fails a test: with Problems, as every tool."""
import contextlib
import functools
import os
import signal
from pathlib import Path

import pytest

from kit.problems import Problem, Problems
from recipes import image


def fail(*problems):
    """Fails the test with these Problems; `except Exception` of a handler does not catch it."""
    pytest.fail(str(Problems(*problems)), pytrace=False)


def misuse(message, hint):
    """Fails a test that uses the kit for something that the app does not have."""
    fail(Problem("", 0, message, hint))


MAIN = 'only a program may end Python: move it below if __name__ == "__main__":'


# Functions that end or replace this process; those of os.exec* call execv or execve.
ENDS = ((os, "_exit"), (os, "abort"), (os, "execv"), (os, "execve"), (os, "kill"), (os, "killpg"),
        (signal, "raise_signal"))


@contextlib.contextmanager
def without_exit():
    """A context in which os._exit() and its like fail the test: they would end the run, and no line would name the
    test. The children of this process may call them, as multiprocessing does."""
    process, real = os.getpid(), [getattr(module, name) for module, name in ENDS]

    def refusing(function, module, name):
        def refuse(*arguments, **more):
            if os.getpid() != process or not _ends_python(name, arguments, process):
                return function(*arguments, **more)
            call = f"{module.__name__}.{name}({', '.join(map(str, arguments))})"
            fail(Problem("", 0, f"{call} would end Python, and all tests; on AWS: Runtime.ExitError",
                         "return a response, or raise an exception"))
        return functools.wraps(function)(refuse)
    for function, (module, name) in zip(real, ENDS):
        setattr(module, name, refusing(function, module, name))
    try:
        yield
    finally:
        for function, (module, name) in zip(real, ENDS):
            setattr(module, name, function)


def _ends_python(name, arguments, process):
    """Whether a call of one of ENDS ends a process: a signal only if it goes to the process and nothing handles it."""
    if name not in ("kill", "killpg", "raise_signal"):
        return True
    number, target = arguments[-1], arguments[0] if name != "raise_signal" else process
    own = {"kill": (process, 0, -os.getpgrp()), "killpg": (0, os.getpgrp())}.get(name, (process,))
    return target in own and number in FATAL and signal.getsignal(number) in (signal.SIG_DFL, None)


HARMLESS = {signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH}
FATAL = set(signal.Signals) - HARMLESS


@contextlib.contextmanager
def advice_for_images(fn):
    """A context in which the error of a missing module has a note, if the lambda is an image, whose Dockerfile installs
    packages that .venv may lack."""
    try:
        yield
    except ModuleNotFoundError as error:
        if image.has_image(fn):
            requirements = Path(fn["path"]).with_name("requirements.txt")
            packages = f"-r {requirements}" if os.path.exists(requirements) else "what its Dockerfile installs"
            error.add_note(f"{fn['name']} is an image, and its tests use the packages of .venv (docs/images.md)\n"
                           f"  hint: .venv/bin/python -m pip install {packages}")
        raise
