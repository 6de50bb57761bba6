"""The name of an index in the table."""
from recipes import index, template
from tests.fixtures.recipe_apps import app_of


def test_an_index_is_called_as_pareto_0_7_called_it():
    assert index.problems([{"name": "owner", "type": "S", "table": "demo"}]) == []
    table = template.template(app_of())["Resources"]["DemoTable"]["Properties"]
    assert table["GlobalSecondaryIndexes"] == [{
        "IndexName": "owner-index", "Projection": {"ProjectionType": "ALL"},
        "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}]}]
