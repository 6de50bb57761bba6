"""Signs in to the app's own pool, and is a route for its admins.

infra:
  endpoint: {api: private, groups: [admin], method: GET, path: /own-admins}
"""


def handler(event, context):
    return {"statusCode": 200, "body": "[]"}
