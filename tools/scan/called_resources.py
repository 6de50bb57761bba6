"""The resources of a lambda's calls, from ARNs with marks (scan/sent_values.py). Pure."""
import re
from collections.abc import Collection
from typing import Any

from aws import arns
from aws.app import Lambda, rule_entries
from aws.iam import arn_formats, role_actions
from kit import yaml_functions
from scan.sent_values import ANSWER, EVENT, EVENT_END, SIGN, UNKNOWN, VARIABLE, values

# Marks, because an ARN is split at its colons: text_of() replaces them.
SCOPE = {"partition": "\ue004", "region": "\ue005", "account": "\ue006"}
PSEUDO = {"\ue004": "${AWS::Partition}", "\ue005": "${AWS::Region}", "\ue006": "${AWS::AccountId}",
          "\ue008": "${AWS::StackName}", "\ue009": "${Stage}"}
REGIONS = dict.fromkeys(("AWS_REGION", "AWS_DEFAULT_REGION"))
KINDS = {"dynamodb": ("table",), "s3": ("bucket", "website"), "sqs": ("queue",), "sns": ("topic",), "events": ("bus",),
         "lambda": ("function",), "secretsmanager": ("secret",), "cognito-idp": ("user_pool",),
         "kinesis": ("data_stream",), "ssm": ("parameter",)}
# The resources may be another app's, if the lambda names none of its own
OFTEN_OF_OTHERS = ("kinesis", "ssm", "cognito-idp")
WHOLE = {("scheduler", "schedule"), ("codebuild", "builder")}  # (service, kind of a variable)
PATTERNS = {
    "dynamodb": re.compile(r"arn:[^:]+:dynamodb:[^:]+:[^:]+:table/(?P<name>[^/]*)(/index/(?P<index>.*))?"),
    "s3": re.compile(r"arn:[^:]*:s3:::(?P<name>[^/]*)(/(?P<key>.*))?", re.DOTALL),
    "sqs": re.compile(r"arn:[^:]+:sqs:[^:]+:[^:]+:(?P<name>.*)"),
    "events": re.compile(r"arn:[^:]+:events:[^:]+:[^:]+:event-bus/(?P<name>.*)"),
    "lambda": re.compile(r"arn:[^:]+:lambda:[^:]+:[^:]+:function:(?P<name>[^:]*)(:(?P<qualifier>[^:]*))?"),
    "secretsmanager": re.compile(r"arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:(?P<name>.*)-\?{6}"),
    "kinesis": re.compile(r"arn:[^:]+:kinesis:[^:]+:[^:]+:stream/(?P<name>[^/]*)"),
    "ssm": re.compile(r"arn:[^:]+:ssm:[^:]+:[^:]+:parameter/?(?P<name>.*)"),
    "cognito-idp": re.compile(r"arn:[^:]+:cognito-idp:[^:]+:[^:]+:userpool/(?P<name>.*)")}
EVENT_PART = re.compile(f"{EVENT}([^{EVENT_END}]*){EVENT_END}")
NAMES_IN_EVENTS = {"s3": ("name",), "dynamodb": ("source",), "sqs": ("eventSourceARN",), "sns": ("TopicArn",),
                   "events": ("source",), "cognito-idp": ("userPoolId",)}
CHANGED_BY_DECODING = re.compile(r"[%+]|\*[0-9A-Fa-f]")  # "%2" of the wildcard and "a.csv" together are "*.csv"
# {service: the end of the fields inside other parameters that name its resources}
NESTED = {"ec2": "Id", "elasticloadbalancing": "Arn", "securityhub": "Arn", "workspaces": "Id"}
WILD = re.compile(r"[*?$]")
MARK = re.compile(f"[{UNKNOWN}{EVENT}{ANSWER}]")
OPEN = re.compile(r"([\w-]+[/:])?\*.*", re.DOTALL)  # a resource of which nothing but its type is known


