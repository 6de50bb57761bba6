"""The rules of bench/measure_walks.py: what must hold after each command, and once a deploy says that all is done."""
import json
import re

from botocore.exceptions import ClientError

from injected_faults import ENDS

# A command, a variable of make, or file:line.
ADDRESSED = re.compile(r"`[^`]* [^`]*`|^\S+:\d+: |\b[a-z]+=\S|repeat the command|docs/|there are: \w", re.M)
PREFIXED = {  # what bears the stack's name and holds no data: {name: (service, operation, path of its names)}
    "function": ("lambda", "list_functions", "Functions[].FunctionName"),
    "role": ("iam", "list_roles", "Roles[].RoleName"), "queue": ("sqs", "list_queues", "QueueUrls[]"),
    "rule": ("events", "list_rules", "Rules[].Name"), "topic": ("sns", "list_topics", "Topics[].TopicArn"),
    "log group": ("logs", "describe_log_groups", "logGroups[].logGroupName"),
    "API": ("apigateway", "get_rest_apis", "items[].id"),
    "mapping": ("lambda", "list_event_source_mappings", "EventSourceMappings[].UUID"),
    "distribution": ("cloudfront", "list_distributions", "DistributionList.Items[].Id")}


def end_problem(command, ended, fault):
    """"" if a command ended as every command must; else what is wrong. fault: its name, "" of none"""
    codes = {0, 1} | ({3} if command.goal == "diff" else set()) | {ENDS.get(fault, 0)}
    if ended.code not in codes or "Traceback (most recent" in ended.text:
        return f"b: {command} ended with {ended.code}"
    if ended.code == 1 and not ADDRESSED.search(ended.text):
        return f"b: the error of {command} names no command and no line:\n{ended.text}"
    return ""


class Holdings:
    """What the cloud holds at one moment."""

    def __init__(self, cloud):
        self.queues = {entry["PhysicalResourceId"].rpartition("/")[2]: entry["LogicalResourceId"]
                       for entry in cloud.resources("AWS::SQS::Queue", cloud.roots())}
        self.messages, self.arrivals = cloud.messages(), cloud.arrivals()
        self.data = cloud.data()

    def loss(self, later, ids, agreed):
        """"" if nothing is lost later; else what is. ids: {physical id: logical id}; agreed: logical ids, None for all"""
        if agreed is None:
            return ""
        lost = sorted(item for item in self.data - later.data if ids.get(item[0]) not in agreed)
        if lost:
            return f"a: lost {[(ids.get(name), name, item) for name, item in lost[:3]]}"
        known = sum(self.messages.values()) + self.arrivals
        after = sum(later.messages.values()) + later.arrivals
        allowed = sum(count for name, count in self.messages.items() if self.queues.get(name) in agreed)
        return f"a: {known - after} messages lost of {self.messages}, now {later.messages}" if known - after > allowed else ""


def stack_problems(app, cloud):
    """[text]: what differs between the app's files and what runs, after a deploy that ended well."""
    template = json.loads((app.folder / "build/template.json").read_text())["Resources"]
    entries = cloud.resources()
    own = {entry["LogicalResourceId"] for entry in entries if entry["ResourceType"] != "AWS::CloudFormation::Stack"}
    # A resource with a condition exists only in some stages: the domain's file does not list all.
    template = {id_: resource for id_, resource in template.items() if "Condition" not in resource or id_ in own}
    problems = [f"status {app.status()}"] * (not app.status().endswith("_COMPLETE"))
    problems += [f"not in the stack: {id_}" for id_ in sorted(template.keys() - own)]
    problems += [f"still in the stack: {id_}" for id_ in sorted(own - template.keys())]
    problems += [f"{entry['LogicalResourceId']} is {entry['ResourceStatus']}" for entry in entries
                 if not re.fullmatch("(CREATE|UPDATE|IMPORT)_COMPLETE", entry["ResourceStatus"])]
    if app.settings["settings"]["stacks"] == 1 and not problems and not any(fn["image"] for fn in app.lambdas.values()):
        present = app.client("cloudformation").get_template(StackName=app.stack)["TemplateBody"]["Resources"]
        problems += [f"the stack has another {id_}" for id_ in template if present[id_] != template[id_]]
    return problems + drift_problems(app, cloud) + function_problems(app) + remains(app, cloud.resources(roots=cloud.roots()))


def drift_problems(app, cloud):
    """[text] of what the cloud's drift detection finds."""
    cloudformation, problems = app.client("cloudformation"), []
    for stack in cloud.stacks():
        cloudformation.detect_stack_drift(StackName=stack)
        for entry in cloudformation.describe_stack_resource_drifts(StackName=stack)["StackResourceDrifts"]:
            if entry["StackResourceDriftStatus"] in ("MODIFIED", "DELETED"):
                problems.append(f"{entry['LogicalResourceId']} is {entry['StackResourceDriftStatus']} {entry.get('PropertyDifferences')}")
    return problems


def function_problems(app, answers=None):
    """[text] of lambdas that do not answer, or with other code or settings than the files. answers: {lambda: its answer
    instead of that of the files}"""
    functions, problems = app.client("lambda"), []
    for name, fn in app.lambdas.items():
        function = app.function(name.replace("/", "-"))
        try:
            configuration = functions.get_function_configuration(FunctionName=function)
            answer = json.load(functions.invoke(FunctionName=function, Payload=b"{}")["Payload"])
        except ClientError as error:
            problems.append(f"{name}: {error}")
            continue
        variables = configuration.get("Environment", {}).get("Variables", {})
        expected = (str((answers or {}).get(name, app.answer(name))), fn["timeout"], app.greeting if fn["env"] else None)
        if (actual := (answer.get("body", answer), configuration["Timeout"], variables.get("GREETING"))) != expected:
            problems.append(f"{name} has {actual}, and its files {expected}")
    return problems


def remains(app, entries):
    """[text] of what bears the stack's name and is outside of it, but data, which is kept."""
    ids, problems = {entry["PhysicalResourceId"].rpartition("|")[2] for entry in entries}, []  # BUS|RULE
    for kind, (service, operation, path) in PREFIXED.items():
        for physical in filter(None, app.client(service).get_paginator(operation).paginate().search(path)):
            if physical not in ids and belongs(app, kind, physical):
                problems.append(f"outside of the stack: the {kind} {physical}")
    return problems


def belongs(app, kind, physical):
    """Whether a resource is the app's, by its name; one without a name is, as the cloud has no other app."""
    return kind in ("API", "mapping", "distribution") or f"{app.stack}-" in physical
