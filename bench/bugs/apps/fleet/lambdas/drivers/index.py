"""Writes a driver's row when the driver has confirmed the address.

infra:
  users: post-confirmation
"""
from lambdas.shared import store


def handler(event, context):
    if event["triggerSource"] != "PostConfirmation_ConfirmSignUp":
        return event
    attributes = event["request"]["userAttributes"]
    store.table.put_item(Item={
        "pk": f"driver#{attributes['sub']}", "sk": "driver", "email": attributes["email"],
        "name": attributes.get("name", attributes["email"].split("@")[0]), "since": store.now()})
    return event
