"""Logs what people of operations get by e-mail too.

infra:
  topic: {subscribers: [ops@example.com]}
"""


def handler(event, context):
    for record in event["Records"]:
        print("offline:", record["Sns"]["Message"])
