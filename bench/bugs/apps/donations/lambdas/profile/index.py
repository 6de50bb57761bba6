"""A person of the staff changes a donor.

infra:
  endpoint:
    api: private
    groups: [staff]
    method: PATCH
    path: /donors/{donor}
    schema:
      type: object
      minProperties: 1
      properties:
        name: {type: string}
        city: {type: string}
        newsletter: {type: boolean}
  timeout: medium
"""
import json

from botocore.exceptions import ClientError

from lambdas.common import store

FIELDS = {"name", "city", "newsletter"}


def handler(event, context):
    donor = event["pathParameters"]["donor"]
    staff = event["requestContext"]["authorizer"]["sub"]
    changes = {field: value for field, value in json.loads(event["body"]).items() if field in FIELDS}
    if not changes:
        return {"statusCode": 400, "body": json.dumps({"message": "nothing to change"})}
    changes["changed_by"] = staff
    changes["changed_at"] = store.now()
    names = {f"#{field}": field for field in changes}
    values = {f":{field}": value for field, value in changes.items()}
    assignments = ", ".join(f"#{field} = :{field}" for field in changes)
    try:
        response = store.donors.update_item(
            Key={"donor": donor},
            UpdateExpression=f"SET {assignments}",
            ConditionExpression="attribute_exists(donor)",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return {"statusCode": 404, "body": json.dumps({"message": "no such donor"})}
        raise
    row = response["Attributes"]
    return {"statusCode": 200, "body": json.dumps({"donor": donor, "name": row.get("name"), "city": row.get("city")})}
