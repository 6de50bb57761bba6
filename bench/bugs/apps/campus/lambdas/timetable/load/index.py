"""Reads a timetable: inbox/<term>/<id>.zip with files <day>.csv of the columns time, room, course, lesson.

Its report is reports/<term>/<id>.json: the number of lessons, and the lines that cannot be read.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: campus-imports}
    topic: Object Created
    prefix: inbox/
    suffix: .zip
  timeout: 300
  size: medium
"""
import csv
import io
import json
import os
import re
import zipfile
from collections import Counter
from pathlib import PurePosixPath

import boto3

from lambdas.shared import rows

s3 = boto3.client("s3")
DAYS = ("mon", "tue", "wed", "thu", "fri")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def lessons(archive, errors):
    """The rows of all files of an archive; appends what cannot be read to errors."""
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if info.is_dir() or path.suffix != ".csv" or path.stem not in DAYS:
            continue
        with archive.open(info) as binary:
            reader = csv.DictReader(io.TextIOWrapper(binary, encoding="utf-8-sig", newline=""))
            for number, line in enumerate(reader, start=2):
                if not TIME.fullmatch(line.get("time") or "") or not line.get("room"):
                    errors.append(f"{path.name}:{number}")
                    continue
                yield path.stem, line


def handler(event, context):
    bucket = os.environ["CAMPUS_IMPORTS_BUCKET"]
    key = event["detail"]["object"]["key"]
    _inbox, term, name = key.split("/")
    content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    errors, counts = [], Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, rows.table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for day, line in lessons(archive, errors):
            batch.put_item(Item={
                "pk": f"term#{term}",
                "sk": f"lesson#{day}#{line['time']}#{line['room']}",
                "room": line["room"],
                "course": line["course"],
                "lesson": line["lesson"] or line["course"].title(),
            })
            counts[day] += 1
    report = {"lessons": sum(counts.values()), "days": dict(counts), "errors": errors}
    s3.put_object(
        Bucket=bucket,
        Key=f"reports/{term}/{name.removesuffix('.zip')}.json",
        Body=json.dumps(report).encode(),
        ContentType="application/json",
    )
    return report
