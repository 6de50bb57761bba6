"""`capacity` of a table in app.yaml: units that are paid for by the hour, scaled if there is a `max`; else on demand.

    capacity: {read: 5, write: 5, max: 100}

docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
"""
from aws import cfn, tables
from aws.app import Table
from kit import names
from kit.table_settings import Capacity

# AWS's own default: capacity is added where more than so many percent are used.
UTILIZATION = 70


def throughput(table: Table) -> dict[str, dict]:
    """{"ProvisionedThroughput": ...} of a table or of one of its global indexes; {} of one on demand."""
    capacity = of_table(table)
    return {"ProvisionedThroughput": {"ReadCapacityUnits": capacity["read"], "WriteCapacityUnits": capacity["write"]}} \
        if capacity else {}


def of_table(table: Table) -> Capacity | None:
    """The `capacity` of a table, None of one on demand."""
    return table["settings"]["capacity"] if "settings" in table else None


def resources(name: str, table: Table) -> dict[str, dict]:
    """{logical id: resource}: a target and a policy for reads and writes, of the table and of each global index.

    name  of the table; {} without `max`
    """
    capacity, table_id = of_table(table), names.logical_id(name, "table")
    if not capacity or not capacity["max"]:
        return {}
    scaled: list[tuple[tuple[str, ...], str, str]] = [((name, "table"), f"table/${{{table_id}}}", "table")]
    scaled += [((name, "table", "index", index), f"table/${{{table_id}}}/index/{index}", "index")
               for index, details in tables.indexes(table).items() if not details.local]
    limits = {"read": (capacity["read"], capacity["max"]), "write": (capacity["write"], capacity["max"])}
    return cfn.merge(*[scaling((*stem, kind), resource, dimension, limits[kind])
                       for stem, resource, dimension in scaled for kind in limits])


def scaling(stem: tuple[str, ...], resource: str, dimension: str, limits: tuple[int, int]) -> dict[str, dict]:
    """The target and the policy of one kind of capacity.

    stem       of the logical ids: ("demo", "table", "read")
    resource   "table/${DemoTable}"
    dimension  "table" or "index"
    limits     the least and the most units
    """
    target_id, kind = names.logical_id(*stem, "target"), stem[-1]
    return {
        target_id: cfn.resource("AWS::ApplicationAutoScaling::ScalableTarget", {
            "ServiceNamespace": "dynamodb", "ResourceId": cfn.sub(resource),
            "ScalableDimension": f"dynamodb:{dimension}:{kind.capitalize()}CapacityUnits",
            "MinCapacity": limits[0], "MaxCapacity": limits[1]}),
        names.logical_id(*stem, "policy"): cfn.resource("AWS::ApplicationAutoScaling::ScalingPolicy", {
            "PolicyName": kind, "PolicyType": "TargetTrackingScaling", "ScalingTargetId": cfn.ref(target_id),
            "TargetTrackingScalingPolicyConfiguration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": f"DynamoDB{kind.capitalize()}CapacityUtilization"},
                "TargetValue": UTILIZATION}})}
