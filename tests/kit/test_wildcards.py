"""Wildcards match as their stars say, and in a time that does not double with each star."""
from aws.events import operators
from aws.iam import evaluation
from checks import partial_match
from kit import wildcards
from localcloud.events import log_pattern
from tests.fixtures.cases import cases


@cases("parts, text, is_match", [
    (["a"], "a", True), (["a"], "ab", False), (["", ""], "", True), (["", ""], "a\nb", True),
    (["a", "b"], "ab", True), (["a", "b"], "a-b-b", True), (["a", "b"], "a-bc", False), (["ab", "ba"], "aba", False),
    (["", "a", "a", ""], "a-a", True), (["", "a", "a", ""], "a", False), (["", "b.", "c"], "-bc-c", True),
    (["", "b.", "c"], "-bc", False), (["", "", ""], "x", True),
])
def test_any_text_may_stand_between_two_parts(parts, text, is_match):
    assert (wildcards.expression(parts).fullmatch(text) is not None) is is_match


@cases("wildcard, text, is_match", [
    (r"a\*b", "a*b", True), (r"a\*b", "a-b", False), (r"a\\*b", "a\\-b", True), (r"*\**", "-*-", True),
    ("a\\", "a\\", True), (r"*\\", "-\\", True), ("a?b", "a?b", True), ("a\n*", "a\n", True),
])
def test_a_backslash_makes_a_star_of_eventbridge_plain(wildcard, text, is_match):
    assert operators.matches_any(text, [{"wildcard": wildcard}]) is is_match


MANY_STARS, TEXT = "*a" * 12 + "*b", "a" * 300  # with .* for each star the comparison would take years


@cases("compare", [
    lambda: evaluation.matches(MANY_STARS, TEXT),
    lambda: operators.matches_any(TEXT, [{"wildcard": MANY_STARS}]),
    lambda: log_pattern.matches(f'{{ $.a = "{MANY_STARS}" }}', f'{{"a": "{TEXT}"}}'),
    lambda: partial_match.fits({"text": [None, "a"] * 12 + [None, "b"]}, TEXT),
])
def test_the_time_does_not_double_with_each_star(compare):
    assert compare() is False
