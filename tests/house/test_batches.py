"""In the workers of pytest-xdist the cases of a function are one test, which fails where one of them does and names it."""
import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from tests.fixtures.batches import batched

def pytest_collection_modifyitems(items):
    items[:] = batched(items)
"""
TESTS = """
import pytest

@pytest.fixture(scope="module")
def ran():
    return []

@pytest.mark.parametrize("left", [1, 2])
@pytest.mark.parametrize("right", [1, 2])
def test_passes(ran, left, right):
    ran.append((left, right))

def test_all_cases_ran(ran):
    assert sorted(ran) == [(1, 1), (1, 2), (2, 1), (2, 2)]

@pytest.mark.parametrize("number", [0, 1, 2], ids=["none", "one", "two"])
def test_fails(number):
    assert number == 1

@pytest.mark.parametrize("number", [0, 1])
def test_fails_once(number):
    number or pytest.fail("it is none")

@pytest.mark.parametrize("number", [0, 1])
def test_skips_once(number):
    number or pytest.skip("none")

@pytest.mark.parametrize("number", [0, 1])
def test_skips(number):
    pytest.skip("none")

@pytest.mark.parametrize("number", [0, 1])
def test_is_alone(tmp_path, number):
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x").touch()

@pytest.fixture(scope="module", params=[0, 1])
def parameter(request):
    return -request.param

@pytest.mark.parametrize("number", [0, 1])
def test_of_a_fixture_with_parameters(parameter, number):
    assert parameter <= 0
"""


@pytest.fixture
def run(pytester):
    """run(option, ...): pytest's result of TESTS, in this process."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(TESTS)
    return lambda *options: pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:xdist", *options)


def test_a_batch_runs_all_cases_and_names_those_that_fail(run):
    result = run()
    result.assert_outcomes(passed=9, failed=2, skipped=1)
    output = result.stdout.str()
    for text in ("2 of 3 cases failed", "case: test_fails[none]", "case: test_fails[two]", "assert 2 == 1", "it is none",
                 "case: test_fails_once[0]"):
        assert text in output
    assert "test_fails[one]" not in output and "2 of 2 cases failed" not in output


def test_a_batch_of_the_chosen_cases_ends_at_its_first_failure(run):
    result = run("-x", "-k", "test_fails")
    result.assert_outcomes(failed=1)
    assert "case: test_fails[none]" in result.stdout.str() and "[two]" not in result.stdout.str()
