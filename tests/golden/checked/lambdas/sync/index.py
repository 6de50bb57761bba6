"""
infra:
  events:
  - name: changed
    source: {type: table, name: demo}
    pattern: {eventName: [INSERT, MODIFY]}
  - name: removed
    source: {type: table, name: demo}
    topic: REMOVE
"""
import os
import json
import boto3

s3 = boto3.resource("s3")
bucket = s3.Bucket(os.environ["DEMO_BUCKET"])
lambda_client = boto3.client("lambda")


def handler(event, context):
    detail = event["detail"]
    if event["detail-type"] == "REMOVE":
        bucket.delete_objects(Delete={"Objects": [{"Key": key_of(r)} for r in detail["records"]]})
        return
    for record in detail["records"]:
        image = record.get("newImage") or {}
        if record.get("truncated"):
            continue
        bucket.put_object(Key=key_of(record), Body=json.dumps(image).encode("utf-8"))
        before = record["oldImage"]["price"] if record["oldImage"] else None
        if "price" in detail["diffKeys"] and before != image.get("price"):
            payload = json.dumps({"pk": detail["pk"], "was": before})
            out = lambda_client.invoke(FunctionName=os.environ["DEMO_REPORT_FUNCTION"], Payload=payload.encode())
            body = json.load(out["Payload"])
            if out.get("FunctionError"):
                raise RuntimeError(body["errorMessage"])


def key_of(record):
    return f"{record['pk']}/{record['sk']}.json"
