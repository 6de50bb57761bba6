"""People: read by all who are signed in, changed by administrators.

infra:
  endpoint:
    api: private
    routes:
    - GET /users
    - {method: PUT, path: "/users/{userid}", groups: [admin]}
"""
import json
import os
from datetime import datetime

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["STAFF_TABLE"])


def handler(event, context):
    route_key = f"{event['httpMethod']} {event['resource']}"
    status_code, response_body = 400, {"Message": "Unsupported route"}
    try:
        if route_key == "GET /users":
            response_body, status_code = table.scan(Select="ALL_ATTRIBUTES")["Items"], 200
        if route_key == "PUT /users/{userid}":
            item = json.loads(event["body"])
            item["timestamp"] = datetime.now().isoformat()
            item["userid"] = event["pathParameters"]["userid"]
            item["by"] = event["requestContext"]["authorizer"]["sub"]
            table.put_item(Item=item)
            response_body, status_code = item, 200
    except Exception as err:
        status_code, response_body = 400, {"Error": str(err)}
        print(str(err))
    return {"statusCode": status_code, "body": json.dumps(response_body),
            "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}}
