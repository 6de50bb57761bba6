"""Applications for jobs, and where their resumes are."""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").Table(os.environ["HIRING_APPLICATIONS_TABLE"])
Refused = table.meta.client.exceptions.ConditionalCheckFailedException


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def resume_key(job, email):
    return f"resumes/{job}/{email}.pdf"


def add(job, email, name, note=""):
    """Notes a new application. Raises Refused if there is one."""
    table.put_item(
        Item={"job": job, "email": email, "name": name, "note": note, "state": "new", "changed": now()},
        ConditionExpression=Attr("job").not_exists(),
    )


def get(job, email):
    return table.get_item(Key={"job": job, "email": email}).get("Item")


def change(job, email, state, **values):
    """Sets the state of an application, and further attributes."""
    changes = {"state": state, "changed": now(), **values}
    table.update_item(
        Key={"job": job, "email": email},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
        ConditionExpression="attribute_exists(email)",
        ExpressionAttributeNames={f"#{name}": name for name in changes},
        ExpressionAttributeValues={f":{name}": value for name, value in changes.items()},
    )


def in_state(state, before=None):
    """All applications in a state, with `before` only those that changed before that time."""
    condition = Key("state").eq(state)
    if before:
        condition = condition & Key("changed").lt(before)
    options = {"IndexName": "by_state", "KeyConditionExpression": condition}
    while True:
        page = table.query(**options)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        options["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def count(job):
    """The number of applications for a job."""
    total, options = 0, {"KeyConditionExpression": Key("job").eq(job), "Select": "COUNT"}
    while True:
        page = table.query(**options)
        total += page["Count"]
        if "LastEvaluatedKey" not in page:
            return total
        options["ExclusiveStartKey"] = page["LastEvaluatedKey"]
