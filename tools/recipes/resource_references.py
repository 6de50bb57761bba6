"""What resources.yaml refers to, and whether its logical ids are free: checked against the whole template."""
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from aws import cfn
from aws.app import AppModel
from kit import names
from kit.problems import Problem, listed
from kit.schema import nearest
from recipes import (
    absent_ids,
    domain,
    environment,
    function,
    log,
    nesting,
    own_resources,
    template,
    throttling,
    vpc,
)

PSEUDO = {f"AWS::{name}" for name in ("AccountId", "NoValue", "NotificationARNs", "Partition", "Region", "StackId",
                                      "StackName", "URLSuffix")}
STAGE = "Stage"
REFERABLE = "an id that resources() or shared() returns, or one in build/template.json"
BUCKET_POLICY = "AWS::S3::BucketPolicy"
POLICIES = {BUCKET_POLICY: "Bucket", "AWS::SQS::QueuePolicy": "Queues"}  # {type: the property with what it is for}
SERVICE_HINT = "a service stores objects by `buckets: {NAME: {writers: [ses.amazonaws.com]}}` in app.yaml; or write " \
    "the bucket into this file too"
HINT = "an id of the file or of the template (build/template.json), ${Stage}, or AWS::Region and the like"


def problems(app: AppModel, parts) -> list[Problem]:
    """[Problem] of resources.yaml, and of words of the app's own. parts: template.parts(app)"""
    if "resources" not in app:
        return problems_of_words(app, parts) if own_resources.added(app) else []
    parts_of_pareto = [part for part in parts if part.word != own_resources.WORD]
    return taken_names(app, parts_of_pareto) or [
        *unresolved(app, parts), *second_policies(app, parts_of_pareto), *problems_of_words(app, parts),
        *condition_problems(app), *equal_parameters(app, parts)] or circles(app, parts)


def problem(app: AppModel, key: str, message: str, hint: str = "") -> Problem:
    """The Problem at the line of a dotted key of the file."""
    return Problem(*own_resources.address(app, key), message, hint)


def taken_names(app: AppModel, parts_of_pareto) -> list[Problem]:
    """[Problem] of names that the template has without the file. parts_of_pareto: those of the rest of the template"""
    values = environment.values(app)
    optional = environment.optional_parameters(values)
    parameters = {*template.parameters(app), *environment.parameters(values, optional), *domain.parameters(app),
                  nesting.ROOT_NAME}
    stacks = range(1, names.stack_count(app) + 1) if names.stack_count(app) > 1 else ()
    owners_by_section = {
        "Resources": {**dict.fromkeys(parameters, "a parameter"), **dict.fromkeys(map(nesting.id_, stacks), "a stack"),
                      **{id_: " ".join(filter(None, [part.word, part.owner])) for part in parts_of_pareto
                         for id_ in part.resources}},
        "Outputs": {"Stage": "an output", **{id_: "an output" for part in parts_of_pareto for id_ in part.outputs}},
        "Conditions": dict.fromkeys([*environment.conditions(optional), *domain.conditions(app),
                                     *function.conditions(app["settings"]), *vpc.conditions(app),
                                     *throttling.conditions(app),
                                     *log.conditions(app["settings"], [part.resources for part in parts_of_pareto])],
                                    "a condition")}
    return [problem(app, f"{section}.{name}", f"Pareto makes {name} itself: {owners[name]}", "choose another name")
            for section, owners in owners_by_section.items()
            for name in own_resources.section(app, section) if name in owners]


def unresolved(app: AppModel, parts) -> list[Problem]:
    """[Problem] of references and DependsOn to what the root stack does not have."""
    in_children = ids_in_children(app, parts)
    ids = {id_ for part in parts for id_ in part.resources} - in_children.keys()
    faults = []
    for key, name, attribute in own_references(app):
        if name in ids or attribute is None and name in PSEUDO | {STAGE} and not key.endswith(".DependsOn"):
            continue
        message = f"{name} is in the nested stack {in_children[name]}, where resources.yaml is in the root stack" \
            if name in in_children else f"neither this file nor Pareto has {name!r}"
        hint = "refer to its name: `!Sub ${AWS::StackName}-...`; or write `stacks: 1`" if name in in_children else \
            absent_ids.hint(app, name, {*ids, STAGE, *PSEUDO}) or HINT
        faults.append(problem(app, key, message, hint))
    return faults


def second_policies(app: AppModel, parts_of_pareto) -> list[Problem]:
    """[Problem] of policies for a bucket or queue that has one of Pareto's: the later one would replace the other."""
    resources = {id_: resource for part in parts_of_pareto for id_, resource in part.resources.items()}
    with_policy = {name for resource in resources.values() for name in governed(resource)}
    return [problem(app, f"Resources.{id_}.Properties.{POLICIES[resource['Type']]}",
                    f"{name} has a policy of Pareto's, and a bucket or queue has one policy",
                    SERVICE_HINT if resource["Type"] == BUCKET_POLICY else "write the queue into this file too")
            for id_, resource in own_resources.section(app, "Resources").items()
            for name in governed(resource) if name in with_policy]


def governed(resource: dict) -> list[str]:
    """[logical id] of the buckets or queues whose policy a resource is; [] of any other."""
    targets = resource["Properties"].get(POLICIES.get(resource["Type"], ""), [])
    return [name for name, _attribute in cfn.references(targets)]


