"""The limits of CloudFormation and Lambda, checked before a deploy.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
import collections

from aws import cfn
from aws.app import AppModel
from kit import names
from kit.problems import Problem
from recipes import (
    absent_ids,
    concurrency,
    document_sizes,
    environment,
    nesting,
    own_resources,
    resource_references,
    template,
)
from recipes.template import Part

MOST = {"Resources": 500, "Parameters": 200, "Outputs": 200}
LARGEST_TEMPLATE = 1_000_000
MOST_AT_ONCE = 2500  # resources that one deploy may change, in a stack and all stacks nested in it
# docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: rules of a bus; and
# docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: resources of an API. AWS raises both on request.
QUOTA = 300
AUTHORIZERS = 10
PSEUDO_NAMES = "${AWS::Region}, ${AWS::AccountId}, ${AWS::Partition}, ${Stage}"
MOST_STACKS = 50  # as app.yaml takes
ROOM = 0.6
PSEUDO = [f"AWS::{name}" for name in ("AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix")]
CODE = f"code/{'0' * 64}.zip"
LONGEST_FUNCTION_NAME = 64
SHORTEST_STAGE = "local"


def problems(app: AppModel, parts):
    """The Problems of names, then those of documents that are too large for AWS. parts: template.parts(app)"""
    return name_problems(app, parts) or document_sizes.problems(app, parts)


def name_problems(app: AppModel, parts: list[Part]) -> list[Problem]:
    """The Problems of names that collide, or that no function could have. parts: template.parts(app)"""
    return [*id_problems(app, parts), *parameter_problems(app), *function_problems(app),
            *reference_problems(app, parts), *resource_references.problems(app, parts)]


def id_problems(app: AppModel, parts: list[Part]) -> list[Problem]:
    """The Problems of two resources with one logical id: FailuresQueue is also the queue of a lambda `failures`."""
    problems, part_of_id = [], {}
    for part in parts:
        for id_ in part.resources if part.word != own_resources.WORD else ():
            if id_ in part_of_id:
                culprit = part if part.owner else part_of_id[id_]  # a shared resource has no line of its own
                path, line = template.address(app, culprit.owner, culprit.word)
                problems.append(Problem(path, line, f"{title(part)} and {title(part_of_id[id_])} both make {id_}",
                                        "rename one of the two"))
            part_of_id.setdefault(id_, part)
    return problems


def parameter_problems(app: AppModel) -> list[Problem]:
    """The Problems of values with the parameter of a lambda's code: A_CODE, and lambda `env-a`."""
    values = environment.values(app)
    other_parameters = template.parameters(app) if values else {}
    return [Problem(variable["file"], variable["line"],
                    f"{variable['name']} and the code of a lambda, or a layer, both make the parameter {parameter}",
                    "rename one of the two")
            for parameter, variables in values.items() if parameter in other_parameters for variable in variables]


def reference_problems(app: AppModel, parts: list[Part]) -> list[Problem]:
    """The Problems of permissions whose resource refers to a name that the template does not have: `${Bucket}`.

    The hint for `${DEMO_TABLE.Arn}` is DemoTable.
    """
    fns = [fn for _name, fn in sorted(app["lambdas"].items()) if fn["infra"].get("permissions")]
    defined = {*PSEUDO, *template.parameters(app), *(id_ for part in parts for id_ in part.resources)} if fns else set()
    problems = []
    for fn in fns:
        for at, permission in enumerate(fn["infra"]["permissions"]):
            for name in cfn.GROUP.findall(permission["resource"] or ""):
                id_ = name.partition(".")[0]
                if id_ not in defined:
                    line = fn["lines"].get(f"permissions.{at}.resource", fn["lines"].get(f"permissions.{at}", 0))
                    as_id = names.logical_id(*id_.lower().split("_")) if "_" in id_ else id_
                    hint = absent_ids.hint(app, as_id, defined) or PSEUDO_NAMES
                    problems.append(Problem(fn["path"], line, f"the template has no ${{{name}}}", hint))
    return problems


def title(part: Part) -> str:
    """"queue orders", "function orders", "table demo", or "endpoint" for shared resources."""
    return " ".join(filter(None, [part.word, part.owner]))


def size_problems(app: AppModel, whole: dict, templates: dict[str, dict]) -> list[Problem]:
    """The Problems of an app whose stacks pass the limits of CloudFormation, on AWS and in the local cloud.

    templates  split() of the whole template
    """
    messages = excesses(templates, 1)
    hint = stacks_hint(app, whole) if messages else ""
    return [Problem("app.yaml", 0, message, hint) for message in messages]


def split(app: AppModel, whole: dict, owners: dict[str, tuple[str | None, str]]) -> dict:
    """{"": root, "Lambdas1": child, ...} as push writes them, except for the names of zips and templates.

    whole   the template of the app
    owners  {logical id: (owner, word)} of it
    """
    codes = {names.code_parameter(name): CODE for name in app["lambdas"]}
    nested = nesting.children(app, whole, owners, codes)
    return {"": nesting.root(whole, nested, {}), **nested}


