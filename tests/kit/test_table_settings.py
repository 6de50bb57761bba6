"""`tables` of app.yaml: the normal form, and every wrong use with its line."""

from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def tables(text):
    return settings.settings("app.yaml", f"name: demo\ntables:\n{text}\n")["tables"]


def test_a_table_has_its_keys_in_order_and_every_default():
    assert tables("  demo:\n    key: {zone: string, at: number}\n    indexes:\n      by_day: {key: {day: binary}}") == {
        "demo": {"key": [{"name": "zone", "type": "S"}, {"name": "at", "type": "N"}], "ttl": None, "stream": True,
                 "capacity": None, "indexes": [{"name": "by_day", "key": [{"name": "day", "type": "B"}], "projection": "all",
                              "local": False, "line": 6}], "line": 3}}
    assert tables("  demo-x:")["demo-x"]["key"] == [{"name": "pk", "type": "S"}, {"name": "sk", "type": "S"}]


def test_an_app_without_tables_has_none():
    assert "tables" not in settings.settings("app.yaml", "name: demo\n")


@cases("name", ["''", "[a]", "9x", "null", "Demo"])
def test_a_faulty_name_of_the_app_is_reported_alone(name):
    text = f"name: {name}\ntables: {{demo-orders: {{}}}}\nbuckets: {{demo-a: {{}}}}\n"
    assert [problem.line for problem in problems_of(settings.settings, "app.yaml", text).args] == [1]


MANY = ", ".join(f"by_{at}: {{key: {{pk: string, a{at}: string}}, local: true}}" for at in range(6))
WIDE = ", ".join(f"by_{at}: {{key: {{a{at}: string}}, projection: [{', '.join(f'c{n}' for n in range(20))}]}}"
                 for at in range(6))


@cases("table, message, hint", [
    ("orders: {}", "tables.orders: no variable names a table 'orders' of this app", "demo, which is DEMO_TABLE"),
    ("demo-Big: {}", "no variable names a table 'demo-Big'", "demo-orders"),
    ("demo: {key: {id: text}}", "tables.demo.key.id must be one of string, number, binary", "are string, number and"),
    ("demo: {key: {id: S}}", "tables.demo.key.id must be one of string, number, binary", "S, N and B"),
    ("demo: {key: {}}", "tables.demo.key has 0 attributes", "the partition key"),
    ("demo: {key: {a: string, b: string, c: string}}", "tables.demo.key has 3 attributes", "then the sort key"),
    ("demo: {keys: {a: string}}", "tables.demo has no field 'keys'", "did you mean 'key'?"),
    ("demo: {key: {records: string}}", "the table's events have a field 'records'", "stream: false"),
    ("demo: {key: {newImage: string}}", "have a field 'newImage'", "another name"),
    ("demo: {batch: 0}", "tables.demo.batch must be at least 1", "changes"),
    ("demo: {window: 301}", "tables.demo.window must be at most 300", "seconds"),
    ("demo: {stream: false, batch: 1}", "tables.demo.batch is for events, and the table has none", "one of the two"),
    ("demo: {ttl: 5}", "tables.demo.ttl must be text", "seconds since 1970"),
    ("demo: {ttl: pk}", "tables.demo.ttl: pk is a string in the table's key", "from a number"),
    ("demo: {stream: maybe}", "tables.demo.stream must be true or false", "docs/events.md"),
    ("demo: {indexes: {ab: {key: {a: string}}}}", "tables.demo.indexes.ab: no name of an index", "3 to 255"),
    ("demo: {indexes: {by_a: {}}}", "tables.demo.indexes.by_a needs 'key'", "the partition key"),
    ("demo: {indexes: {by_a: {key: {a: string, b: string, c: string}}}}", "by_a.key has 3 attributes", "with `sort`"),
    ("demo: {indexes: {by_a: {key: {a: string, b: string, c: string, d: string, e: string}, sort: {}}}}",
     "by_a.key has 5 attributes", "one to four"),
    ("demo: {indexes: {by_a: {key: {}, sort: {a: string}}}}", "by_a.key has 0 attributes", "one to four"),
    ("demo: {indexes: {by_a: {key: {z: string}, sort: {a: string, b: string, c: string, d: string, e: string}}}}",
     "by_a.sort has 5 attributes", "four at most"),
    ("demo: {indexes: {by_a: {key: {a: string}, sort: {a: string}}}}", "a is in `key` and in `sort`", "one of the two"),
    ("demo: {indexes: {by_a: {key: {a: string}, sort: {b: text}}}}", "by_a.sort.b must be one of string", "S, N and B"),
    ("demo: {indexes: {by_a: {key: {a: string}, sort: {pk: number}}}}", "pk is a string in the table's key", "one type"),
    ("demo: {indexes: {by_a: {key: {pk: string}, sort: {b: string}, local: true}}}", "a local index has one sort key", "`key`"),
    ("demo: {indexes: {by_a: {key: {a: string}, projection: some}}}", "projection must be one of all, keys", "only the keys"),
    ("demo: {indexes: {by_a: {key: {a: string}, projection: [b, b]}}}", "projection has an attribute twice", "once"),
    ("demo: {indexes: {by_a: {key: {pk: number}}}}", "pk is a string in the table's key", "one type"),
    ("demo: {indexes: {by_a: {key: {a: string}}, by_b: {key: {a: number}}}}", "a is a string in the index by_a", "one"),
    ("demo: {indexes: {by_a: {key: {a: string}, local: true}}}", "the key of a local index begins with pk", "{pk: string"),
    ("demo: {indexes: {by_a: {key: {pk: string}, local: true}}}", "has a sort key of its own", "pk: string, other"),
    ("demo: {indexes: {by_a: {key: {pk: string, sk: string}, local: true}}}", "a sort key of its own", "other: string"),
    ("demo: {key: {a: string}, indexes: {by_a: {key: {a: string, b: string}, local: true}}}",
     "a table without a sort key has no local index", "remove"),
    (f"demo: {{indexes: {{{MANY}}}}}", "tables.demo has 6 local indexes", "DynamoDB takes 5"),
    (f"demo: {{indexes: {{{WIDE}}}}}", "have 120 attributes together", "projection: all"),
    ("demo: {capacity: {read: 5}}", "tables.demo.capacity needs 'write'", "1 KB"),
    ("demo: {capacity: {read: 0, write: 1}}", "tables.demo.capacity.read must be at least 1", "4 KB"),
    ("demo: {capacity: {read: 5, write: 1, max: 4}}", "max 4 is less than read 5", "a higher max"),
    ("demo: 5", "tables.demo must be a mapping", "key: {customer: string}"),
])
def test_a_wrong_table_is_refused_at_its_line(table, message, hint):
    (problem,) = problems_of(tables, f"  demo-fine: {{}}\n  {table}").args
    assert problem.line == 4 and message in problem.message and hint in problem.hint


@cases("table", [
    "demo: {key: {records: string}, stream: false}", "demo: {key: {id: number}}", "demo: {ttl: expires}",
    "demo: {ttl: at, indexes: {by_at: {key: {kind: string, at: number}}}}",
    "demo: {indexes: {by_a: {key: {pk: string, a: string}, projection: [b], local: true}}}"])
def test_a_right_table_is_accepted(table):
    assert tables(f"  {table}")["demo"]
