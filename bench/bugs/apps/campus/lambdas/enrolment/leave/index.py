"""A student leaves a course: DELETE /courses/{course}/students/me

infra:
  endpoint:
    api: private
    method: DELETE
    path: /courses/{course}/students/me
  timeout: medium
"""
from botocore.exceptions import ClientError

from lambdas.shared import outbox, rows
from lambdas.shared.http import HttpError, endpoint


@endpoint
def handler(event, context):
    course = event["pathParameters"]["course"]
    student = event["requestContext"]["authorizer"]["claims"]["sub"]
    try:
        rows.client.transact_write_items(TransactItems=[
            {"Delete": {
                "TableName": rows.table.name,
                "Key": {"pk": f"course#{course}", "sk": f"student#{student}"},
                "ConditionExpression": "attribute_exists(pk)",
            }},
            {"Update": {
                "TableName": rows.table.name,
                "Key": rows.course_key(course),
                "UpdateExpression": "ADD taken :minus",
                "ExpressionAttributeValues": {":minus": -1},
            }},
        ])
    except ClientError as error:
        if error.response["Error"]["Code"] == "TransactionCanceledException":
            codes = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
            if "ConditionalCheckFailed" in codes:
                raise HttpError(404, "you are not in this course") from error
        raise
    outbox.publish("SeatFreed", course=course)
    return 204, None
