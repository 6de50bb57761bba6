"""The webhook of the payment provider: POST /payments, signed with HMAC-SHA256 of the body.

infra:
  endpoint:
    api: public
    method: POST
    path: /payments
    schema:
      type: object
      required: [id, type, invoice, amount]
      properties:
        id: {type: string, minLength: 1}
        type: {type: string}
        invoice: {type: integer}
        amount: {type: number}
  timeout: medium
"""
import hashlib
import hmac
import json
import os
from decimal import Decimal

import boto3

from lambdas.clinic.bus import emit
from lambdas.clinic.rows import invoice_key, table
from lambdas.clinic.web import respond

secrets = boto3.client("secretsmanager")
client = table.meta.client


def handler(event, context):
    if not is_signed(event):
        return respond(401, {"message": "the signature is wrong"})
    payment = json.loads(event["body"], parse_float=Decimal)
    if payment["type"] not in ("payment.succeeded", "payment.refunded"):
        return respond(200, {"message": "not of interest"})
    paid = payment["type"] == "payment.succeeded"
    try:
        client.transact_write_items(TransactItems=[
            {"Put": {"TableName": table.name,
                     "Item": {"pk": f"payment#{payment['id']}", "sk": "payment", "amount": Decimal(payment["amount"])},
                     "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Update": {"TableName": table.name, "Key": invoice_key(payment["invoice"]),
                        "UpdateExpression": "SET #open = :open",
                        "ConditionExpression": "attribute_exists(pk)",
                        "ExpressionAttributeNames": {"#open": "open"},
                        "ExpressionAttributeValues": {":open": not paid}}}])
    except client.exceptions.TransactionCanceledException as error:
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if codes[0] != "ConditionalCheckFailed":
            if codes[1] == "ConditionalCheckFailed":
                return respond(404, {"message": f"no invoice {payment['invoice']}"})
            raise
        # it came before: the event is emitted again, in case that failed then
    emit("vet.payments", "InvoicePaid" if paid else "InvoiceRefunded",
         {"payment": payment["id"], "invoice": payment["invoice"], "amount": str(payment["amount"])})
    return respond(200, {"invoice": payment["invoice"]})


def is_signed(event):
    key = secrets.get_secret_value(SecretId=os.environ["VET_PAYMENTS_SECRET"])["SecretString"]
    headers = {name.lower(): value for name, value in event["headers"].items()}
    expected = hmac.new(key.encode(), event["body"].encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("x-signature", ""))
