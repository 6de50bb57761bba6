"""A car stands at the exit: POST /sessions/{id}/exit. The response has the fee.

infra:
  endpoint:
    api: public
    key: true
    method: POST
    path: "/sessions/{id}/exit"
  timeout: medium
"""
import json
import os

import boto3

from lambdas.common import fees, garages, sessions
from lambdas.common.http import reply

sqs = boto3.client("sqs")


def handler(event, context):
    session = sessions.find(event["pathParameters"]["id"])
    if session is None:
        return reply(404, {"error": "no such session"})
    garage = garages.find(session["garage"])
    fee = fees.fee(session["entered"], sessions.now(), garage["rate"])
    try:
        session = sessions.leave(session["id"], fee)
    except sessions.AlreadyDone:
        return reply(409, {"error": "the car has left"})
    garages.give_place(session["garage"])
    if fee > 0:
        sqs.send_message(
            QueueUrl=os.environ["PARKING_CHARGE_QUEUE"],
            MessageBody=json.dumps({"session": session["id"], "plate": session["plate"], "cents": int(fee * 100)}),
        )
    return reply(200, {"session": session["id"], "fee": fee})
