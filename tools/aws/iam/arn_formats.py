"""The ARNs of the resources of an action that is in no table, by the formats of their ARNs in IAM's list. Pure."""
import functools
import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from aws.arns import resource
from aws.iam import actions, evaluation, parameter_stems, unlisted_types

# What follows the type in the names of actions whose parameter `Name` is that of the type: GetPipelineState
AFTER_TYPE = re.compile("(State|Status|RunProperties|Runs?|Config|Versions|DefaultVersion|Permission|Metadata|"
                        "MetadataHistory|Comment|Session)$")
OF_ALL = re.compile(r":(Create|Describe|List|Search|Lookup|Import|Register|Get\w*s$)")
OF_SEVERAL = re.compile("BatchGet|Start|Stop")  # actions with a list of names
# Types of which a name without a version is that of all its versions
WITH_VERSIONS = re.compile(r"(?:[^:]*:){5}(job-definition/|layer:)[^:]*")
MARK = re.compile("[\ue000-\uf8ff]")  # of the scan (scan/sent_values.py): a value that only a run knows
# AWS writes the ARN of a log group without and with ":*"; actions on what is in it need the second form.
# docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
LOG_GROUP = re.compile(r"(?:[^:]*:){5}log-group:[^:]*")
# Types whose parameters have the names of parameters that mean something else.
UNUSED_TYPES = {"batch:SubmitJob": {"consumable-resource", "job", "job-definition-revision"}}
OF_OTHERS = re.compile(r"\$\{(?!Partition\}|Region\}|Account\})\w+\}")  # ${Vendor}, ${VpcOwnerAccount}
OF_ANY_TYPE = re.compile("(?i)resource(name|arn|arns|arnlist)?|arn")  # parameters with ARNs of several types
OF_PARENT = re.compile(r"arn:(?:[^:]*:){4}.")
NAME_IN_ARN = re.compile(r"\$\{(\w+)\}([^$]?)")
# Parameters of EC2 with a name of what has an id in its ARN, and with the id of what has its name there
OF_NAMES = re.compile("arn:[^ ]*:ec2:[^ ]*:((security-group|launch-template)/[^ ]* (.*Names?|SecurityGroups)|"
                      "key-pair/[^ ]* .*Id)")
OF_ID = re.compile(r"[\w-]*$")  # before a name in a format: ou- of ou-${OrganizationalUnitId}, which ids have too
# What precedes the parameters of a copy's source and target: SourceDBSnapshotIdentifier, whose region is SourceRegion
SIDES = {"source": re.compile("(?i)(replication)?(source|original)"),
         "target": re.compile("(?i)target|destination(?!phone)")}
CREATING = re.compile("Associate|Copy|Create|Distribute|Restore")  # what has no name yet, of a source


class Side(NamedTuple):
    """The parameters of one side of a copy, without the name of the side, and the scope of what they name. region: None
    if the call does not have it, so that an ARN may be of any"""
    params: dict
    scope: dict
    region: str | None


def of_action(action: str) -> dict[str, list[str]]:
    """{type: [format of its ARNs]} of the types that an action accepts, without UNUSED_TYPES."""
    service, _colon, name = action.partition(":")
    types = actions.iam_actions().get(service, {}).get("Actions", {}).get(name.lower(), {}).get("Resources", [])
    types = types or unlisted_types.TYPES.get(action, [])
    return {type_: of_type(service, type_) for type_ in evaluation.listed(types)
            if type_ not in UNUSED_TYPES.get(action, ())}


def of_type(service: str, type_: str) -> list[str]:
    """The formats of a type's ARNs: cfn-lint's list writes some types of an action with other letters."""
    types, nested = actions.iam_actions()[service].get("Resources", {}), actions.nested_arns().get(service, {})
    heads = [pattern.split(":", 5) for pattern in (types.get(type_) or types.get(type_.lower(), {})).get(
        "ARNFormats", [])]
    return [":".join([*(OF_OTHERS.sub("*", part.replace("${AccountId}", "${Account}")) for part in head),
                      nested.get(type_, own)]) for *head, own in heads]


def of_named_type(action: str) -> list[str]:
    """The formats of the only type that an action accepts, if its name has the type: StopWorkspaces; else []. Not of
    lists and of what has no name yet, which AWS may check on "*"."""
    formats = [patterns[0] for patterns in of_action(action).values() if patterns]
    kind = re.sub("[^a-z-].*|-", "", resource(formats[0]), flags=re.DOTALL) if len(formats) == 1 else ""
    return formats if kind and kind in action.lower() and not OF_ALL.search(action) else []


