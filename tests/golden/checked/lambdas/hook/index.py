"""
infra:
  topic: {}
"""
import json, os, urllib.request


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        attributes = record["Sns"].get("MessageAttributes", {})
        kind = attributes.get("kind", {}).get("Value", "none")
        data = json.dumps({"text": f"{kind}: {message['id']}", "subject": record["Sns"]["Subject"]}).encode()
        request = urllib.request.Request(os.environ["SLACK_URL"], data=data,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=3) as answer:
            if answer.status >= 300:
                raise RuntimeError(f"{answer.status}")
