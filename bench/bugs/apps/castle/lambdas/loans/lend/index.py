"""The staff lends an object to a museum.

infra:
  endpoint:
    api: private
    groups: [staff]
    method: POST
    path: /museums/{museum}/loans
    schema:
      type: object
      required: [object, value, due]
      properties:
        object: {type: string}
        value: {type: number, minimum: 0}
        due: {type: string}
  timeout: medium
"""
from __future__ import annotations

import json
import re
import uuid
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from lambdas.shared import clock, db, web

NUMBER = re.compile(r"^(?P<house>[A-Z]{2})-(?P<number>\d{4,6})$")


@dataclass
class Loan:
    museum: str
    object: str
    value: Decimal
    due: str
    state: str = "out"
    loan: str = field(default_factory=lambda: uuid.uuid4().hex)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def from_request(cls, museum: str, body: dict[str, Any]) -> Loan:
        match = NUMBER.match(body["object"])
        if not match:
            raise web.Refused(400, "no inventory number")
        loan = cls(museum=museum, object=body["object"], value=body["value"], due=body["due"])
        if match["house"] == "TX":
            loan.notes.append("textile: at most 50 lux")
        return loan

    @property
    def premium(self) -> Decimal:
        """What the insurance costs."""
        return (self.value * Decimal("0.002")).quantize(Decimal("0.01"))

    def save(self) -> None:
        db.loans.put_item(Item=asdict(self))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    body = json.loads(event["body"], parse_float=Decimal, parse_int=Decimal)
    if body["due"] <= clock.today().isoformat():
        return web.answer(400, {"message": "due must be in the future"})
    try:
        loan = Loan.from_request(event["pathParameters"]["museum"], body)
    except web.Refused as error:
        return web.refusal(error)
    loan.save()
    return web.answer(201, {"loan": loan.loan, "premium": loan.premium, "notes": loan.notes})
