"""The lines that describe a change set: by lambda and word, with warnings where data is lost."""
from collections import Counter

from aws import resource_types
from kit import names
from recipes import alerts, ticker

KINDS = ["added", "changed", "REPLACED", "removed"]
ACTIONS = {"Add": "added", "Remove": "removed", "Import": "added"}

# What is lost with a resource that is replaced or removed.
STATE = {
    "AWS::DynamoDB::Table": ("table", "items"),
    "AWS::S3::Bucket": ("bucket", "objects"),
    "AWS::Cognito::UserPool": ("user pool", "users"),
    "AWS::Cognito::UserPoolGroup": ("group", "memberships of users"),
    "AWS::SecretsManager::Secret": ("secret", "values"),
    "AWS::SQS::Queue": ("queue", "waiting messages"),
    "AWS::Kinesis::Stream": ("stream", "records"),
    "AWS::Logs::LogGroup": ("log group", "lines"),
    "AWS::Events::Archive": ("archive", "events"),
    "AWS::Scheduler::ScheduleGroup": ("schedule group", "schedules"),
    "AWS::SNS::Topic": ("topic", "subscriptions"),
}
API, URL = "API's address", "AWS::Lambda::Url"
# The addresses of the app.
ADDRESSES = {
    "AWS::ApiGateway::DomainName": "name",
    "AWS::Route53::RecordSetGroup": "DNS records",
    "AWS::CloudFront::Distribution": "website's address",
    "AWS::ApiGateway::RestApi": API,
    "AWS::ApiGatewayV2::Api": API,
    URL: "function URL",
}
# The local cloud gives these for a while only: it says that one is lost, and does not ask.
LOST_UNASKED_LOCALLY = {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", URL}
# None of these is removed because a setting or a line of code is gone: a person must agree.
NEED_AGREEMENT = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool",
                  "AWS::Cognito::UserPoolGroup", "AWS::SecretsManager::Secret", "AWS::SQS::Queue",
                  "AWS::Events::Archive", "AWS::Scheduler::ScheduleGroup", "AWS::SNS::Topic", *ADDRESSES}
# On AWS too; the others may be empty for a moment only, or AWS counts what is in them hours later.
LOST_UNASKED_IF_EMPTY = {"AWS::SQS::Queue", "AWS::Scheduler::ScheduleGroup", "AWS::SNS::Topic"}
# State of Pareto's own: {logical id: that of a resource which belongs to it, and to no lambda or table of its name}
OWN_STATE = {**dict.fromkeys([alerts.TABLE_ID, alerts.QUEUE_ID, alerts.TOPIC_ID], alerts.ALARM_PERMISSION_ID),
             ticker.QUEUE_ID: names.logical_id(ticker.NAME, "failures")}
# Parts of a function that have a name of their own in the lines.
OF_FUNCTION = {"AWS::IAM::Role": "role", "AWS::Logs::LogGroup": "logs"}


def kind(change):
    """One of KINDS for a ResourceChange. "Conditional" counts as replaced: an unnecessary warning does no harm."""
    if change["Action"] == "Modify" and change.get("Replacement", "False") != "False":
        return "REPLACED"
    return ACTIONS.get(change["Action"], "changed")


def is_loss(change):
    """Whether a change takes away a resource that exists: one whose creation failed has "" for a physical id.

    Of whatever names a changed function AWS says that it may replace it.
    """
    if change.get("PhysicalResourceId") == "":
        return False
    is_named = change["ResourceType"] == URL and change.get("Replacement") == "Conditional"
    return kind(change) in ("REPLACED", "removed") and not is_named


def of_app(changes):
    """The changes without those that remove state of Pareto's own, such as the counts of equal failures."""
    removed = {change["LogicalResourceId"] for change in changes if kind(change) == "removed"}
    return [change for change in changes if change["LogicalResourceId"] not in removed
            or OWN_STATE.get(change["LogicalResourceId"]) not in removed]


