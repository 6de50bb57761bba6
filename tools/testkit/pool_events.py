"""What the user pool sends to a lambda that is its trigger, and what the lambda returns."""
from kit.schema import nearest
from recipes import user_trigger
from testkit import failure

SUB = "00000000-0000-4000-8000-000000000000"
RETURN = "set fields of event['response'], then `return event`"
MIGRATED = "UserMigration_"


def event(app, word: str, parts: dict) -> dict:
    """The event of a trigger.

    word   a key of user_trigger.KINDS
    parts  {"email", "source", "attributes", "request"} of Makers.users; groups are in the request of
           pre-token-generation
    """
    trigger = user_trigger.KINDS[word]
    source = parts["source"] or trigger.sources[0]
    if source not in trigger.sources:
        failure.misuse(f"{word} has no source {source!r}", nearest(source, trigger.sources)
                       or f"there are {', '.join(trigger.sources)}")
    status = "UNCONFIRMED" if word == "pre-sign-up" else "CONFIRMED"
    attributes = {"sub": SUB, "email": parts["email"], "cognito:user_status": status,
                  "email_verified": "false" if word == "pre-sign-up" else "true", **parts["attributes"]}
    user = {"region": app.region, "pool": f"{app.region}_Test", "client": "testclient",
            "name": parts["email"] if source.startswith(MIGRATED) else SUB}
    request = {} if word in user_trigger.WITHOUT_ATTRIBUTES else {"userAttributes": attributes}
    return user_trigger.event(word, source, user, {**request, **parts["request"]})


def checked(lambda_, output):
    """What a trigger returned; fails the test if Cognito cannot use it: the operation of its caller would fail."""
    fault = user_trigger.output_fault(lambda_.fn["infra"]["users"]["trigger"], output)
    if fault:
        lambda_.app.fail(lambda_.name, "users", f"Cognito cannot use the answer of {lambda_.name}: {fault}", RETURN)
    return output
