"""Does the work of a slash command, and posts the answer to its response_url.

infra:
  timeout: 60
  retries: 0
"""
import json
import urllib.request


def handler(event, context):
    count = len(event["text"].split())
    message = {"response_type": "in_channel", "replace_original": True, "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"<@{event['user']}> wrote *{count}* words"}}]}
    request = urllib.request.Request(event["response_url"], json.dumps(message).encode(),
                                     {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        print("slack:", answer.status, "left", context.get_remaining_time_in_millis())
