"""Closes a ticket: PUT /tickets/{number}/closed, for agents.

infra:
  endpoint:
    api: private
    groups: [agents, leads]
    method: PUT
    path: /tickets/{number}/closed
"""
from lambdas.common import tickets
from lambdas.common.bus import emit
from lambdas.common.web import agent_of, respond


def handler(event, context):
    number = int(event["pathParameters"]["number"])
    ticket = tickets.find(number)
    if ticket is None:
        return respond(404, {"message": "no such ticket"})
    try:
        tickets.table.update_item(
            Key=ticket.key,
            UpdateExpression="SET #state = :closed, closed = :now REMOVE escalated",
            ConditionExpression="#state <> :closed",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":closed": "closed", ":now": tickets.stamp()})
    except tickets.table.meta.client.exceptions.ConditionalCheckFailedException:
        return respond(204)
    emit("TicketClosed", {"number": number, "subject": ticket.subject, "requester": ticket.requester,
                          "by": agent_of(event)})
    return respond(204)
