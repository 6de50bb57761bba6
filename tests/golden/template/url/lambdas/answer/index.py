"""Container image whose URL streams its responses.

infra:
  url: {api: public, stream: true}
  image: true
"""


def handler(event, context):
    return {"statusCode": 200, "body": "in parts"}
