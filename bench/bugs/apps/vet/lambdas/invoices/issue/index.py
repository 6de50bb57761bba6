"""Issues the invoice of a visit when the visit is closed.

infra:
  events:
  - name: closed
    source: {type: table, name: vet}
    topic: MODIFY
    pattern:
      sk: [visit]
      diffKeys: [closed]
  timeout: long
"""
import json
import os

import boto3

from lambdas.clinic.money import exact, total
from lambdas.clinic.rows import invoice_key, table

functions = boto3.client("lambda")


def handler(event, context):
    numbers = []
    for record in event["detail"]["records"]:
        visit = record["newImage"]
        if not visit or not visit.get("closed"):
            continue
        numbers.append(issue(record["pk"], record["sk"], visit))
    return {"invoices": numbers}


def issue(pk, sk, visit):
    number = number_of(pk, sk)
    lines = [{"code": line["code"], "price": exact(line["price"]), "quantity": exact(line["quantity"])}
             for line in visit["lines"]]
    amount = total(lines)
    document = render({"number": number, "pet": pk.removeprefix("pet#"), "day": sk.removeprefix("visit#"),
                       "amount": str(amount), "lines": [[line["code"], str(line["price"])] for line in lines]})
    try:
        table.put_item(
            Item={**invoice_key(number), "lines": lines, "amount": amount, "open": True, "document": document},
            ConditionExpression="attribute_not_exists(pk)")
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        print(f"invoice {number} was issued before")
    return number


def number_of(pk, sk):
    """The invoice's number of a visit: the same when the event comes again."""
    key = {"pk": pk, "sk": sk.replace("visit#", "number#", 1)}
    row = table.get_item(Key=key, ConsistentRead=True).get("Item")
    if row:
        return int(row["number"])
    counted = table.update_item(
        Key={"pk": "counter", "sk": "invoice"}, UpdateExpression="ADD #last :one",
        ExpressionAttributeNames={"#last": "last"}, ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW")
    number = int(counted["Attributes"]["last"])
    table.put_item(Item={**key, "number": number}, ConditionExpression="attribute_not_exists(pk)")
    return number


def render(invoice):
    response = functions.invoke(FunctionName=os.environ["VET_INVOICES_RENDER_FUNCTION"],
                                Payload=json.dumps(invoice).encode())
    answer = json.loads(response["Payload"].read())
    if "FunctionError" in response:
        raise RuntimeError(answer["errorMessage"])
    return answer["key"]
