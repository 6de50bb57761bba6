"""Tests that run twice, @pytest.mark.warm: in a new environment of the lambda, then in the one that the first run left.

The second run has empty tables, buckets and queues, as every test, but the modules, environment variables and logging
of the first: a warm lambda. If only the second run fails, a module still has data of the first.
"""
import pytest

COLD, WARM = "cold", "warm"
FIXTURE = "environment"
MARKER = "warm: runs the test twice, the second time in the environment of the lambda that the first run left"
NOTE = "This run has the modules that the run before left, as a warm lambda. If only this run fails, then a list, a " \
       "dict, a cache or a default argument of a module keeps what an earlier invocation has put there.\n"
_lambdas_of_run = {}  # key() of a test -> the lambdas of its first run, by name


def parametrize(metafunc):
    """Makes two tests of one with the marker, if it uses the kit."""
    if metafunc.definition.get_closest_marker(WARM) and FIXTURE in metafunc.fixturenames:
        metafunc.parametrize(FIXTURE, [COLD, WARM], indirect=True)


def key(item):
    """What the two runs of a test have in common: its id without parameters, and the values of the other parameters."""
    values = [(name, id(value)) for name, value in item.callspec.params.items() if name != FIXTURE]
    return item.nodeid.partition("[")[0], tuple(sorted(values))


def earlier_lambdas(item, environment):
    """The lambdas of a test's first run; {} if this is the first. Skips a second run without a first.

    item         of pytest
    environment  WARM in the second run
    """
    if environment != WARM:
        return {}
    if key(item) not in _lambdas_of_run:
        pytest.skip("the warm run follows the cold one")
    item.add_report_section("call", "in a warm environment", NOTE)
    return _lambdas_of_run.pop(key(item))


def leave(item, environment, lambdas):
    """Records the lambdas of a test's first run, whose environments the second run uses again."""
    if environment == COLD:
        _lambdas_of_run[key(item)] = lambdas