def state_of(type_):
    """(label, contents) of a type that holds state, of Pareto's or of resources.yaml; ("", "") of another."""
    own = (type_, "data") if type_ in resource_types.holding_data() else ("", "")
    return STATE.get(type_, own)


def description_lines(title, changes, owners, amounts=None, brief=False):
    """[text]: the lines that describe a change set.

    title    the stack's name
    changes  ResourceChanges, as DescribeChangeSet gives them
    owners   {logical id: (owner, word)} of recipes.template; a removed resource has no owner
    amounts  as of warnings()
    brief    only how many they are, and the warnings
    ->       ["demo-dev: 2 added", "  hello: added endpoint, function"]
    """
    rows, counts = {}, Counter()
    for change in changes:
        counts[kind(change)] += 1
        absent_owner = "no longer in the app", change["ResourceType"].split("::")[-1]
        owner, word = owners.get(change["LogicalResourceId"], absent_owner)
        rows.setdefault(owner or "shared", {}).setdefault(kind(change), Counter())[
            (word or "function").replace("_", " ")] += 1
    total = ", ".join(f"{counts[kind_]} {kind_}" for kind_ in KINDS if counts[kind_]) or "nothing changes"
    if brief:
        return [f"{title}: {total}", *warnings(changes, amounts)]
    return [f"{title}: {total}", *(f"  {whose}: {row(kinds)}" for whose, kinds in sorted(rows.items())),
            *warnings(changes, amounts)]


def part(word, type_):
    """The name of a resource in the printed changes: the word of its block; of a function's own "role" or "logs"."""
    return OF_FUNCTION.get(type_, word) if word == "function" else word


def row(kinds):
    """The text of one line: {"added": {"function": 3, "timer": 1}} -> "added function 3, timer"."""
    return "; ".join(f"{kind_} " + ", ".join(f"{word} {number}" if number > 1 else word
                                             for word, number in sorted(kinds[kind_].items()))
                     for kind_ in KINDS if kind_ in kinds)


def warnings(changes, amounts=None):
    """A line for each resource whose contents or address are lost, or remain outside the stack: ["  WARNING: ..."].

    amounts  {logical id: "12 items", or "" of an empty one}, as far as they are known
    """
    lines, amounts = [], amounts or {}
    for change in of_app(changes):
        if is_loss(change) and (address := ADDRESSES.get(change["ResourceType"])):
            is_certain = kind(change) == "removed" or change["ResourceType"] == URL
            successors = [added["LogicalResourceId"] for added in changes if address == API
                          and added["Action"] == "Add" and ADDRESSES.get(added["ResourceType"]) == API]
            lines.append(f"  WARNING: the app {'loses' if is_certain else 'may lose'} the {address} "
                         f"{change['LogicalResourceId']}: {change.get('PhysicalResourceId', '')}"
                         + "".join(f"; {id_} gets another one" for id_ in successors))
        label, contents = state_of(change["ResourceType"])
        if not label or not is_loss(change):
            continue
        is_retained = "Retain" in change.get("PolicyAction", "")
        old = change.get("PhysicalResourceId", "")
        may = "may be" if change.get("Replacement") == "Conditional" else "is"
        what_happens = f"{may} REPLACED by an empty one" if kind(change) == "REPLACED" else "is REMOVED"
        id_ = change["LogicalResourceId"]
        amount = {None: contents, "": f"0 {contents}"}.get(amounts.get(id_), amounts.get(id_))
        stay, are = ("stays", "is") if amount.startswith("1 ") else ("stay", "are")
        fate = f"{stay} in {old}, outside the stack" if is_retained else f"{are} LOST: {old} is deleted"
        lines.append(f"  WARNING: the {label} {id_} {what_happens}: its {amount} {fate}")
    return sorted(lines)


def consequential(changes):
    """[ResourceChange] to which a person has to agree: state, users or addresses that would be lost."""
    return [change for change in of_app(changes)
            if (change["ResourceType"] in NEED_AGREEMENT or change["ResourceType"] in resource_types.holding_data())
            and is_loss(change)]
