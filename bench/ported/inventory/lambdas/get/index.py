"""A machine with its packages.

infra:
  endpoint: {api: public, method: GET, path: "/machines/{id}"}
  timeout: 29
"""
import json

from lambdas.shared import database


def handler(event, context):
    id_ = event["pathParameters"]["id"]
    machines = database.execute("SELECT id, region FROM machines WHERE id = :id", id=id_)
    if not machines:
        return {"statusCode": 404, "body": json.dumps({"message": "not found"})}
    packages = database.execute("SELECT name, version FROM packages WHERE machine = :id", id=id_)
    return {"statusCode": 200, "body": json.dumps({**machines[0], "packages": packages})}
