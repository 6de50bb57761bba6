"""Cleans records on their way through Firehose.

infra:
  size: medium
  timeout: 60
"""
import base64
import json


def handler(event, context):
    output = []
    for record in event["records"]:
        payload = json.loads(base64.b64decode(record["data"]))
        if payload.get("abv") is None:
            output.append({"recordId": record["recordId"], "result": "Dropped", "data": record["data"]})
            continue
        row = ",".join(str(payload[field]) for field in ("id", "name", "abv")) + "\n"
        output.append({"recordId": record["recordId"], "result": "Ok",
                       "data": base64.b64encode(row.encode()).decode()})
    print(f"Successfully processed {len(event['records'])} records.")
    return {"records": output}