def excesses(templates, share) -> list[str]:
    """The limits that are exceeded: ["501 resources: one stack may have at most 500"].

    share  of each limit that a child may use, so that it has room to grow; the root may use all
    """
    messages = []
    for id_, stack_template in templates.items():
        allowed = share if id_ else 1
        prefix = f"{id_}: " if id_ else ""
        counts = {section: len(stack_template.get(section, {})) for section in MOST}
        messages += [f"{prefix}{count} {section.lower()}: one stack may have at most {MOST[section]}"
                     for section, count in counts.items() if count > MOST[section] * allowed]
        bytes_ = len(cfn.text(stack_template))
        if bytes_ > LARGEST_TEMPLATE * allowed:
            messages.append(f"{prefix}a template of {bytes_:,} bytes: one stack may have at most {LARGEST_TEMPLATE:,}")
    return messages


def stacks_hint(app: AppModel, whole: dict) -> str:
    """The hint: the least `stacks` that leaves each stack room to grow, or two apps if none does."""
    owners = template.owners(app)
    if names.stack_count(app) == 1:  # an app of several stacks has no outputs of its lambdas
        whole = template.template({**app, "settings": {**app["settings"], "stacks": 2}})
    for count in range(names.stack_count(app) + 1, MOST_STACKS + 1):
        of_count: AppModel = {**app, "settings": {**app["settings"], "stacks": count}}
        largest = max(map(len, nesting.resources_by_child(of_count, whole, owners).values()), default=0)
        if largest > MOST["Resources"] * ROOM:
            continue  # which is known without the templates
        templates = split(of_count, whole, owners)
        if excesses({"": templates[""]}, 1):
            break  # the root has the same size with more stacks
        if not excesses(templates, ROOM):
            return f"write `stacks: {count}` in app.yaml (docs/large-apps.md)"
    return f"split {app['name']} into two apps, each with its own name and app.yaml"


def at_once_notes(templates: dict[str, dict]) -> list[str]:
    """[a line] about an app that AWS cannot deploy at once, or only with a higher quota of the account."""
    resources = [resource for stack_template in templates.values() for resource in stack_template["Resources"].values()]
    count = len(resources)
    notes = [f"{count:,} resources: AWS creates, changes or deletes {MOST_AT_ONCE:,} in one deploy, so a new stage "
             "needs more than one (docs/large-apps.md)"] if count > MOST_AT_ONCE else []
    rules = collections.Counter(str(resource["Properties"].get("EventBusName", "")) for resource in resources
                                if resource["Type"] == "AWS::Events::Rule")
    paths = {path[:at] for resource in resources if resource["Type"] == "AWS::ApiGateway::RestApi"
             for path in resource["Properties"].get("Body", {}).get("paths", {}) for at in range(1, len(path) + 1)
             if path[at:at + 1] in ("", "/")}
    quotas = [(most, QUOTA, f"rules of {'its' if bus else 'the default'} bus") for bus, most in rules.items()]
    quotas.append((len(paths) + 1, QUOTA, "path parts of its API"))  # and the root
    # docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    quotas += [(sum(map(len, resource["Properties"].get("Body", {}).get("paths", {}).values())), QUOTA,
                "routes of its HTTP API") for resource in resources if resource["Type"] == "AWS::ApiGatewayV2::Api"]
    # docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, of both APIs
    quotas += [(cfn.text(resource).count(b'"x-amazon-apigateway-authorizer"'), AUTHORIZERS, "authorizers of an API")
               for resource in resources if resource["Type"] in ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")]
    reserved = sum(resource.get("Properties", {}).get("ReservedConcurrentExecutions", 0) for resource in resources)
    if reserved > concurrency.OF_ACCOUNT - concurrency.UNRESERVED:
        notes.append(f"{reserved:,} concurrent invocations are reserved: an account has {concurrency.OF_ACCOUNT:,} and "
                     f"keeps {concurrency.UNRESERVED} unreserved, unless AWS raised it (Service Quotas)")
    return notes + [f"{number:,} {counted_noun}: an account has {quota}, unless AWS raised it (Service Quotas)"
                    for number, quota, counted_noun in quotas if number > quota]


def function_problems(app: AppModel) -> list[Problem]:
    """The Problems of lambdas whose function <app>-<stage>-<lambda> would be too long in every stage."""
    last = names.stack_count(app) if names.stack_count(app) > 1 else 0
    stack = names.stack(app["name"], SHORTEST_STAGE)
    lengths = {name: len(names.function(stack, name, last, names.is_image(app, name))) for name in app["lambdas"]}
    return [Problem(app["lambdas"][name]["path"], 1, f"{app['name']}-STAGE-{name} is {length - LONGEST_FUNCTION_NAME} "
                    f"letters too long: Lambda takes {LONGEST_FUNCTION_NAME}", "shorten the path of its folder")
            for name, length in sorted(lengths.items()) if length > LONGEST_FUNCTION_NAME]
