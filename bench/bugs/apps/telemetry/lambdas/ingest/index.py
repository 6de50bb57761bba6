"""Takes the readings of a device: POST /devices/{device}/readings with [{"time": "...Z", "celsius": 20.5, "volts": 12.1}]

infra:
  endpoint:
    api: public
    method: POST
    path: /devices/{device}/readings
    key: true
    schema:
      type: array
      minItems: 1
      maxItems: 200
      items:
        type: object
        required: [time, celsius]
        properties:
          time: {type: string}
          celsius: {type: number, minimum: -60, maximum: 200}
          volts: {type: number}
  timeout: medium
"""
import json
from decimal import Decimal

from lambdas.fleet import rows, times
from lambdas.fleet.answers import answer


def handler(event, context):
    device = event["pathParameters"]["device"]
    try:
        found = {row["sk"]: row for row in readings(device, event["body"])}
    except ValueError as error:
        return answer(400, {"message": str(error)})
    with rows.table.batch_writer() as batch:
        for row in found.values():
            batch.put_item(Item=row)
    return answer(202, {"stored": len(found)})


def readings(device, body):
    """The rows of a request's body."""
    for said in json.loads(body, parse_float=Decimal):
        time = times.parsed(said["time"]).isoformat(timespec="seconds")
        row = {**rows.reading_key(device, time), "celsius": said["celsius"]}
        if "volts" in said:
            row["volts"] = said["volts"]
        yield row
