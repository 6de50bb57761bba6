"""How the kit fails a test: with Problems, as every tool."""
import pytest

from kit.problems import Problem, Problems


def fail(*problems):
    """Fails the test with these Problems; `except Exception` of a handler does not catch it."""
    pytest.fail(str(Problems(*problems)), pytrace=False)


def misuse(message, hint):
    """Fails a test that uses the kit for something that the app does not have."""
    fail(Problem("", 0, message, hint))
