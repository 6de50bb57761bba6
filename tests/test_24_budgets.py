"""Every reader has a budget of steps and of memory, and names the line where it gave up."""
import contextlib
import sys

import pytest

from kit import yaml_lines

MOST_CALLS = 2_000_000  # of Python functions: some seconds; what doubles twenty times passes any such number


@contextlib.contextmanager
def few_calls():
    """Fails a test that calls more functions than any reader needs; counted, because time depends on the machine."""
    counted = [0]

    def count(_frame, event, _argument):
        counted[0] += event == "call"
        if counted[0] > MOST_CALLS:
            raise AssertionError("the work doubles with every step")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def read_yaml(text):
    """(value, [(line, message)]) of a YAML text, read within the budget of calls."""
    with few_calls():
        value, _lines, mistakes = yaml_lines.document(text, list(range(1, text.count("\n") + 2)))
    return value, [mistake[:2] for mistake in mistakes]


TOO_MANY = "more than 20,000 values, those that aliases (*) repeat included"
ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 9))
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}]}}\n" for at in range(1, 9))


@pytest.mark.parametrize("text, problem", [
    (ALIASES, (5, TOO_MANY)),
    (MERGES, (6, TOO_MANY)),
    ("a: &a\n  <<: *a\n  b: 1\n", (2, TOO_MANY)),
    ("a: &a [*a]\n", (1, "nested too deeply")),
    ("b: 1\na: " + "[" * 200_000, (2, "nested too deeply")),
    ("b: 1\na: " + "- " * 50_000 + "x", (2, "block sequence entries are not allowed in this context")),
    ("b: 1\na:\n  " + "- " * 50_000 + "x", (3, "nested too deeply")),
    ("a: [" + "x, " * 30_000 + "]", (1, TOO_MANY)),
])
def test_yaml_that_grows_without_end_is_refused_at_its_line(text, problem):
    value, problems = read_yaml(text)
    assert value is None and len(problems) == 1
    assert problems[0][0] == problem[0] and problem[1] in problems[0][1]


@pytest.mark.parametrize("text, value", [
    ("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", {"a": {"x": 1}, "b": {"x": 1, "y": 2}}),
    ("a: &a {x: 1}\nb: &b {x: 2}\nc: {<<: [*a, *b]}\n", {"a": {"x": 1}, "b": {"x": 2}, "c": {"x": 1}}),
    ("a: &a [1]\nb: [*a, *a]\n", {"a": [1], "b": [[1], [1]]}),
    ("a: |\n" + "  text\n" * 30_000, {"a": "text\n" * 30_000}),
])
def test_ordinary_aliases_and_long_texts_are_read(text, value):
    assert read_yaml(text) == (value, [])
