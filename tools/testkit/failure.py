"""How the kit fails a test: with Problems, as every tool."""
import contextlib
import os
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


@contextlib.contextmanager
def without_exit():
    """A context in which os._exit() fails the test: it would end the run, with the code 0 as if all tests had passed.
    The children of this process may call it, as multiprocessing does."""
    process, real = os.getpid(), os._exit

    def refuse(code):
        if os.getpid() != process:
            real(code)
        fail(Problem("", 0, f"os._exit({code}) would end Python, and all tests; on AWS: Runtime.ExitError",
                     "return a response, or raise an exception"))
    os._exit = refuse
    try:
        yield
    finally:
        os._exit = real


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
