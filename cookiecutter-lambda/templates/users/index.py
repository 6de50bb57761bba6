"""Decides who may sign up: people with an address of one domain.

infra:
  users: pre-sign-up
"""
DOMAIN = "example.com"


def handler(event, context):
    """Return the event, with fields of event["response"] set. Whoever signs up reads the message of an exception."""
    email = event["request"]["userAttributes"].get("email", "")
    if event["triggerSource"] == "PreSignUp_SignUp" and not email.lower().endswith(f"@{DOMAIN}"):
        raise Exception(f"Sign up with an address of {DOMAIN}")
    return event
