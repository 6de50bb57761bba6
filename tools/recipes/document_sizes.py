"""Documents that AWS generates from the template, and that exceed a limit: each at the line that exceeds it. Pure.

The names that CloudFormation will generate are estimated, and the stage is one of the shortest: a document that is
reported is too large in every stage. Values of parameters are not known here, and count as empty.
docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
"""
import collections
import json
from collections.abc import Iterator

import orjson

from aws import cfn, tables
from aws.app import AppModel, Lambda
from aws.events import validation
from kit import names
from kit.problems import Problem
from kit.settings import FILE
from recipes import TRIGGERS, access, environment, failures_queue, function, own_resources, table, template, timer

ROLE, FUNCTION_POLICY, ENVIRONMENT, INDEXES = 10_240, 20_480, 4_096, 20
# A resolved document has at most so many times the characters of its raw one: smaller ones need no closer look.
GROWTH = 4
SHORT_VARIABLE = 200  # characters of a variable with a generated value, at most, unless its name is very long
LONGEST_STATEMENT = 2_048  # characters of a function's policy for one source, at most
RANDOM = "X" * 12  # what CloudFormation adds to a name
ARNS = {
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/",
    "AWS::Events::EventBus": "events:{region}:{account}:event-bus/",
    "AWS::Events::Rule": "events:{region}:{account}:rule/",
    "AWS::Lambda::Function": "lambda:{region}:{account}:function:",
    "AWS::Logs::LogGroup": "logs:{region}:{account}:log-group:", "AWS::S3::Bucket": "s3:::",
    "AWS::SecretsManager::Secret": "secretsmanager:{region}:{account}:secret:",
    "AWS::SNS::Topic": "sns:{region}:{account}:", "AWS::SQS::Queue": "sqs:{region}:{account}:"}
REF_IS_ARN = ("AWS::SecretsManager::Secret", "AWS::SNS::Topic")
STREAM = "/stream/2026-01-01T00:00:00.000"


class Resolver:
    """Resolves the functions of a template's values, with names as long as those that AWS will generate."""

    def __init__(self, app, resources):
        self.resources, self.stack = resources, names.stack(app["name"], "local")
        self.pseudo = {"AWS::Region": app["settings"]["region"], "AWS::AccountId": "0" * 12, "AWS::Partition": "aws",
                       "AWS::StackName": self.stack, "AWS::URLSuffix": "amazonaws.com", "Stage": "local"}

    def text(self, value):
        """The compact JSON of a template's value, its functions replaced by what they return."""
        return json.dumps(self.value(value), separators=(",", ":"))

    def value(self, value):
        """A copy of a template's value, its functions replaced by what they return."""
        return cfn.resolved(value, self.reference, RANDOM)

    def reference(self, name, attribute):
        """The text that Ref returns, or GetAtt of an attribute (None: Ref); "" for a parameter."""
        if name in self.pseudo or name not in self.resources:
            return self.pseudo.get(name, "")
        resource = self.resources[name]
        type_, properties = resource["Type"], resource["Properties"]
        written = properties.get("FunctionName") if type_ == "AWS::Lambda::Function" else properties.get("Name")
        physical = self.value(written or f"{self.stack}-{name}-{RANDOM}")
        arn = "arn:aws:" + ARNS.get(type_, "").format(region=self.pseudo["AWS::Region"], account="0" * 12) + physical
        if type_ == "AWS::SQS::Queue" and attribute is None:
            return f"https://sqs.{self.pseudo['AWS::Region']}.amazonaws.com/{'0' * 12}/{physical}"
        is_arn = attribute in ("Arn", "StreamArn") or (type_ in REF_IS_ARN and attribute is None)
        return (arn if is_arn else physical) + STREAM * (attribute == "StreamArn")


def problems(app: AppModel, parts) -> list[Problem]:
    """[Problem] of every document that is too large. parts: template.parts(app)"""
    resolver = Resolver(app, {id_: resource for part in parts for id_, resource in part.resources.items()})
    app = template.app_with_bus(app)
    return [*role_problems(app, resolver), *environment_problems(app, resolver), *rule_problems(app, resolver, parts),
            *policy_problems(app, resolver, parts), *index_problems(app)]


def role_problems(app: AppModel, resolver) -> list[Problem]:
    """[Problem] of roles whose policy IAM would refuse: the first line with which it is too large."""
    result = []
    for name, fn in sorted(app["lambdas"].items()):
        role = resolver.resources[f"{names.logical_id(name)}Role"]["Properties"]["Policies"]
        if is_small(role, ROLE) or len(resolver.text(role[0]["PolicyDocument"])) <= ROLE:
            continue
        statements, path, line = own_statements(app, fn), fn["path"], fn["lines"].get("", 0)
        for more, at in sources_of_statements(app, fn):
            statements += more
            path, line = at
            document = function.role(statements, app["settings"])["Properties"]["Policies"][0]["PolicyDocument"]
            if len(resolver.text(document)) > ROLE:
                break
        result.append(Problem(path, line, f"with this, the policy of {name}'s role has more than {ROLE:,} characters, "
                              "and IAM takes no more", "split the lambda into two, or name fewer resources"))
    return result


def own_statements(app: AppModel, fn: Lambda):
    """[statement] that the lambda's role always has: of its log group, its failures and its trigger."""
    return [function.log_statement(f"{names.logical_id(fn['name'])}LogGroup"),
            *([failures_queue.statement()] if template.is_asynchronous(fn) else []),
            *(statement for word, module in TRIGGERS.items() if word in fn["infra"]
              for statement in module.statements(app, fn))]


