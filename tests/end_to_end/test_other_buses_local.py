"""Rules on the bus of another app on the local cloud, where an empty bus stands for it."""
import json

from tests.fixtures.fake_functions import eventually

LISTEN = '''"""Writes down the events of two buses.

infra:
  events:
  - name: paid
    source: {type: app, name: otherapp}
    topic: OrderPaid
    retries: 3
    age: 1 hour
  - name: shipped
    source: {type: event-bus, name: "arn:aws:events:eu-west-1:111122223333:event-bus/shipping"}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["LISTENER_TABLE"])


def handler(event, context):
    table.put_item(Item={"pk": event["detail-type"], "sk": event["detail"]["id"]})
'''


def test_events_of_other_buses_invoke_the_lambda(deploy_app, local_cloud):
    outputs = deploy_app("name: listener\n", {"listen": LISTEN})
    events = local_cloud.client("events")
    entries = [("otherapp-local", "OrderPaid", "1"), ("otherapp-local", "Other", "2"), ("shipping", "Shipped", "3"),
               ("default", "OrderPaid", "4")]
    response = events.put_events(Entries=[
        {"EventBusName": bus, "Source": "shop", "DetailType": topic, "Detail": json.dumps({"id": id_})}
        for bus, topic, id_ in entries])
    assert response["FailedEntryCount"] == 0

    def rows():
        items = local_cloud.client("dynamodb").scan(TableName=outputs["ListenerTableName"])["Items"]
        return sorted((item["pk"]["S"], item["sk"]["S"]) for item in items)
    assert eventually(rows, lambda rows_: len(rows_) > 1) == [("OrderPaid", "1"), ("Shipped", "3")]
    name = events.list_rules(EventBusName="otherapp-local")["Rules"][0]["Name"]
    target = events.list_targets_by_rule(Rule=name, EventBusName="otherapp-local")["Targets"][0]
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600}
