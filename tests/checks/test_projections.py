"""P341: attributes of items of an index, by its projection."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
TABLES = "{demo: {indexes: {by_email: {key: {email: string}, projection: %s}}}}"
LOCAL = "{demo: {indexes: {by_email: {key: {pk: string, email: string}, projection: keys, local: true}}}}"
CODE = "rows = table.%s(IndexName='by_email'%s)['Items']\nreturn [row[%r] for row in rows]"
KEY = ", KeyConditionExpression=Key(%r).eq('a')"


@cases("tables, code, ids", [
    (TABLES % "keys", CODE % ("query", KEY % "email", "total"), ["P341"]),
    (TABLES % "keys", CODE % ("scan", "", "total"), ["P341"]),
    (TABLES % "keys", CODE % ("query", KEY % "email", "email"), []),
    (TABLES % "keys", CODE % ("query", KEY % "email", "pk"), []),
    (TABLES % "[total]", CODE % ("query", KEY % "email", "total"), []),
    (TABLES % "[total]", CODE % ("query", KEY % "email", "sum"), ["P341"]),
    (TABLES % "all", CODE % ("query", KEY % "email", "total"), []),
    (TABLES % "keys", (CODE % ("query", KEY % "email", "total")).replace("row['total']", "row.get('total')"), []),
    (LOCAL, CODE % ("query", KEY % "pk", "total"), ["P341"]),
    (LOCAL, CODE % ("query", KEY % "pk" + ", Select='ALL_ATTRIBUTES'", "total"), []),
])
def test_an_index_has_the_attributes_of_its_projection(finding_ids, tables, code, ids):
    assert [id_ for id_ in finding_ids(code, tables=tables) if id_ == "P341"] == ids
