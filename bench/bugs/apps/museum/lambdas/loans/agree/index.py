"""Lends an object to another museum.

infra:
  endpoint:
    api: private
    groups: [curators]
    method: POST
    path: /objects/{object}/loans
    schema:
      type: object
      required: [borrower, email, due]
      properties:
        borrower: {type: string, minLength: 1}
        email: {type: string}
        due: {type: string, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'}
        insured: {type: number}
  timeout: medium
"""
import json
import os
import uuid
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import boto3
from botocore.exceptions import ClientError

from lambdas.common import clock, db, web

events = boto3.client("events")
BUS = os.environ["MUSEUM_BUS"]
RATE = Decimal("0.015")


@dataclass
class Loan:
    object: str
    borrower: str
    email: str
    due: str
    insured: Decimal = Decimal(0)
    status: str = "out"
    loan: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def fee(self):
        return (self.insured * RATE).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def item(self):
        return {**asdict(self), "fee": self.fee, "agreed": clock.now().isoformat(timespec="seconds")}


def parse(number, body):
    if web.day_of(body["due"]) <= clock.today():
        raise web.BadRequest("the loan ends before it begins")
    return Loan(object=number, borrower=body["borrower"], email=body["email"].lower(), due=body["due"],
                insured=body.get("insured", Decimal(0)))


def write(loan):
    db.dynamodb.meta.client.transact_write_items(TransactItems=[
        {"Put": {"TableName": db.loans.name, "Item": loan.item()}},
        {"Update": {
            "TableName": db.objects.name,
            "Key": {"object": loan.object},
            "UpdateExpression": "SET lent = :yes, borrower = :borrower",
            "ConditionExpression": "lent = :no",
            "ExpressionAttributeValues": {":yes": True, ":no": False, ":borrower": loan.borrower},
        }},
    ])


def tell(loan):
    response = events.put_events(Entries=[{
        "EventBusName": BUS,
        "Source": "museum.loans",
        "DetailType": "LoanAgreed",
        "Detail": json.dumps({"object": loan.object, "loan": loan.loan, "email": loan.email, "due": loan.due,
                              "fee": str(loan.fee)}),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])


def handler(event, context):
    try:
        loan = parse(event["pathParameters"]["object"], web.body_of(event))
        write(loan)
    except web.BadRequest as error:
        return web.reply(error.status, {"message": error.message})
    except db.dynamodb.meta.client.exceptions.TransactionCanceledException as error:
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if codes[1] != "ConditionalCheckFailed":
            raise
        return web.reply(409, {"message": "the object is not in the house"})
    except ClientError as error:
        print(f"not written: {error}")
        return web.reply(503, {"message": "try again later"})
    tell(loan)
    return web.reply(201, {"loan": loan.loan, "fee": loan.fee})
