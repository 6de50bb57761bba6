"""What a change set will do, in words: by lambda and word, and what it does to people's data first of all."""
from collections import Counter

KINDS = ["added", "changed", "REPLACED", "removed"]
ACTIONS = {"Add": "added", "Remove": "removed", "Import": "added"}

# What is lost with a resource that is replaced or removed.
STATE = {
    "AWS::DynamoDB::Table": ("table", "items"),
    "AWS::S3::Bucket": ("bucket", "objects"),
    "AWS::Cognito::UserPool": ("user pool", "users"),
    "AWS::SQS::Queue": ("queue", "waiting messages"),
    "AWS::Logs::LogGroup": ("log group", "lines"),
}
# What leads people to the app.
ADDRESSES = {
    "AWS::ApiGateway::DomainName": "name",
    "AWS::Route53::RecordSetGroup": "DNS records",
    "AWS::CloudFront::Distribution": "website's address",
}
# A setting that is gone, or a line of code, takes none of these away: a person does.
AGREED = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", *ADDRESSES}
# Parts of a function that people know by another name.
OF_FUNCTION = {"AWS::IAM::Role": "role", "AWS::Logs::LogGroup": "logs"}


def kind(change):
    """One of KINDS for a ResourceChange. "Conditional" counts as replaced: better warned than sorry."""
    if change["Action"] == "Modify" and change.get("Replacement", "False") != "False":
        return "REPLACED"
    return ACTIONS.get(change["Action"], "changed")


def words(title, changes, owners, brief=False):
    """The lines to show.

    title    the stack's name
    changes  ResourceChanges, as DescribeChangeSet gives them
    owners   {logical id: (owner, word)} of recipes.template; a removed resource has no owner any more
    brief    only how many they are, and the warnings
    ->       ["demo-dev: 2 added", "  hello: added endpoint, function"]
    """
    rows, counts = {}, Counter()
    for change in changes:
        counts[kind(change)] += 1
        gone = "no longer in the app", change["ResourceType"].split("::")[-1]
        owner, word = owners.get(change["LogicalResourceId"], gone)
        rows.setdefault(owner or "shared", {}).setdefault(kind(change), Counter())[word or "function"] += 1
    total = ", ".join(f"{counts[each]} {each}" for each in KINDS if counts[each]) or "nothing changes"
    if brief:
        return [f"{title}: {total}", *warnings(changes)]
    return [f"{title}: {total}", *(f"  {whose}: {row(kinds)}" for whose, kinds in sorted(rows.items())),
            *warnings(changes)]


def part(word, type_):
    """What a resource is to its owner: the word that made it; of a function its role and logs by name."""
    return OF_FUNCTION.get(type_, word) if word == "function" else word


def row(kinds):
    """{"added": {"function": 3, "timer": 1}} -> "added function 3, timer"."""
    return "; ".join(f"{each} " + ", ".join(f"{word} {number}" if number > 1 else word
                                            for word, number in sorted(kinds[each].items()))
                     for each in KINDS if each in kinds)


def warnings(changes):
    """A line for each resource whose contents or address do not come along: ["  WARNING: ..."]."""
    lines = []
    for change in changes:
        if kind(change) in ("REPLACED", "removed") and change["ResourceType"] in ADDRESSES:
            loses = "loses" if kind(change) == "removed" else "may lose"
            lines.append(f"  WARNING: the app {loses} the {ADDRESSES[change['ResourceType']]} "
                         f"{change['LogicalResourceId']}: {change.get('PhysicalResourceId', '')}")
        what, contents = STATE.get(change["ResourceType"], ("", ""))
        if not what or kind(change) not in ("REPLACED", "removed"):
            continue
        kept = "Retain" in change.get("PolicyAction", "")
        old = change.get("PhysicalResourceId", "")
        fate = f"stay in {old}, outside the stack" if kept else f"are LOST with {old}"
        may = "may be" if change.get("Replacement") == "Conditional" else "is"
        what_happens = f"{may} REPLACED by an empty one" if kind(change) == "REPLACED" else "is REMOVED"
        id_ = change["LogicalResourceId"]
        lines.append(f"  WARNING: the {what} {id_} {what_happens}: its {contents} {fate}")
    return sorted(lines)


def grave(changes):
    """The changes that a person has to agree to."""
    return [change for change in changes
            if change["ResourceType"] in AGREED and kind(change) in ("REPLACED", "removed")]
