"""Writes the plan of a night for the bakers: a page, and the batches for the books.

infra:
  events:
  - name: planned
    topic: NightPlanned
  timeout: medium
"""
import io
import os
from datetime import date
from string import Template

import boto3

s3 = boto3.client("s3")
BUCKET = os.environ["BAKERY_BUCKET"]
PAGE = Template("Night before $day\n\n$lines\n\nflour: $flour kg\n")


def handler(event, context):
    detail = event["detail"]
    day = date.fromisoformat(detail["day"])
    lines = [f"{product:<20}{pieces:>6}" for product, pieces in sorted(detail["pieces"].items())]
    flour = sum(
        grams
        for ingredient, batches in detail["batches"].items() if ingredient.endswith("-flour")
        for grams in batches.values()
    )
    text = PAGE.substitute(day=f"{day:%A, %d %B}", lines="\n".join(lines), flour=f"{flour / 1000:.1f}")
    key = f"plans/{day:%Y/%m/%d}.txt"
    s3.upload_fileobj(io.BytesIO(text.encode("utf-8")), BUCKET, key, ExtraArgs={"ContentType": "text/plain; charset=utf-8"})
    books = ["ingredient;batch;grams"]
    books += [f"{ingredient};{batch};{grams}"
              for ingredient, batches in sorted(detail["batches"].items()) for batch, grams in batches.items()]
    s3.put_object(Bucket=BUCKET, Key=f"books/{day}.csv", Body="\r\n".join(books).encode("utf-8-sig"), ContentType="text/csv")
    return key
