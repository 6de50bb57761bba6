"""Stores a machine with its packages.

infra:
  endpoint:
    api: iam
    method: POST
    path: /machines/{id}
    schema: {type: object, required: [region], properties: {region: {type: string}, packages: {type: array, items: {type: object}}}}
  timeout: 29
"""
import json

from lambdas.shared import database


def handler(event, context):
    id_, body = event["pathParameters"]["id"], json.loads(event["body"])
    transaction = database.begin()
    try:
        database.execute("INSERT INTO machines (id, region) VALUES (:id, :region)", transaction, id=id_, region=body["region"])
        if body.get("packages"):
            database.execute_many("INSERT INTO packages (machine, name, version) VALUES (:machine, :name, :version)",
                                  [{"machine": id_, "name": package["name"], "version": package["version"]}
                                   for package in body["packages"]], transaction)
    except Exception:
        database.roll_back(transaction)
        raise
    database.commit(transaction)
    return {"statusCode": 201, "body": json.dumps({"id": id_})}