def ids_in_children(app: AppModel, parts) -> dict[str, str]:
    """{logical id: "Lambdas1"} of the resources in nested stacks."""
    if names.stack_count(app) == 1:
        return {}
    resources = {id_: resource for part in parts for id_, resource in part.resources.items()}
    by_child = nesting.resources_by_child(app, {"Resources": resources}, template.owners(app, parts))
    return {id_: child for child, ids in by_child.items() for id_ in ids}


def problems_of_words(app: AppModel, parts) -> list[Problem]:
    """[Problem] of references, in what words of the app's own add, to what the template does not have."""
    words = {word for fn in app["lambdas"].values() for word in fn.get("words", {})}
    in_children = ids_in_children(app, parts)
    ids = {*template.parameters(app), *PSEUDO, *(id_ for part in parts for id_ in part.resources)}
    faults = []
    for part in (part for part in parts if part.word in words):
        referable = ids if part.owner else ids - in_children.keys()
        for _key, name, _attribute in references({"resources": part.resources, "outputs": part.outputs}, ""):
            if name not in referable:
                where = ", which is in a nested stack" if name in in_children else ", which the template lacks"
                faults.append(Problem(*template.address(app, part.owner, part.word), f"the word {part.word} refers to "
                                      f"{name!r}{where}", absent_ids.hint(app, name, referable) or REFERABLE))
    return faults + equal_outputs(app, parts, words)


def equal_outputs(app: AppModel, parts, words: set[str]) -> list[Problem]:
    """[Problem] of outputs of the app's own words that another part of the template has too."""
    faults, earlier_outputs = [], {STAGE}
    for part in sorted(parts, key=lambda part: part.word in words):
        for name in part.outputs:
            if name in earlier_outputs:
                message = f"the word {part.word} makes the output {name}, which another part makes too"
                faults.append(Problem(*template.address(app, part.owner, part.word), message,
                                      "begin its name with the lambda's"))
            earlier_outputs.add(name)
    return faults


def own_references(app: AppModel) -> Iterator:
    """Yields (dotted key, name, attribute or None) of the references in resources and outputs of the file."""
    for id_, resource in own_resources.section(app, "Resources").items():
        yield from references(resource["Properties"], f"Resources.{id_}.Properties")
        yield from ((f"Resources.{id_}.DependsOn", name, None) for name in cfn.dependencies(resource))
    for name, output in own_resources.section(app, "Outputs").items():
        yield from references(output, f"Outputs.{name}")


def references(node, key: str) -> Iterator:
    """Yields (dotted key, name, attribute or None) of the references in a value; key: the dotted key of the value."""
    keys = node if isinstance(node, dict) else ()
    function_name = next((name for name in ("Ref", "Fn::GetAtt", "Fn::Sub") if name in keys), "")
    if function_name:
        yield from ((f"{key}.{function_name}", *target) for target in cfn.references(node))
    else:
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for name, item in items:
            yield from references(item, f"{key}.{name}")


def condition_problems(app: AppModel) -> list[Problem]:
    """[Problem] of conditions that the file does not have, and of conditions that refer to resources."""
    declared = own_resources.section(app, "Conditions")
    result = [problem(app, key, f"a condition can refer to Stage and AWS::Region and the like only, not to {name}")
              for id_, content in declared.items() for key, name, _attribute in references(content, f"Conditions.{id_}")
              if name not in PSEUDO | {STAGE}]
    for section in ("Resources", "Outputs", "Conditions"):
        for id_, content in own_resources.section(app, section).items():
            result += [problem(app, f"{section}.{id_}", f"the file has no condition {name!r}", nearest(name, declared)
                               or f"Conditions: {listed(sorted(declared)) or 'there are none'}")
                       for name in sorted(cfn.conditions_of_entry(section, content)) if name not in declared]
    return result


def equal_parameters(app: AppModel, parts) -> list[Problem]:
    """[Problem] of resources whose values would be one parameter of a nested stack: ClusterArn, and Cluster's Arn."""
    children, own = ids_in_children(app, parts), own_resources.section(app, "Resources")
    targets = {target for part in parts for id_, resource in part.resources.items() if id_ in children
               for target in cfn.references(resource) if target[0] not in children}
    result, seen = [], {}
    for target in sorted(targets, key=lambda target: (target[0] in own, target[0], target[1] or "")):
        first = seen.setdefault(nesting.parameter(target), target)
        if first != target and target[0] in own:
            result.append(problem(app, f"Resources.{target[0]}", f"{'.'.join(filter(None, target))} and "
                                  f"{'.'.join(filter(None, first))} are one parameter of a nested stack",
                                  "choose another name"))
    return result


def circles(app: AppModel, parts) -> list[Problem]:
    """[Problem] of resources that refer to each other in a circle: CloudFormation could not order them."""
    resources = {id_: resource for part in parts for id_, resource in part.resources.items()}
    waits = {}
    for id_, resource in resources.items():
        waits[id_] = {*cfn.dependencies(resource), *(name for name, _attribute in cfn.references(
            resource["Properties"]))} & resources.keys()
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle = [*dict.fromkeys(reversed(error.args[1]))]
        own = sorted(set(circle) & own_resources.section(app, "Resources").keys())
        hint = "a name instead of a reference breaks the circle: `!Sub ${AWS::StackName}-hello`"
        message = f"these resources need each other: {', '.join(circle)}"
        return [problem(app, f"Resources.{own[0]}", message, hint)] if own else []
    return []
