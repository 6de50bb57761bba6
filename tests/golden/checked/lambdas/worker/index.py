"""
infra:
  queue: {batch: 10, window: 5}
  timeout: 60
"""
import json
import logging
import os
from collections import defaultdict
from dataclasses import dataclass, field

import boto3

from lambdas.shared.db import Repository, now

log = logging.getLogger()
sns = boto3.client("sns")
s3 = boto3.client("s3")


@dataclass
class Job:
    id: str
    body: dict
    attempts: int = 1
    errors: list = field(default_factory=list)

    @classmethod
    def of(cls, record):
        return cls(record["messageId"], json.loads(record["body"]),
                   int(record["attributes"]["ApproximateReceiveCount"]))


def process(job):
    kind = job.body.get("kind")
    if kind not in HANDLERS:
        raise ValueError(kind)
    return HANDLERS[kind](job)


def save(job):
    data = json.dumps(job.body).encode()
    s3.put_object(Bucket=os.environ["DEMO_BUCKET"], Key=f"jobs/{job.id}.json", Body=data,
                  ContentType="application/json", Metadata={"attempts": str(job.attempts)})
    return len(data)


def tell(job):
    sns.publish(TopicArn=os.environ["DEMO_HOOK_TOPIC"], Message=json.dumps({"id": job.id}),
                MessageAttributes={"kind": {"DataType": "String", "StringValue": "job"}})


HANDLERS = {"save": save, "tell": tell}


def handler(event, context):
    failures, counts = [], defaultdict(int)
    for record in event["Records"]:
        try:
            job = Job.of(record)
            process(job)
            counts[job.body["kind"]] += 1
        except json.JSONDecodeError:
            log.exception("dropped %s", record["messageId"])
        except Exception:
            log.exception("failed %s", record["messageId"])
            failures.append(record["messageId"])
    Repository().put("counts", now(), **counts)
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failures]}
