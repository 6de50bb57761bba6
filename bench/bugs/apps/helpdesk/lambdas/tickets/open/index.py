"""Opens a ticket from the form of the public page: POST /tickets

infra:
  endpoint:
    api: public
    method: POST
    path: /tickets
    schema:
      type: object
      required: [subject, email, text]
      additionalProperties: false
      properties:
        subject: {type: string, minLength: 1, maxLength: 200}
        email: {type: string, pattern: "^[^@ ]+@[^@ ]+$"}
        text: {type: string, minLength: 1, maxLength: 20000}
        priority: {type: string, enum: [low, normal, high]}
    limit: {rate: 5, burst: 10}
"""
import json

from lambdas.common import tickets
from lambdas.common.bus import emit
from lambdas.common.web import respond


def handler(event, context):
    form = json.loads(event["body"])
    ticket = tickets.create(form["subject"], form["email"].lower(), form["text"], form.get("priority", "normal"))
    emit("TicketOpened", {
        "number": ticket.number, "subject": ticket.subject, "requester": ticket.requester, "priority": ticket.priority})
    return respond(201, {"number": ticket.number, "due": ticket.due})