class Names:
    """What a lambda can name: by its variables, and by the events that its trigger sends."""

    def __init__(self, fn: Lambda, own: Collection[str] = ()):
        """own: the variables of resources of resources.yaml whose ARN is known (aws/resource_arns.py)"""
        self.of_deploy = {*own, *(variable["name"] for variable in fn["env"] if variable["kind"] == "value")}
        self.variables = {variable["name"]: (variable["kind"], variable["of"]) for variable in fn["env"]}
        self.own_variables = {name: of if kind == "text" else substituted(of or "") if kind == "resource" else None
                              for name, (kind, of) in self.variables.items() if kind != "value"}
        self.own_function = {"AWS_LAMBDA_FUNCTION_NAME": ("function", fn["name"])}
        self.events = fn["infra"].get("events", [])  # their patterns limit the keys; a queue gets other messages too
        self.own = [(event["source"]["type"], event["source"]["name"]) for _key, event in rule_entries(fn["infra"])
                    if "source" in event]
        self.own += [("table", fn["infra"]["stream"]["table"])] if "stream" in fn["infra"] else []
        self.own += [("data_stream", fn["infra"]["kinesis"]["stream"])] if "kinesis" in fn["infra"] else []
        self.own += [(word, fn["name"]) for word in ("queue", "topic") if word in fn["infra"]]
        self.own += [("user_pool", fn["infra"]["users"]["pool"])] if "users" in fn["infra"] else []

    def keeps(self, service: str) -> bool:
        """Whether a variable has all permissions for a service, as recipes/access.py gives them."""
        return any((service, kind) in WHOLE for kind, _of in self.variables.values())

    def is_open(self, service: str) -> bool:
        """Whether a call of a service whose resource is not known is allowed on all of its type.

        Not if the app has state of the service; but of OFTEN_OF_OTHERS if the lambda names none of the app's.
        """
        return service not in KINDS or service in OFTEN_OF_OTHERS and not self.of_service(service)

    def of_service(self, service: str) -> list[tuple]:
        """[(kind, name)] of a service that the lambda can name, each once."""
        kinds = KINDS.get(service, ())
        return [*dict.fromkeys(target for target in (*self.own, *self.variables.values()) if target[0] in kinds)]


def resource(arn: str | None, service: str, names_: Names) -> dict | str | None:
    """Called.on of an ARN with markers (scan/sent_values.py); None if its name is not known."""
    if not isinstance(arn, str) or arn.startswith((UNKNOWN, EVENT, ANSWER)):
        return None
    if arn == "*":
        return arn
    variable = VARIABLE.fullmatch(arn)
    if variable:
        is_known = variable[1] in names_.of_deploy
        return resource_of_name(arn, service, names_) or (f"${{env:{variable[1]}}}" if is_known else None)
    pattern = PATTERNS.get(service)
    match = pattern.fullmatch(arn) if pattern else None
    if match:
        target = resource_of_name(match["name"], service, names_)
        if target is not None:
            key = key_of_event(match.groupdict().get("key"), target["name"], names_)
            return {**target, **parts_of(match.groupdict()), **({"key": key} if key else {})}
    return text_of(arn, names_)


def resource_of_name(name: str, service: str, names_: Names) -> dict | None:
    """{"kind", "name"} of the resource whose name is a variable's value or in the event; None for other names."""
    variable, part = VARIABLE.fullmatch(name), EVENT_PART.fullmatch(name)
    if variable:
        kind, of = {**names_.own_function, **names_.variables}.get(variable[1], ("", None))
        return {"kind": kind, "name": of} if kind in KINDS.get(service, ()) else None
    own = [target for target in names_.own if target[0] in KINDS.get(service, ())]
    if part and len(own) == 1 and part[1].split("\n")[-1] in NAMES_IN_EVENTS.get(service, ()):
        return {"kind": own[0][0], "name": own[0][1]}
    return None


def key_of_event(key: str | None, bucket: str, names_: Names) -> str | None:
    """The key "inbox/*" of an object that the event names, by the pattern of the lambda's rule; None: it may be any."""
    part = EVENT_PART.fullmatch(key or "")
    path = part[1].split("\n") if part else []
    is_decoded = path[-1:] == ["decoded"]
    if path[-2 - is_decoded:][:2] != ["object", "key"]:
        return None
    keys = [event.get("pattern", {}).get("object", {}).get("key") for event in names_.events
            if event.get("source", {}).get("name") == bucket]
    if len(keys) != 1 or not isinstance(keys[0], list) or len(keys[0]) != 1:
        return None
    condition = keys[0][0] if isinstance(keys[0][0], dict) else {"exactly": keys[0][0]}
    texts = [condition.get("exactly"), condition.get("wildcard"),
             f"{condition['prefix']}*" if isinstance(condition.get("prefix"), str) else None,
             f"*{condition['suffix']}" if isinstance(condition.get("suffix"), str) else None]
    return next((text for text in texts if isinstance(text, str) and not re.search(r"[?$\\]", text)
                 and not (is_decoded and CHANGED_BY_DECODING.search(text))), None)


def parts_of(groups: dict) -> dict:
    """{"index": "owner-index"}, {"key": "reports/*"} or {"qualifier": "live"} of the groups of a pattern: "*" for what
    is not known."""
    return {part: pattern_of(groups[part]) for part in ("index", "key", "qualifier") if groups.get(part) is not None}


def pattern_of(text: str) -> str:
    """A text with "*" from its first part on that is not known; and where its own characters are wildcards."""
    start = re.split(f"[{UNKNOWN}{EVENT}{ANSWER}{SIGN}]", text)[0]
    wild = WILD.search(start)
    start = start[:wild.start()] if wild else start
    return text if start == text else f"{start}*"


