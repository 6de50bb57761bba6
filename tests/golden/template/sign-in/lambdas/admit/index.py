"""Lets in people of the company.

infra:
  users: pre-sign-up
"""


def handler(event, context):
    if not event["request"]["userAttributes"]["email"].endswith("@example.com"):
        raise Exception("only for the company")
    return event
