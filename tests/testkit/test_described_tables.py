"""Tables of app.yaml in the test kit: their rows by their own keys, their events, and events of expired rows."""
import pytest

from testkit.makers import MAKERS
from tests.fixtures.tested_lambdas import problem_lines

SETTINGS = "tables:\n  demo: {key: {customer: string, placed: number}, ttl: expires}\n  demo-one: {key: {id: binary}}\n"
RULE = "events:\n- {name: paid, source: {type: table, name: demo}, pattern: PATTERN}"
CODE = "ONE = os.environ.get('DEMO_ONE_TABLE')\n\n\ndef handler(event, context):\n    return event['detail']\n"


def lambda_of(written, pattern="{customer: [ann]}"):
    return written(SETTINGS, watch=(RULE.replace("PATTERN", pattern), CODE))


def test_rows_are_put_and_read_by_the_tables_own_keys(written):
    world = lambda_of(written)
    table, one = world.view("table", "demo"), world.view("table", "demo-one")
    table.put(customer="ann", placed=2, total=1.5)
    table.put(customer="ann", placed=1)
    one.put(id=b"x", n=1)
    assert table.rows() == [{"customer": "ann", "placed": 1}, {"customer": "ann", "placed": 2, "total": 1.5}]
    assert table.row("ann", 2) == table.row(customer="ann", placed=2) == {"customer": "ann", "placed": 2, "total": 1.5}
    assert table.row("ann", 3) is None and one.row(b"x")["n"] == 1


def test_an_event_has_the_tables_own_keys(written):
    world = lambda_of(written)
    detail = world.this.call(world.this.event.table(new={"customer": "ann", "placed": 5}))
    assert (detail["customer"], detail["placed"], detail["records"][0]["newImage"]) == (
        "ann", 5, {"customer": "ann", "placed": 5})
    assert problem_lines(world.this.event.table, new={"customer": "ann", "placed": "5"}) == [
        "the row {'customer': 'ann', 'placed': '5'} has no key 'placed' of the type number",
        "  hint: the key of the table is 'customer' (string) and 'placed' (number)"]
    assert problem_lines(world.this.event.table, old={"customer": "ann", "placed": 1}, new={"customer": "ann", "placed": 2}) == [
        "the key 'placed' is 1 before the change, and 2 after it",
        "  hint: another key is another row: old={...} alone is its removal, new={...} alone an insert"]


def test_the_event_of_an_expired_row_has_the_cause(written):
    world = lambda_of(written, "{ttl: [true]}")
    row = {"customer": "ann", "placed": 5}
    assert world.this.call(world.this.event.table(old=row, ttl=True))["ttl"] is True
    assert "watch is not called" in problem_lines(world.this.event.table, old=row)[0]
    assert "event.table(old={...}, ttl=True)" in problem_lines(world.this.event.table, new=row, ttl=True)[1]


@pytest.mark.parametrize("pattern, expected", [
    ("{customer: [bob]}", {"customer": "bob", "eventName": "INSERT"}), ("{placed: [7]}", {"placed": 7}),
    ("{ttl: [true]}", {"ttl": True, "eventName": "REMOVE"})])
def test_an_example_of_an_event_fits_the_pattern(written, pattern, expected):
    world = lambda_of(written, pattern)
    detail = MAKERS["events"].example(world.this.event)["detail"]
    assert {name: detail[name] for name in expected} == expected
