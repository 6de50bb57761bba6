"""The first place of a value that has not the shape which a TypedDict declares."""
from typing import Any, NotRequired, TypedDict

from kit import shapes
from tests.fixtures.cases import results


class Row(TypedDict):
    """A row of a table."""

    name: str
    size: NotRequired[int | str]


class Table(TypedDict):
    """A table of rows."""

    rows: list[Row]
    totals: dict[str, int]
    note: Any
    owner: str | None


WHOLE = {"rows": [{"name": "a"}, {"name": "b", "size": "2"}], "totals": {"a": 1}, "note": {}, "owner": None}

test_a_misfit_has_the_keys_of_its_place = results(lambda changed: shapes.misfit(Table)(WHOLE | changed), [
    ({}, None), ({"more": 1}, None), ({"note": [None]}, None),
    ({"rows": {}}, "rows is a mapping, not a list"),
    ({"rows": [{"name": "a"}, None]}, "rows.1 is null, not a mapping"),
    ({"rows": [{"size": 1}]}, "rows.0 lacks 'name'"),
    ({"rows": [{"name": "a", "size": 1.5}]}, "rows.0.size is a number, not a whole number"),
    ({"rows": [{"name": "a", "size": True}]}, "rows.0.size is true or false, not a whole number"),
    ({"totals": {"a": "1"}}, "totals.a is a text, not a whole number"),
    ({"owner": 7}, "owner is a whole number, not a text"),
])


def test_a_partial_value_may_lack_fields():
    check = shapes.misfit(Table, is_partial=True)
    assert [check({"rows": [{}]}), check({"rows": [{"name": 1}]})] == [None, "rows.0.name is a whole number, not a text"]


test_a_value_may_be_wrong_as_a_whole = results(shapes.misfit(Table), [([], "is a list, not a mapping"), ({}, "lacks 'note'")])