def text_of(arn: str, names_: Names) -> str | None:
    """An ARN as text: ${env:NAME} for a variable's value, "*" for an unknown part, in S3 with all after it;
    None if no part of its name is known."""
    if not arn.startswith("arn:") or arn.count(":") < 5:
        return None
    head, own = (VARIABLE.sub(lambda match: variable_text(match[1], names_), part)
                 for part in (arn.removesuffix(arns.resource(arn)), arns.resource(arn)))
    head = re.sub(f"[{UNKNOWN}{ANSWER}{EVENT}]", "*", EVENT_PART.sub("*", head))
    if ":s3:::" in head:
        own = re.sub(f"[{UNKNOWN}{EVENT}{ANSWER}].*", "*", own, flags=re.DOTALL)
    own = re.sub(f"[*{UNKNOWN}{EVENT}{ANSWER}]+", "*", EVENT_PART.sub("*", own))
    is_named = ":s3:::" in head and own[0] != "*"  # arn:aws:s3:::bucket/*: the bucket has no type before its name
    is_spelled = "*" in EVENT_PART.sub("", arn)
    is_open = not is_spelled and OPEN.fullmatch(own.removesuffix("-??????")) and not is_named  # a secret's ARN ends so
    is_open = is_open or MARK.search(arn) and own in nameless(arns.service(arn))
    return None if is_open else without_marks(head + own)


def nameless(service: str) -> Collection[str]:
    """The ends of ARNs with several names, none of which is known: autoScalingGroup:*:autoScalingGroupName/*."""
    return () if service in KINDS else arn_formats.nameless(service)


def variable_text(name: str, names_: Names) -> str:
    """The placeholder of a variable in the text of an ARN; UNKNOWN if its value is not a text of the user's."""
    if name in REGIONS:
        return SCOPE["region"]
    kind = names_.variables.get(name, ("",))[0]
    return f"${{env:{name}}}" if name in names_.of_deploy else "${Stage}" if kind == "stage" else UNKNOWN


def scopes(region: Any, own: dict[str, str | None]) -> list[dict]:
    """[SCOPE] for each of the regions that a call may go to, with a VARIABLE for the value of a variable.

    region  of interpreter.observation.Call; own: of sent_values.variants()
    """
    if region is None:
        return [SCOPE]
    texts = [text if isinstance(text, str) else UNKNOWN for text in values(region, {**own, **REGIONS})]
    return [{**SCOPE, "region": SCOPE["region"] if VARIABLE.fullmatch(text) and VARIABLE.findall(text)[0] in REGIONS
             else "*" if re.search(f"[:{UNKNOWN}{EVENT}{ANSWER}]", text) else text} for text in dict.fromkeys(texts)]


def without_marks(arn: str) -> str:
    """An ARN with ${AWS::Region} and the like."""
    return re.sub("[\ue004-\ue006\ue008\ue009]", lambda mark: PSEUDO[mark[0]], arn)


def substituted(of: str) -> str | None:
    """The value of a variable with Fn::Sub in app.yaml, with marks: "/${AWS::StackName}/settings"; None of one that
    names a resource."""
    if not yaml_functions.is_text(of) or yaml_functions.ids(of):
        return None
    for mark, text in PSEUDO.items():
        of = of.replace(text, mark)
    return None if "${AWS::" in of else of


def widest(arn: str | None) -> str:
    """The text of an ARN whose resource is any of its type: arn:aws:ec2:...:instance/*."""
    if not isinstance(arn, str) or arn.count(":") < 5:
        return "*"
    *start, own = arn.split(":", 5)
    own = VARIABLE.sub(UNKNOWN, own)
    whole = re.sub(f"[*{UNKNOWN}{EVENT}{ANSWER}]+", "*", EVENT_PART.sub("*", own))
    if whole in nameless(start[2]):
        own = whole
    kind = re.match(r"[\w-]+[/:](?=[*\ue000-\uf8ff])", own)
    head = re.sub(f"[{UNKNOWN}{ANSWER}{EVENT}]", "*", VARIABLE.sub("*", ":".join(start)))
    return without_marks(f"{head}:{own if own is whole else f'{kind[0]}*' if kind else '*'}")


def nested(action: str, params: dict, fields: list[tuple], scope: dict) -> list[tuple]:
    """[(action, ARN)] of an action whose resource only a field inside the parameters names: the instance of
    InstanceSpecification; [(action, None)] if none does. fields: of sent_values.all_fields()"""
    inside: dict = {}
    for name, text in fields:
        if name not in params and name.removesuffix("s").endswith(NESTED.get(action.partition(":")[0], ":")):
            inside.setdefault(name, []).append(text)
    arns = role_actions.named_resources(action, {**inside, **params}, scope) if inside else []
    return [(action, re.sub(f"[{UNKNOWN}{ANSWER}{EVENT}]", "*", EVENT_PART.sub("*", arn))) for arn in arns] or [
        (action, None)]