def by_format(formats, params, scope, service, action, optional):
    """[ARN] of the resources of an action, as far as the params name them; [] if they name none.

    formats  {"collection": ["arn:${Partition}:rekognition:${Region}:${Account}:collection/.*"]} of each resource type
    params   {"CollectionId": "faces"}: the parameter is called as the type, with Id, Name or Arn after it. `Name` is of
             the type with which the action ends (StartCrawler); IndexName is of place-index if that is the only type
    optional the types that the action may do without. Of another type that the params do not name: any resource
    """
    by_params, of_any, sides = {}, {}, _sides(params, scope)  # {format: [ARN]}
    for type_, patterns in formats.items():
        for pattern in patterns:
            sides_named, of_type = _of_sides(type_, pattern, _stems(type_, formats, service, action), sides, action)
            if of_type:
                by_params.setdefault(pattern, []).extend(of_type)
            elif type_.lower() not in optional and not sides_named:
                parents = {key: value for key, value in params.items() if key.lower() not in ("id", "name", "arn")}
                of_any[pattern] = [_filled(pattern, "*", scope, parents)]
    if by_params:
        arns = [*dict.fromkeys(arn for arns in {**of_any, **by_params}.values() for arn in arns)]
        return [*arns, *(f"{arn}:*" for arn in arns if LOG_GROUP.fullmatch(arn) or WITH_VERSIONS.fullmatch(arn))]
    if of_any and all(".*" not in pattern and "${" not in resource(pattern) for pattern in of_any):  # hub/default
        return [arn for arns in of_any.values() for arn in arns]
    within = [arn for pattern, arns in of_any.items() for arn in arns if arn != every(pattern, scope)]
    are_named = any(f"{type_}s" in params for type_ in formats)  # cluster and tasks of DescribeTasks
    if within and (are_named or not action.startswith(("Describe", "List"))):  # in a resource that the params name
        return within
    starts = {(pattern.split(":")[2], re.split(r"\$\{|\.\*", resource(pattern))[0])
              for patterns in formats.values() for pattern in patterns}
    return [text for key, value in params.items() for text in evaluation.listed(value) if isinstance(text, str) and (
        any(text.split(":")[2:3] == [own] and text.split(":", 5)[-1].startswith(start) for own, start in starts)
        if text.startswith("arn:") else not text.isascii() and (  # a mark of the scan
            OF_ANY_TYPE.fullmatch(key) or service == "iot" and key in ("principal", "target")))]


def _sides(params, scope):
    """{"": Side, "source": Side, "target": Side} of what a call names, and of what it names as source and as target."""
    sides = {"": Side(params, scope, scope["region"] if scope["region"].isascii() else None)}  # that of the client
    for side, start in SIDES.items():
        own = {key[match.end():].lower(): value for key, value in params.items() if (match := start.match(key))}
        region = own.get("region")
        region = region if isinstance(region, str) else None
        sides[side] = Side({key: value for key, value in own.items() if key not in ("", "id", "name", "names")},
                           {**scope, "region": region or scope["region"]}, region)
    return sides


def _of_sides(type_, pattern, stems, sides, action):
    """({sides that name a resource of a type}, [ARN] of the type): of a copy also of the side that has no name."""
    params = sides[""].params
    has_name = pattern.count(".*") == 1 or NAME_IN_ARN.search(resource(pattern))
    texts = {side: [(key, "*" if OF_NAMES.fullmatch(f"{pattern} {key}") else text) for key, text in _texts_of(
                 stems, own.params) if has_name or _is_arn(key, text)]
             for side, own in sides.items()}
    if texts["source"]:  # Name is that of the copy, which gets an id
        texts[""] = [(key, text) for key, text in texts[""] if key != "Name"]
    own_name = f"{type_.partition('/')[0].replace('-', '')}Name"
    own_scope = {side: {**own.scope, **_of_parent(pattern, own.params)} for side, own in sides.items()}
    arns = [_of_arn(pattern, text, sides[side]) if _is_arn(key, text) or side == "source" and key.endswith(
                "identifier") and MARK.match(text)  # an ARN, perhaps of another region
            else _filled(pattern, text, own_scope[side], {**sides[side].params, **params, own_name: (
                "*" if key.lower().endswith("id") else text), **({key[:-1]: text} if key[-1:] == "s" else {})})
            for side in sides for key, text in texts[side] if not _is_foreign(pattern, text)]
    sides_named = {side for side in sides if texts[side]}
    if arns and (sides_named == {"target"} or sides_named == {"source"} and CREATING.match(action)):
        arns.append(_filled(pattern, "*", sides["source" if sides_named == {"target"} else "target"].scope, {
            key: value for key, value in params.items() if not SIDES["source"].match(key)}))
    return sides_named, arns


def _of_parent(pattern, params):
    """{"partition", "region", "account"} of a parameter with the ARN of what a resource is in: a task of a cluster."""
    names = {match[1].lower() for match in NAME_IN_ARN.finditer(resource(pattern))}
    arns = [value.split(":") for key, value in params.items() if isinstance(value, str) and OF_PARENT.match(value)
            and any(name.startswith(key.lower().removesuffix("arn")) for name in names)]
    own = arns and arns[0][2] == pattern.split(":")[2]
    return {"partition": arns[0][1], "region": arns[0][3], "account": arns[0][4]} if own else {}


def named(formats: dict, fields: Iterable[str], service: str, action: str) -> dict:
    """The formats of the types that one of the fields may name, such as TopicArn."""
    return {type_: patterns for type_, patterns in formats.items() if _texts_of(
        [stem for stem in _stems(type_, formats, service, action) if stem], dict.fromkeys(fields, ""))}


