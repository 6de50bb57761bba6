"""How the kit fails a test: where, what, and what to do about it, as every tool says its mistakes."""
import pytest

from kit.problems import Problem, Problems


def fail(*problems):
    """Ends the test with these Problems; nothing in a handler catches it by `except Exception`."""
    pytest.fail(str(Problems(*problems)), pytrace=False)


def misuse(message, hint):
    """Fails a test that asks something of the kit that the app cannot have."""
    fail(Problem("", 0, message, hint))
