"""Which tables can be adopted, and how they are imported."""
from deploy import adoptions
from deploy.adoptions import Adoption
from tests.fixtures.cases import cases


def index(name, attribute, projection="ALL", **others):
    return {"IndexName": name, "KeySchema": [{"AttributeName": attribute, "KeyType": "HASH"}],
            "Projection": {"ProjectionType": projection}, **others}


def table(types, key="pk", local=(), indexes=()):
    return {"Type": "AWS::DynamoDB::Table", "Properties": {
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": type_} for name, type_ in types.items()],
        "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
        **({"LocalSecondaryIndexes": [*local]} if local else {}),
        **({"GlobalSecondaryIndexes": [*indexes]} if indexes else {})}}


TEXT, ONE, TWO = {"pk": "S"}, index("one", "a"), index("two", "b")
EMPTY = "old has another {} than DemoTable: the deploy would replace it by an empty one"


@cases("before, after, message", [
    (table(TEXT), table(TEXT), None),
    (table({"pk": "N"}), table(TEXT), EMPTY.format("type of pk")),
    (table({"pk": "S", "a": "N"}), table({"a": "S", "pk": "S"}), EMPTY.format("type of a")),
    (table({"pk": "S", "a": "N"}), table(TEXT), None),
    (table({"pk": "N"}, "id"), table(TEXT), EMPTY.format("KeySchema and type of pk")),
    (table(TEXT, local=[ONE]), table(TEXT), EMPTY.format("LocalSecondaryIndexes")),
    (table(TEXT, local=[ONE, TWO]), table(TEXT, local=[TWO, ONE]), None),
    (table(TEXT), table(TEXT, indexes=[ONE]), None),
    (table(TEXT, indexes=[ONE]), table(TEXT), None),
    (table(TEXT), table(TEXT, indexes=[ONE, TWO]), "old has other indexes than DemoTable: one, two"),
    (table(TEXT, indexes=[ONE, TWO]), table(TEXT), "old has other indexes than DemoTable: one, two"),
    (table(TEXT, indexes=[ONE]), table(TEXT, indexes=[TWO]), "old has other indexes than DemoTable: one, two"),
    (table(TEXT, indexes=[ONE]), table(TEXT, indexes=[index("one", "b")]), "old has other indexes than DemoTable: one"),
    (table(TEXT, indexes=[TWO, ONE]), table(TEXT, indexes=[index("one", "a", ProvisionedThroughput={}), TWO]), None),
])
def test_a_table_is_adopted_if_a_deploy_can_keep_it(before, after, message):
    adoption = Adoption("DemoTable", "old", adoptions.definition(before, after))
    problem = adoptions.problem(adoption, after, "eu-west-1", ("index.py", 3))
    assert (problem and problem.message) == message


def test_a_table_is_imported_with_its_lists_in_the_order_of_the_app():
    before = table({"b": "S", "pk": "S"}, local=[index("two", "b", "KEYS_ONLY"), ONE], indexes=[ONE])
    after = table({"pk": "S", "b": "S"}, local=[ONE, index("two", "b", "KEYS_ONLY")], indexes=[TWO])
    properties = adoptions.definition(before, after)["Properties"]
    assert properties == {**after["Properties"], "GlobalSecondaryIndexes": [ONE]}
