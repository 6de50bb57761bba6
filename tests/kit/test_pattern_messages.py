"""No message shows a regular expression, `$` means the end, and a list that is cut tells how many it leaves out."""
import re

import recipes
from domain import domain_file
from kit import schema, settings
from kit.problems import listed
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT

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


@cases("count, items", [
    (0, ""), (1, "a0"), (3, "a0, a1, a2"), (4, "a0, a1, a2, a3"), (5, "a0, a1, a2 and 2 more"), (99, "a0, a1, a2 and 96 more")])
def test_a_list_that_is_cut_says_how_many_more(count, items):
    assert listed([f"a{number}" for number in range(count)], 3) == items


def test_no_other_place_cuts_a_list_for_a_person():
    cuts = [f"{path.name}:{number}" for path in sorted((ROOT / "tools").rglob("*.py"))
            for number, line in enumerate(path.read_text().split("\n"), 1)
            if re.search(r"""["'], ["']\.join\((sorted\()?[^()]*(\([^()]*\))?\)?\[:\d+\]\)""", line)]
    assert cuts == []
