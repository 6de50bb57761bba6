"""A gate lets a car in: POST /gates/{garage}/entries with {"plate"}

infra:
  endpoint:
    api: public
    key: true
    method: POST
    path: "/gates/{garage}/entries"
    schema:
      type: object
      required: [plate]
      properties:
        plate: {type: string, minLength: 2, maxLength: 12}
        email: {type: string}
"""
import json
import logging

from lambdas.common import garages, sessions
from lambdas.common.http import reply

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def normal(plate):
    return plate.upper().replace(" ", "").replace("-", "")


def handler(event, context):
    garage = event["pathParameters"]["garage"]
    body = json.loads(event["body"])
    if not garages.take_place(garage):
        return reply(409, {"error": "no vacant place"})
    session = sessions.start(garage, normal(body["plate"]), body.get("email"))
    logger.info("session %s of %s", session["id"], session["plate"])
    return reply(201, {"session": session["id"], "entered": session["entered"]})
