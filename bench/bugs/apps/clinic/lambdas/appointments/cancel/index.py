"""Cancels an appointment of the signed-in patient.

infra:
  endpoint:
    api: private
    method: DELETE
    path: /appointments/{id}
"""
from lambdas.common.bus import tell
from lambdas.common.rows import parse_id, slot_key, table
from lambdas.common.web import answer, patient_of

client = table.meta.client


def handler(event, context):
    patient = patient_of(event)
    id_ = event["pathParameters"]["id"]
    try:
        day, time, doctor = parse_id(id_)
    except ValueError:
        return answer(404, {"message": "there is no such appointment"})
    row = table.get_item(Key=slot_key(day, time, doctor), ConsistentRead=True).get("Item")
    if not row or row["patient"] != patient:
        return answer(404, {"message": "there is no such appointment"})
    try:
        client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": table.name,
                "Key": slot_key(day, time, doctor),
                "UpdateExpression": "SET #status = :cancelled REMOVE reminded",
                "ConditionExpression": "patient = :patient AND #status = :booked",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":cancelled": "cancelled", ":booked": "booked", ":patient": patient}}},
            {"Update": {
                "TableName": table.name,
                "Key": {"pk": f"patient#{patient}", "sk": f"month#{day[:7]}"},
                "UpdateExpression": "ADD appointments :less",
                "ExpressionAttributeValues": {":less": -1}}},
        ])
    except client.exceptions.TransactionCanceledException as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
        return answer(409, {"message": "it is cancelled"})
    tell("AppointmentCancelled", id=id_, day=day, time=time, doctor=doctor,
         patient=patient, name=row["name"], email=row["email"])
    return {"statusCode": 204}
