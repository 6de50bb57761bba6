"""Takes a donation of goods: POST /donations

infra:
  endpoint:
    api: private
    groups: [staff]
    method: POST
    path: /donations
    schema:
      type: object
      required: [id, depot, donor, goods]
      properties:
        id: {type: string, pattern: "^[a-z0-9-]{4,40}$"}
        depot: {type: string, enum: [north, south, port]}
        donor:
          type: object
          required: [name, email]
          properties:
            name: {type: string, minLength: 1}
            email: {type: string, pattern: "^[^@ ]+@[^@ ]+$"}
        goods:
          type: array
          minItems: 1
          maxItems: 40
          items:
            type: object
            required: [product, units, kilos, best_before]
            properties:
              product: {type: string, minLength: 1}
              units: {type: integer, minimum: 1}
              kilos: {type: number, minimum: 0}
              best_before: {type: string, format: date}
              allergens: {type: array, items: {type: string}}
  timeout: medium
"""
import json
from datetime import date
from decimal import Decimal

from lambdas.shared.bus import tell
from lambdas.shared.goods import Batch, save
from lambdas.shared.times import today
from lambdas.shared.web import answer, refuse


def handler(event, context):
    body = json.loads(event["body"], parse_float=Decimal)
    batches = []
    for number, line in enumerate(body["goods"], start=1):
        try:
            day = date.fromisoformat(line["best_before"])
        except ValueError:
            return refuse(400, f"line {number}: {line['best_before']} is no day")
        if day < today():
            return refuse(400, f"line {number}: {line['product']} is past its day")
        batches.append(Batch(
            depot=body["depot"],
            batch=f"{body['id']}#{number:03}",
            product=line["product"].strip().lower(),
            units=line["units"],
            kilos=Decimal(line["kilos"]),
            best_before=day.isoformat(),
            allergens=line.get("allergens", []),
        ))
    new = [save(batch) for batch in batches]
    kilos = sum((batch.kilos for batch in batches), Decimal(0))
    if any(new):
        tell("DonationReceived", {
            "donation": body["id"],
            "depot": body["depot"],
            "name": body["donor"]["name"],
            "email": body["donor"]["email"],
            "kilos": str(kilos),
            "products": sorted({batch.product for batch in batches}),
        })
    return answer(201, {"donation": body["id"], "batches": len(batches), "kilos": kilos})