def _stems(type_, formats, service, action):
    """The words that parameters which name a resource of a type begin with, in lower case; "" for `Name` alone."""
    own = {**parameter_stems.ALL, **parameter_stems.OF_SERVICE.get(service, {})}
    patterns, type_ = formats[type_][:1], type_.partition("/")[0]  # loadbalancer/app/
    stems = own.get(type_.lower(), re.sub("[- ]", "", type_)).replace("-", "").lower().split() or [""]
    last_word = [type_.rpartition("-")[2].lower()] if len(formats) == 1 else []
    return [*stems, *last_word, *([""] if any(
        _is_named(pattern, stems[0], service, action) for pattern in patterns) else [])]


def _is_named(pattern, stem, service, action):
    """Whether the parameter `Name` of an action is that of a type: of StartPipelineExecution, and of GetWorkflowRun if
    the ARN of the type has no other names. In the ARNs of EC2 are ids, not names."""
    start = re.sub("[^a-z]", "", re.split(r"\$\{|\.\*", resource(pattern))[0].lower())
    names = [action.removesuffix("Execution")]
    if start == stem or service == "codepipeline":
        names += [AFTER_TYPE.sub("", action), action.removesuffix("s") if OF_SEVERAL.match(action) else action]
    return service != "ec2" and any(name.lower().endswith(stem) for name in names)


def _texts_of(stems, params):
    """[(parameter, text)] of the params that name a resource of a type, by its _stems()."""
    ends = ("", "s", "id", "name", "arn", "identifier", "ids", "names", "arns", "identifiers")
    field_names = {f"{stem}{end}" for stem in stems if stem for end in ends}
    keys = {key.lower() for key in params}
    if "" in stems and field_names.isdisjoint(keys):
        field_names |= {"id"} if "id" in keys else {"name", "names"}
    return [(key, text) for key, value in params.items() if key.lower().removeprefix("secondary") in field_names
            for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _is_arn(parameter, text):
    """Whether the text of a parameter is an ARN; with a mark of the scan it may not look like one."""
    return text.startswith("arn:") or parameter.lower().endswith("arn")


def _is_foreign(pattern, text):
    """Whether a text is an ARN of another service, such as the stream that gets the events of a log group."""
    return text.startswith("arn:") and text.split(":")[2].isascii() and text.split(":")[2] != pattern.split(":")[2]


def every(pattern, scope):
    """The ARN of every resource of a format's type, with "*" for each of its names."""
    return _filled(pattern, "*", scope, {})


@functools.cache
def nameless(service: str) -> frozenset[str]:
    """The ends of the ARNs of a service's types with several names, with "*" for each name."""
    return frozenset(re.sub(r"\$\{\w+\}", "*", end) for end in actions.nested_arns().get(service, {}).values())


def any_of(pattern, scope):
    """The ARN of any resource of a format's type."""
    own = re.split(r"\$\{|\.\*", resource(pattern))
    return _filled(pattern.removesuffix(resource(pattern)) + own[0], "", scope, {}) + "*" * (len(own) > 1)


def any_of_all(formats, scope):
    """The ARN of any resource of several types, such as loadbalancer/*; "*" if their ARNs do not begin alike."""
    arns = [any_of(patterns[0], scope) for patterns in formats.values()]
    start = re.match("((?:[^:]*:){5})(.*[/:])?", os.path.commonprefix(arns))
    return arns[0] if len({*arns}) == 1 else f"{start[0]}*" if start and start[2] else "*"


def _of_arn(pattern, text, side):
    """The ARN of a format that a text is; a mark may be one of any account and region."""
    anywhere = {**side.scope, "region": side.region or text[:1], "account": text[:1]}
    return any_of(pattern, anywhere).removesuffix("*") + text[0] if MARK.match(text) else text


def _filled(pattern, name, scope, params):
    """The ARN of a name, by the format of its type, with "*" for names that the params do not have."""
    head = pattern.removesuffix(resource(pattern)).replace("${Account}", scope["account"])
    unused, version = dict(params), ""

    def part(match):
        nonlocal version
        key = next((key for key in unused if match[1].lower().startswith(
            key.lower().removesuffix("entifier"))), None) or next(
            (key for key in unused if len(match[1]) > 4 and key.lower().replace("application", "app").endswith(
                match[1].lower())), None)
        text = unused.pop(key, None) if key else version
        text = resource(text).replace("/", ":").rpartition(":")[2] if isinstance(text, str) and OF_PARENT.match(
            text) else text
        is_name = isinstance(text, str) and text and not text.startswith("arn:") and not MARK.match(text)
        first, _separator, version = text.partition(match[2] or "/") if is_name else (
            text if text == name and MARK.match(text) else "*", "", "")
        version = version if match[2] == ":" else ""
        start = OF_ID.findall(match.string[:match.start()])[0]
        return (first.removeprefix(start) if first.isascii() else start and f"\0{first}" or first) + match[2]
    own = re.sub(r"[\w-]+\0", "", NAME_IN_ARN.sub(part, resource(pattern))).replace(".*", name)
    return f"{head.replace('${Partition}', scope['partition']).replace('${Region}', scope['region'])}{own}"
