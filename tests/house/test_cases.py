"""The decorator `cases`: one test for many rows, whose failure names each row that fails."""
import pytest

from tests.fixtures.cases import cases


def failures_of(test, **fixtures):
    """[(type, text, note)] of the failures of a test with cases."""
    with pytest.raises(BaseExceptionGroup) as raised:
        test(**fixtures)
    return [(type(failure), str(failure).split("\n")[0], failure.__notes__) for failure in raised.value.exceptions]


def test_every_row_that_fails_is_named_with_its_difference():
    @cases("first, second", [(1, 1), (1, 2), ("a", "b"), (3, 3), (None, 1)])
    def test_equal(first, second):
        if first is None:
            pytest.fail("nothing")
        assert first == second

    assert failures_of(test_equal) == [
        (AssertionError, "assert 1 == 2", ["case: {'first': 1, 'second': 2}"]),
        (AssertionError, "assert 'a' == 'b'", ["case: {'first': 'a', 'second': 'b'}"]),
        (pytest.fail.Exception, "nothing", ["case: {'first': None, 'second': 1}"])]


@cases("number", [1, 2])
@cases("pair", [(3, 4), (5, 6)])
def test_rows_of_one_name_are_its_values_and_tables_multiply(tmp_path, number, pair):
    (tmp_path / f"{number}-{pair}").touch()  # a row that repeats another would hide a case
    assert number in (1, 2) and pair in ((3, 4), (5, 6)) and len(list(tmp_path.iterdir())) <= 4
    if (number, pair) == (2, (5, 6)):
        assert len(list(tmp_path.iterdir())) == 4


def test_rows_that_a_function_returns_are_read_when_the_test_runs():
    rows = []

    @cases("number", lambda: rows)
    def test_one(number):
        assert number == 1

    with pytest.raises(AssertionError, match="test_one has no case"):
        test_one()
    rows += [1, 2]
    assert [notes for _type, _text, notes in failures_of(test_one)] == [["case: {'number': 2}"]]


@cases("rows, names", [([], "a"), ([1], "b"), ([1], "a, b")])
def test_a_table_without_rows_or_with_another_name_is_an_error(rows, names):
    with pytest.raises(AssertionError, match="has no case, or no parameter for one"):
        @cases(names, rows)
        def test_nothing(a):
            pass
