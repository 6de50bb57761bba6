"""Makes a new user a listener of the show that everybody gets.

infra:
  users: post-confirmation
"""
from lambdas.media.episodes import now, table

SHOW = "news"


def handler(event, context):
    attributes = event["request"]["userAttributes"]
    if event["triggerSource"] == "PostConfirmation_ConfirmSignUp":
        table.put_item(Item={
            "pk": f"listeners#{SHOW}", "sk": attributes["sub"], "email": attributes["email"],
            "plan": attributes.get("custom:plan", "free"), "since": now()})
    return event
