"""Each night writes the stock into reports/ as JSON lines, and copies it into the archive.

infra:
  timer:
    cron: 15 1 * * ? *
    body: {prefix: reports}
  timeout: 300
  size: large
"""
import json
import os
import time
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Attr

dynamodb = boto3.resource("dynamodb")
YEAR = 365 * 24 * 60 * 60


def handler(event, context, table=dynamodb.Table(os.environ["DEPOT_TABLE"]),
            archive=dynamodb.Table(os.environ["DEPOT_ARCHIVE_TABLE"]),
            bucket=boto3.resource("s3").Bucket(os.environ["DEPOT_BUCKET"])):
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    rows, query = [], {"FilterExpression": Attr("sk").eq("stock")}
    while True:
        page = table.scan(**query)
        rows += page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    lines = [json.dumps({"sku": row["pk"].removeprefix("sku#"), "pieces": int(row["pieces"]),
                         "value": str(row["pieces"] * row["price"])}) for row in rows]
    bucket.put_object(Key=f"{event['prefix']}/{day}.jsonl", Body="\n".join(lines).encode(),
                      ContentType="application/x-ndjson")
    with archive.batch_writer() as batch:
        for row in rows:
            batch.put_item(Item={"pk": row["pk"], "sk": day, "pieces": row["pieces"], "price": row["price"],
                                 "until": int(time.time()) + YEAR})
    return {"day": day, "rows": len(rows)}
