"""Judges a description.

infra: {}
"""


def handler(event, context):
    return {"verdict": "DECLINED" if "curse" in event.get("description", "") else "APPROVED"}
