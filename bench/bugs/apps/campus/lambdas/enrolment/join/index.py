"""A student joins a course, or waits for a seat: POST /courses/{course}/students

infra:
  endpoint:
    api: private
    method: POST
    path: /courses/{course}/students
  timeout: medium
"""
from lambdas.shared import outbox, rows
from lambdas.shared.http import HttpError, endpoint


def join(course, title, student, email):
    """Takes a seat; the reasons if there is none."""
    try:
        rows.client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": rows.table.name,
                "Key": rows.course_key(course),
                "UpdateExpression": "SET taken = if_not_exists(taken, :zero) + :one",
                "ConditionExpression": "attribute_exists(pk) AND (attribute_not_exists(taken) OR taken < seats)",
                "ExpressionAttributeValues": {":zero": 0, ":one": 1},
            }},
            {"Put": {
                "TableName": rows.table.name,
                "Item": {
                    "pk": f"course#{course}", "sk": f"student#{student}", "kind": "seat", "student": student,
                    "course": course, "title": title, "email": email, "joined": rows.stamp(),
                },
                "ConditionExpression": "attribute_not_exists(pk)",
            }},
        ])
    except rows.client.exceptions.TransactionCanceledException as error:
        return [reason["Code"] for reason in error.response["CancellationReasons"]]
    return []


def wait(course, title, student, email):
    rows.table.put_item(Item={
        "pk": f"course#{course}", "sk": f"wait#{rows.stamp()}#{student}", "kind": "wait", "student": student,
        "course": course, "title": title, "email": email,
    })


@endpoint
def handler(event, context):
    course = event["pathParameters"]["course"]
    claims = event["requestContext"]["authorizer"]["claims"]
    row = rows.table.get_item(Key=rows.course_key(course), ConsistentRead=True).get("Item")
    if row is None:
        raise HttpError(404, "no such course")
    person = (course, row["title"], claims["sub"], claims["email"])
    full, joined = "ConditionalCheckFailed", False
    reasons = join(*person)
    if not reasons:
        joined = True
    elif reasons[1] == full:
        raise HttpError(409, "you are in this course")
    elif reasons[0] == full:
        wait(*person)
    else:
        raise HttpError(503, "try again")
    outbox.mail("joined" if joined else "waiting", claims["email"], title=row["title"])
    return (201 if joined else 202), {"course": course, "joined": joined}
