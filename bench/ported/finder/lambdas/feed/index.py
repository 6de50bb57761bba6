"""Indexes the changes of a table.

infra:
  stream: {table: finder, batch: 100, window: 1, parallel: 2}
  layers: [opensearch]
  permissions:
  - {action: ["es:ESHttpPost", "es:ESHttpPut"], resource: "arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/finder/*"}
"""
from boto3.dynamodb.types import TypeDeserializer
from opensearchpy import helpers

from lambdas.cluster import INDEX, search

deserializer = TypeDeserializer()


def action(record):
    change = record["dynamodb"]
    key = "|".join(change["Keys"][name]["S"] for name in ("pk", "sk"))
    if record["eventName"] == "REMOVE":
        return {"_op_type": "delete", "_index": INDEX, "_id": key}
    item = {name: deserializer.deserialize(value) for name, value in change["NewImage"].items()}
    return {"_op_type": "index", "_index": INDEX, "_id": key, "_source": item}


def handler(event, context):
    done, errors = helpers.bulk(search, [action(record) for record in event["Records"]], raise_on_error=False)
    print(done, errors)
    if errors:
        raise RuntimeError(errors[:3])
