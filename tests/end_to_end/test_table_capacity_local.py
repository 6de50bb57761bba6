"""Provisioned capacity on the local cloud: it is set, scaled between two numbers, and taken back."""
import pytest

from tests.fixtures.lambda_texts import lambda_text

SETTINGS = "name: dense\ntables:\n  dense:\n    indexes: {by_day: {key: {day: string}}}\n"
CAPACITY = "    capacity: {read: 5, write: 2}\n"
INDEX = lambda_text("{}", 'return os.environ["DENSE_TABLE"]', "os")


@pytest.fixture
def capacities(deploy_app, local_cloud):
    """capacities(app.yaml) -> (billing mode, units of the table, those of the index, {dimension: (least, most)})"""
    def deployed(settings):
        name = deploy_app(settings, {"keep": INDEX})["DenseTableName"]
        table = local_cloud.client("dynamodb").describe_table(TableName=name)["Table"]
        targets = local_cloud.client("application-autoscaling").describe_scalable_targets(ServiceNamespace="dynamodb")
        return (table["BillingModeSummary"]["BillingMode"] if "BillingModeSummary" in table else "PROVISIONED",
                units(table), units(table["GlobalSecondaryIndexes"][0]),
                {target["ScalableDimension"]: (target["MinCapacity"], target["MaxCapacity"])
                 for target in targets["ScalableTargets"] if f"table/{name}" in target["ResourceId"]})
    return deployed


def units(described):
    return tuple(described["ProvisionedThroughput"][f"{kind}CapacityUnits"] for kind in ("Read", "Write"))


def test_capacity_is_set_scaled_and_taken_back(capacities):
    assert capacities(SETTINGS)[0] == "PAY_PER_REQUEST"
    assert capacities(SETTINGS + CAPACITY) == ("PROVISIONED", (5, 2), (5, 2), {})
    scaled = capacities(SETTINGS + CAPACITY.replace("write: 2", "write: 3, max: 40"))
    assert scaled == ("PROVISIONED", (5, 3), (5, 3), {
        "dynamodb:table:ReadCapacityUnits": (5, 40), "dynamodb:table:WriteCapacityUnits": (3, 40),
        "dynamodb:index:ReadCapacityUnits": (5, 40), "dynamodb:index:WriteCapacityUnits": (3, 40)})
    assert capacities(SETTINGS + CAPACITY.replace("write: 2", "write: 3, max: 50"))[3][
        "dynamodb:index:WriteCapacityUnits"] == (3, 50)
    back = capacities(SETTINGS)
    assert (back[0], back[3]) == ("PAY_PER_REQUEST", {})
