"""The appointments of the signed-in patient: GET /appointments?next=...

infra:
  endpoint:
    api: private
    method: GET
    path: /appointments
  indexes:
  - {name: patient, type: S, table: clinic}
"""
from boto3.dynamodb.conditions import Attr, Key

from lambdas.common.rows import id_of, parse_key, table
from lambdas.common.web import answer, next_of, patient_of, start_of

PAGE = 25


def handler(event, context):
    patient = patient_of(event)
    query = {
        "IndexName": "patient-index",
        "KeyConditionExpression": Key("patient").eq(patient),
        "FilterExpression": Attr("kind").eq("appointment") & Attr("status").eq("booked"),
        "Limit": PAGE,
    }
    start = (event["queryStringParameters"] or {}).get("next")
    if start:
        try:
            query["ExclusiveStartKey"] = start_of(start, patient)
        except ValueError:
            return answer(400, {"message": "next is no page"})
    page = table.query(**query)
    found = {"appointments": [summary(row) for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        found["next"] = next_of(page["LastEvaluatedKey"])
    return answer(200, found)


def summary(row):
    day, time, doctor = parse_key(row)
    return {"id": id_of(day, time, doctor), "day": day, "time": time, "doctor": doctor}
