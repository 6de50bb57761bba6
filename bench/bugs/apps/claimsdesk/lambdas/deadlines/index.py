"""Tells the team, on each working day, which claims are late.

infra:
  timer:
    cron: 0 6 ? * MON-FRI *
    zone: Europe/Dublin
  timeout: 60
"""
import collections
import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import boto3

from lambdas.shared import files, workdays

sns = boto3.client("sns")
DUBLIN = ZoneInfo("Europe/Dublin")


def today():
    return datetime.now(DUBLIN).date()


def urgency(item, day):
    """2 for a claim that is more than five working days late."""
    due = datetime.strptime(item["due"], "%Y-%m-%d").date()
    return 2 if workdays.after(due, 5, item["country"]) < day else 1


def handler(event, context):
    day = today()
    if not workdays.is_workday(day, "IE"):
        return {"late": 0}
    late = collections.defaultdict(list)
    for state in (files.State.OPEN, files.State.TAKEN):
        for item in files.due_before(state, day):
            late[item.get("assessor", "nobody")].append({"claim": item["claim"], "due": item["due"],
                                                         "urgency": urgency(item, day)})
    for assessor, items in late.items():
        items.sort(key=lambda item: (-item["urgency"], item["due"]))
        sns.publish(
            TopicArn=os.environ["CLAIMS_NOTICES_TOPIC"],
            Subject=f"{len(items)} late claims"[:100],
            Message=json.dumps({"kind": "late", "assessor": assessor, "claims": items[:50]}),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "late"}},
        )
    return {"late": sum(len(items) for items in late.values())}
