"""Problems as text: values as YAML has them, patterns in words, and lists that are cut."""
import ast
import re
from pathlib import Path

import pytest

import recipes
from domain import domain_file
from kit import problems, schema, settings
from kit.problems import Problem, Problems, listed, problem
from scan import infra_block, source
from tests.fixtures.cases import cases, results
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of


def test_problems_are_sorted_and_each_is_reported_once():
    problems = Problems(Problem("b.py", 1, "late"), Problem("a.py", 10, "ten"), Problem("a.py", 9, "nine", "do"),
                        Problem("a.py", 9, "nine", "do"), Problem("a.py", 0, "whole"), Problem("", 0, "nowhere"))
    assert str(problems) == ("nowhere\n" "a.py: whole\n" "a.py:9: nine\n  hint: do\n" "a.py:10: ten\n" "b.py:1: late")


def test_a_problem_can_be_raised_at_once():
    with pytest.raises(Problems, match="^a.py:3: wrong\n  hint: right$"):
        raise problem("a.py", 3, "wrong", "right")


@pytest.mark.parametrize("length, shown", [(299, "v" * 299), (10000, "v" * 60 + "... (10,000 characters)")])
def test_of_a_long_value_the_beginning_is_printed(length, shown):
    assert str(Problem("a.yaml", 1, f"size cannot be {'v' * length!r}", "e.g. 128")) == \
        f"a.yaml:1: size cannot be '{shown}'\n  hint: e.g. 128"


@cases("path, address", [("a\nb.py", r"a\nb.py"), ("\x1b[2J.py", r"\x1b[2J.py"), ("\udcff.py", r"\xff.py"), ("é 日本.py", "é 日本.py"),
                         ("a\u202eb.py", r"a\u202eb.py"), ("a\u2028b.py", r"a\u2028b.py")])
def test_an_address_is_one_line_of_printable_text(path, address):
    assert str(Problem(path, 3, "wrong")) == f"{address}:3: wrong"


SCHEMAS = {"app.yaml": settings.SCHEMA, "infra": recipes.INFRA, "domains": domain_file.SCHEMA}


def with_patterns(part, place):
    """[(place, schema)] of all parts of a schema that have a pattern."""
    schemas = [(place, part)] if isinstance(part, dict) and isinstance(part.get("pattern"), str) else []
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return schemas + [item for key, subschema in items for item in with_patterns(subschema, f"{place}.{key}")]


PATTERNED = [each for name, whole in SCHEMAS.items() for each in with_patterns(whole, name)]


@cases("key, part", PATTERNED)
def test_a_pattern_is_described_in_words(key, part):
    ((_key, message, hint),) = schema.problems(part, "\t")
    for description in (message, hint):
        assert not re.search(r"\[A-Z|\[a-z|\\w|\\d|\^|\+\)|\$\)|\{0,", description), description
    assert len(hint) > 8 and re.search("[a-z]{3}", hint)


def test_the_patterns_are_all_seen():
    assert len(PATTERNED) >= 18


@cases("key, part", PATTERNED)
def test_an_example_fits_and_a_newline_behind_it_does_not(key, part):
    for example in part.get("examples", []):
        assert list(schema.problems(part, example)) == []
        assert [*schema.problems(part, f"{example}\n")] != []


@cases("permissions, message, hint", [
    (["s3"], "permissions.0 cannot be 's3'", "`service:Action`; the action may have `*` and `?`; e.g. s3:GetObject"),
    ([{"action": "s3", "resource": "*"}], "permissions.0.action cannot be 's3'",
     "`service:Action`; the action may have `*` and `?`; e.g. s3:GetObject"),
    ([{"action": ["s3"], "resource": "*"}], "permissions.0.action.0 cannot be 's3'",
     "`service:Action`; the action may have `*` and `?`; e.g. s3:GetObject"),
    ([{"action": "s3:GetObject", "resource": "photos"}], "permissions.0.resource cannot be 'photos'",
     "the ARN to which the permission applies, or `*`; e.g. arn:aws:s3:::photos/*")])
