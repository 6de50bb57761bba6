"""Rules on events of an AWS service that does not exist, or whose events have another name.

docs.aws.amazon.com/eventbridge/latest/ref/events.html lists the sources: `aws.` and the prefix that the service has in
IAM, with a few exceptions.
"""
from aws.iam import actions
from checks import rules
from checks.check import Check, Finding, Findings, Subject
from checks.patterns import NEVER

# Sources that have no such prefix.
OTHERS = {"emr", "fabric", "macie", "monitoring"}
# Names of boto3, of the console and of other tools; actions.PREFIXES has more of boto3's.
MEANT = {"cloudwatchevents": "events", "cognito": "cognito-idp", "eventbridge": "events", "parameterstore": "ssm",
         "step-functions": "states", "stepfunction": "states", "systems-manager": "ssm", "systemsmanager": "ssm"}


def unknown_services(subject: Subject) -> Findings:
    """Rules whose source is no service of AWS, and nearly the name of one. Of other names the list may lack one."""
    for rule in rules.rules(subject):
        if not rule["source"] or rule["source"][0] != "aws":
            continue
        name, services = rule["source"][1].removeprefix("aws."), {*actions.iam_actions(), *OTHERS}
        meant = [] if name in services or not services else meant_services(name, services)
        if meant:
            yield Finding(*rules.line(subject, rule, "source.name"),
                          f"no service of AWS emits events with the source 'aws.{name}'",
                          f"did you mean {' or '.join(f'aws.{service}' for service in meant)}?", NEVER)


def meant_services(name: str, services: set[str]) -> list[str]:
    """[service] that may be meant by the name of none, at most five: ["ec2", "ecr", "ecs"] of ec3."""
    if name in MEANT or name in actions.PREFIXES:
        return [MEANT.get(name) or actions.PREFIXES[name]]
    import difflib  # only an error needs it
    alike = difflib.get_close_matches(name, sorted(services), n=5, cutoff=0.66 if len(name) < 4 else 0.8)
    return [service for service in sorted(alike) if service[:2] == name[:2]]


RULE = "infra:\n  events:\n  - name: stopped\n    source: {type: aws, name: aws.%s}\n---\nprint(event['detail'])"
CHECKS = [
    Check("P815", "A rule on the events of a service that does not exist",
          "EventBridge accepts any source, and no event ever has this one.",
          "https://docs.aws.amazon.com/eventbridge/latest/ref/events.html", RULE % "ec3", RULE % "ec2",
          unknown_services),
]
