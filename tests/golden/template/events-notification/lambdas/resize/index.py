"""A lambda of the golden case events-notification.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: demo, form: notification}
    topic: Object Created
    prefix: photos/
  - name: published
    source: {type: website, name: demo, form: notification}
"""


def handler(event, context):
    return None
