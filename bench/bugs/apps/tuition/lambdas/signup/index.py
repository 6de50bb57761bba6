"""Lets people of known schools sign up without a code.

infra:
  users: pre-sign-up
"""
DOMAINS = {"school.example": "hill", "college.example": "lake"}


def handler(event, context):
    attributes = event["request"]["userAttributes"]
    email = attributes.get("email", "")
    domain = email.rpartition("@")[2].lower()
    if domain in DOMAINS:
        event["response"]["autoConfirmUser"] = True
        event["response"]["autoVerifyEmail"] = True
    elif not attributes.get("custom:school"):
        raise ValueError("tell us your school")
    return event