def test_the_pattern_of_permissions_is_described_in_words(permissions, message, hint):
    ((_key, *message_and_hint),) = schema.problems(recipes.INFRA, {"permissions": permissions})
    assert message_and_hint == [message, hint]


@cases("name", ["demo\n", "demo\n\n", "\ndemo", "demo ", "de\nmo", "d\u0661"])
def test_a_newline_is_no_end(name):
    assert [*schema.problems(settings.SCHEMA, {"name": name})] != []


test_a_list_that_is_cut_says_how_many_more = results(lambda count: listed([f"a{number}" for number in range(count)], 3), [
    (0, ""), (1, "a0"), (3, "a0, a1, a2"), (4, "a0, a1, a2, a3"), (5, "a0, a1, a2 and 2 more"), (99, "a0, a1, a2 and 96 more")])


def test_no_other_place_cuts_a_list_for_a_person():
    cuts = [f"{path.name}:{number}" for path in sorted((ROOT / "tools").rglob("*.py"))
            for number, line in enumerate(path.read_text().split("\n"), 1)
            if re.search(r"""["'], ["']\.join\((sorted\()?[^()]*(\([^()]*\))?\)?\[:\d+\]\)""", line)]
    assert cuts == []


TEXT = {"type": "string", "examples": ["/orders/{id}"]}

test_a_value_is_shown_as_yaml_and_not_as_python = results(schema.shown, [
    ({"id": None}, "{id}"), ({"a": {"b": True}}, "{a: {b: true}}"), (["a", None, False, 1.5], "[a, null, false, 1.5]"),
    ({}, "{}"), ([], "[]"), ({"a": "b: c"}, "{a: 'b: c'}"), ({"a": ""}, "{a: ''}"), ("a", "'a'"), (None, "nothing"),
    ({"a": "x" * 40}, "a mapping"),
])


@cases("value, hint", [
    ({"id": None}, "in quotes it is text: path: \"{id}\""),
    ({"id": None, "b": None}, "in quotes it is text: path: \"{id, b}\""),
    ({"id": 1}, "e.g. /orders/{id}"),
    (["id"], "e.g. /orders/{id}"),
    ({}, "e.g. /orders/{id}"),
])
def test_text_in_braces_is_to_be_quoted(value, hint):
    assert schema.problems(TEXT, value, "endpoint.path") == [
        ("endpoint.path", f"endpoint.path must be text, not {schema.shown(value)}", hint)]


def test_an_infra_block_that_is_a_list_is_shown_as_yaml():
    source = '"""\ninfra: [a, true]\n"""\n'
    assert infra_block.infra_block(ast.parse(source), source)[2][0][1] == "infra must be a mapping, not [a, true]"


CONFLICT = "<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> other\n"

test_a_conflict_that_a_merge_left_is_found = results(lambda text: (problems.merge_conflict(text) or [0])[0], [
    (CONFLICT, 1), (f"x: 1\n{CONFLICT}", 2), ("<<<<<<< HEAD\nname: a\n", 0), (f"a {CONFLICT}", 0),
    ("x: 1\n" * 3 + CONFLICT * 2, 4), ("<<<<<<< \n" * 100_000, 0)])


def test_a_merge_conflict_in_the_settings_or_in_a_docstring_is_reported_as_one(own_folder):
    Path("app.yaml").write_text(f"# The app.\n{CONFLICT}")
    assert str(problems_of(settings.read)) == (
        "app.yaml:2: a conflict of a merge is not resolved\n"
        "  hint: keep one of its two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>")
    code = f'"""\ninfra:\n  timer:\n{CONFLICT}"""\n\n\ndef handler(event, context):\n    return event\n'
    assert source.facts("lambdas/hello/index.py", code)["problems"][0][:2] == [4, "a conflict of a merge is not resolved"]
