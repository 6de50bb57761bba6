"""One ticket with its replies, for agents: GET /tickets/{number}

infra:
  endpoint:
    api: private
    groups: [agents, leads]
    method: GET
    path: /tickets/{number}
"""
from dataclasses import asdict

from boto3.dynamodb.conditions import Key

from lambdas.common import tickets
from lambdas.common.web import respond


def handler(event, context):
    number = event["pathParameters"]["number"]
    if not number.isdigit():
        return respond(404, {"message": f"no ticket {number}"})
    ticket = tickets.find(int(number))
    if ticket is None:
        return respond(404, {"message": f"no ticket {number}"})
    return respond(200, {**asdict(ticket), "replies": replies(ticket.number)})


def replies(number):
    """All replies of a ticket, the oldest first."""
    query = {"KeyConditionExpression": Key("pk").eq(f"ticket#{number}") & Key("sk").begins_with("reply#")}
    found = []
    while True:
        page = tickets.table.query(**query)
        for row in page["Items"]:
            found.append({"at": row["sk"].split("#")[1], "author": row["author"], "text": row["text"],
                          "internal": row["internal"]})
        if "LastEvaluatedKey" not in page:
            return found
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
