"""Parts of an ARN. A name in an ARN is used only where AWS defines its position."""


def service(arn: str) -> str:
    """The service of an ARN: "sqs" of arn:aws:sqs:eu-west-1:123456789012:jobs."""
    return arn.split(":")[2]


def region(arn: str) -> str:
    """The region of an ARN: "eu-west-1" of arn:aws:sqs:eu-west-1:123456789012:jobs."""
    return arn.split(":")[3]


def account(arn: str) -> str:
    """The account of an ARN: "123456789012" of arn:aws:sqs:eu-west-1:123456789012:jobs."""
    return arn.split(":")[4]


def resource(arn: str) -> str:
    """The part after the account: "function:hello:live", "event-bus/demo", "jobs"."""
    return arn.split(":", 5)[5]


def unqualified(arn: str) -> str:
    """The ARN of a function without its version or alias."""
    return ":".join(arn.split(":")[:7])


def last(arn: str) -> str:
    """The last name: "jobs" of a queue or topic, "demo" of event-bus/demo."""
    return resource(arn).replace("/", ":").split(":")[-1]
