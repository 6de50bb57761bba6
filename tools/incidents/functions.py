"""The functions of a deployed stage, with their log groups: the lambdas of the app, and Pareto's own small ones."""
import re
from typing import NamedTuple

from aws import stacks, stages
from aws.app import AppModel
from kit import cli, names
from kit.problems import Problems, listed, problem
from kit.schema import nearest

FUNCTION, LOG_GROUP = "AWS::Lambda::Function", "AWS::Logs::LogGroup"


class Function(NamedTuple):
    """A function of the stage."""

    name: str  # "orders-refund" of a lambda, "shared-table-events" of one of Pareto's own
    physical_id: str  # "demo-dev-orders-refund"
    log_group: str
    is_lambda: bool  # one of the app model


def resources(app: AppModel, stage: str) -> list[dict]:
    """[resource summary] of the stage's stacks. Raises Problems if it is not deployed."""
    cfn, stack = stages.client("cloudformation", app, stage), names.stack(app["name"], stage)
    stages.check_owner(cfn, app, stage)
    with stacks.absence_ignored():
        return stacks.resources(cfn, stack)
    raise stages.undeployed(app, stage)


def functions(app: AppModel, stage: str, summaries: list[dict] | None = None) -> list[Function]:
    """[Function] of the stage in the order of names. Raises Problems if it is not deployed.

    summaries  resources(), if the caller has them already
    """
    by_type: dict[str, dict[str, str]] = {FUNCTION: {}, LOG_GROUP: {}}
    for resource in resources(app, stage) if summaries is None else summaries:
        if resource["ResourceType"] in by_type and resource.get("PhysicalResourceId"):
            by_type[resource["ResourceType"]][resource["LogicalResourceId"]] = resource["PhysicalResourceId"]
    lambdas = {names.logical_id(name, "function"): name for name in app["lambdas"]}
    return sorted(Function(lambdas.get(id_) or own_name(id_), physical_id,
                           by_type[LOG_GROUP].get(f"{id_.removesuffix('Function')}LogGroup",
                                                  f"/aws/lambda/{physical_id}"), id_ in lambdas)
                  for id_, physical_id in by_type[FUNCTION].items())


def own_name(function_id: str) -> str:
    """The name for people of a function that is no lambda: "SharedTableEventsFunction" -> "shared-table-events"."""
    return re.sub(r"(?<=.)(?=[A-Z])", "-", function_id.removesuffix("Function")).lower()


def selected(app: AppModel, stage: str, name: str) -> list[Function]:
    """The function with that name, a lambda's name or folder too; all of them for "". Raises Problems."""
    try:
        lambda_ = stages.lambda_name(app, name) if name else ""
    except Problems:
        lambda_ = ""
    if lambda_:
        return [of_lambda(app, stage, lambda_)]
    deployed = functions(app, stage)
    matching = [function for function in deployed if name in ("", function.name)]
    if not matching:
        own = [function.name for function in deployed if not function.is_lambda]
        if hint := nearest(name, own):
            raise problem("", 0, f"no lambda is called {name!r}", f"{hint}; Pareto's own are {listed(own)}")
        stages.lambda_name(app, name)
    return matching


def log_group(app: AppModel, stage: str, id_: str) -> Function | None:
    """The log group with a logical id, such as ApiAccessLogs, as a Function without a physical id; None if the stage
    has none."""
    return next((Function(id_, "", resource["PhysicalResourceId"], False) for resource in resources(app, stage)
                 if (resource["ResourceType"], resource["LogicalResourceId"]) == (LOG_GROUP, id_)
                 and resource.get("PhysicalResourceId")), None)


def report_absent(functions: list[Function], absent: set[str], stage: str) -> None:
    """Names to a person the functions whose log group is in `absent`: it does not exist."""
    missing = [f"{function.name}: {function.log_group}" for function in functions if function.log_group in absent]
    if missing:
        cli.say(f"these log groups are not there: {listed(missing)}\n  hint: if they were deleted by hand, "
                f"`make deploy full=1{stages.variable(stage)}` creates them again")


def of_lambda(app: AppModel, stage: str, name: str) -> Function:
    """The Function of a lambda: one call, where the resources of a large app are many. Raises Problems."""
    client, physical_id = stages.client("lambda", app, stage), stages.function(app, stage, name)
    try:
        configuration = client.get_function_configuration(FunctionName=physical_id)
    except client.exceptions.ResourceNotFoundException:
        raise stages.undeployed(app, stage, name)
    group = configuration.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{physical_id}")
    return Function(name, physical_id, group, True)
