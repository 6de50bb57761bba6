"""The message and the hint of a call that the role of a lambda does not allow: in its tests, and on the local cloud."""
from aws.iam import evaluation


def message_and_hint(name, statements, action, arn):
    """("the role of hello does not allow s3:PutObject on arn:...", hint). arn: as of evaluation.role_decision()"""
    resource = " or ".join(arn) if isinstance(arn, tuple) else arn or "anything"
    return (f"the role of {name} does not allow {action} on {resource}",
            hint(action, evaluation.allowed_resources(statements, action)))


def hint(action, allowed):
    """The hint of a call that the role does not allow. allowed: the resources for which it allows the action."""
    if action == "events:PutEvents" and allowed:
        return "name the app's bus: EventBusName=os.environ[\"..._BUS\"]"
    if allowed:
        return (f"the role allows it on {', '.join(allowed)}: name the resource by its variable, or add it to "
                "`permissions`")
    return f"name the resource by its variable (os.environ[...]), or write `permissions: [{action}]`"
