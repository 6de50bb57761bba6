"""Which tables can be adopted, and how they are imported."""
from datetime import datetime

import pytest

from deploy import adoptions, kept_state
from deploy.adoptions import Adoption, KeptResource
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


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


def kept(physical, amount="2 items"):
    day = datetime(2026, 11, 1)
    return kept_state.Present(KeptResource(physical.partition("-")[0], physical, "AWS::DynamoDB::Table", {}, day, day), amount)


def test_the_error_about_several_kept_resources_has_one_command_for_all():
    candidates = {"B": [kept("B-2"), kept("B-1")], "A": [kept("A-2"), kept("A-1")], "C": [kept("C-2", ""), kept("C-1")],
                  "D": [kept("D-2", ""), kept("D-1", "")]}
    refused = problems_of(kept_state.choices, candidates, [], "dev")
    assert str(refused) == ("2 of A have data: A-2, A-1\n2 of B have data: B-2, B-1\n"
                                  "  hint: name one of each: `make adopt stage=dev resource=A-2,B-2`")
    with pytest.raises(Problems, match="(?s)^2 of B have data[^`]*`make adopt stage=dev resource=A-1,B-2`$"):
        kept_state.choices(candidates, ["A-1"], "dev")
    with pytest.raises(Problems, match="`make adopt stage=dev name=W_TABLE resource=old,A-1,B-2`$"):
        kept_state.choices(candidates, ["A-1"], "dev", "W_TABLE", "old")
    chosen = kept_state.choices(candidates, ["A-1", "B-2"], "dev")
    assert [present.resource.physical for present in chosen] == ["A-1", "B-2", "C-1", "D-2"]
