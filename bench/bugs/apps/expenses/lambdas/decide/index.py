"""Approves or declines: PUT /employees/{employee}/expenses/{number}/decision with {"decision": "approved"}

infra:
  endpoint:
    api: private
    groups: [managers]
    method: PUT
    path: /employees/{employee}/expenses/{number}/decision
    schema:
      type: object
      required: [decision]
      properties:
        decision: {enum: [approved, declined]}
"""
import json

from lambdas.office import bus, store, web


def handler(event, context):
    employee, number = event["pathParameters"]["employee"], event["pathParameters"]["number"]
    decision = json.loads(event["body"])["decision"]
    expense = store.load(employee, number)
    if expense is None:
        return web.respond(404, {"message": "there is no such expense"})
    try:
        store.move(employee, number, "open", decision)
    except store.Conflict:
        return web.respond(409, {"message": "it was decided already"})
    bus.emit("ExpenseDecided", employee=employee, number=number, decision=decision, email=expense.email,
             total=str(expense.total), by=web.caller(event)["email"])
    return web.respond(200, {"number": number, "status": decision})