def sources_of_statements(app: AppModel, fn: Lambda) -> Iterator:
    """Yields ([statements of the role], (path, line)) of each variable, and of each entry of permissions."""
    yield from access.sources(app, fn)
    lines = fn["lines"]
    for at, statement in enumerate(function.permission.statements(fn["infra"]["permissions"])):
        yield [statement], (fn["path"], lines.get(f"permissions.{at}", lines.get("permissions", lines.get("", 0))))


def environment_problems(app: AppModel, resolver) -> list[Problem]:
    """[Problem] of functions whose environment variables are larger than Lambda accepts."""
    result = []
    for name, fn in sorted(app["lambdas"].items()):
        values = {}
        for variable in fn["env"] if len(fn["env"]) * SHORT_VARIABLE > ENVIRONMENT else ():
            values[variable["name"]] = resolver.value(environment.value(app, variable, set()))
            if len(json.dumps(values, separators=(",", ":")).encode()) > ENVIRONMENT:
                result.append(Problem(variable["file"], variable["line"], f"with {variable['name']}, the variables of "
                                      f"{name} have more than {ENVIRONMENT:,} bytes, and Lambda takes no more",
                                      "split the lambda into two"))
                break
    return result


def rule_problems(app: AppModel, resolver, parts) -> list[Problem]:
    """[Problem] of rules whose whole pattern, or whose target's input, EventBridge would refuse."""
    result = []
    for part in parts:
        rules = {id_: resource for id_, resource in part.resources.items() if resource["Type"] == "AWS::Events::Rule"}
        for id_, resource in rules.items():
            properties = resource["Properties"]
            if is_small(properties.get("EventPattern", {}), validation.MAX_LENGTH) \
                    and is_small(properties.get("Targets", []), timer.LONGEST_INPUT):
                continue
            sizes = {"pattern": (len(resolver.text(properties.get("EventPattern", {}))), validation.MAX_LENGTH),
                     "input": (max((len(resolver.value(target.get("Input", ""))) for target in
                                    properties.get("Targets", [])), default=0), timer.LONGEST_INPUT)}
            path, line = template.address(app, part.owner, part.word)
            result += [Problem(path, line, f"the {document} of {id_} has {size:,} characters, and EventBridge takes "
                               f"{limit:,}", "shorten it") for document, (size, limit) in sizes.items() if size > limit]
    return result


def policy_problems(app: AppModel, resolver, parts) -> list[Problem]:
    """[Problem] of functions that more sources may invoke than the function's policy has room for."""
    permissions = [(part, id_, resource, resource["Properties"]["FunctionName"]["Ref"])
                   for part in parts if part.word != own_resources.WORD for id_, resource in part.resources.items()
                   if resource["Type"] == "AWS::Lambda::Permission"]
    amounts = collections.Counter(target for *_permission, target in permissions)
    result, sizes = [], collections.Counter()
    for part, id_, resource, target in permissions:
        if amounts[target] * LONGEST_STATEMENT > FUNCTION_POLICY:
            before = sizes[target]
            sizes[target] += len(resolver.text(statement_of(id_, resource, resolver)))
            if before <= FUNCTION_POLICY < sizes[target]:
                path, line = template.address(app, part.owner, part.word)
                result.append(Problem(path, line, f"with {id_}, the policy of {target} has more than "
                                      f"{FUNCTION_POLICY:,} bytes, and Lambda takes no more", "fewer sources"))
    return result


def statement_of(id_: str, resource, resolver):
    """The statement that Lambda adds to a function's policy for a resource AWS::Lambda::Permission."""
    properties = resource["Properties"]
    condition = {"ArnLike": {"AWS:SourceArn": properties["SourceArn"]}} if "SourceArn" in properties else \
        {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}  # of a function URL
    return {"Sid": resolver.reference(id_, None), "Effect": "Allow", "Principal": {"Service": properties["Principal"]},
            "Action": properties["Action"], "Resource": resolver.reference(properties["FunctionName"]["Ref"], "Arn"),
            "Condition": condition}


def index_problems(app: AppModel) -> list[Problem]:
    """[Problem] of tables with more indexes than DynamoDB takes, at the entry that passes the limit."""
    result = []
    for name, entry in sorted(app["state"].get("table", {}).items()):
        amount = sum(not index.local for index in tables.indexes(entry).values())
        if amount > INDEXES:
            of_table = [(fn["path"], fn["lines"].get(f"indexes.{at}", fn["lines"].get("indexes", 0)))
                        for _name, fn in sorted(app["lambdas"].items())
                        for at, index in enumerate(fn["infra"]["indexes"]) if index["table"] == name]
            address = of_table[min(INDEXES, len(of_table) - 1)] if of_table else (FILE, entry["settings"]["line"])
            result.append(Problem(*address, f"the table {name} has {amount} indexes, and "
                                  f"DynamoDB takes {INDEXES}", f"remove some, of {table.table_id(name)}"))
    return result


def is_small(value, limit) -> bool:
    """Whether a value is so short that it stays within the limit, whatever its functions return; False of one that is
    not ASCII, which is longer in JSON of AWS."""
    text = orjson.dumps(value)
    return text.isascii() and len(text) * GROWTH < limit
