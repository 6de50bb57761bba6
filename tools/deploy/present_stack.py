"""A stack and its nested stacks, read without a change set: the resources with their current values."""
from collections.abc import Callable
from typing import Any, NamedTuple

from aws import cfn as cfn_parts
from aws import stacks, stages
from aws.app import AppModel
from deploy import code_changes, resolved_templates
from kit import names
from recipes import nesting
from scan import resource_file

MASKED = "****"  # what DescribeStacks returns of a parameter with NoEcho
MOST_STACKS = 50  # `stacks` of app.yaml


class PresentStack(NamedTuple):
    """A stack that exists."""

    parameters: dict[str, str]  # {name: value}
    resources: dict[str, dict]  # {logical id: definition with its values}, see resolved_templates
    physical: dict[str, str]  # {logical id: physical id}
    outputs: dict[str, dict]  # {name: output with its values}
    edited: list[str]  # the nested stacks whose template is not the one that the root names: somebody changed them


ABSENT = PresentStack({}, {}, {}, {}, [])  # of a stack that does not exist


class Functions:
    """The functions of a stage, whose names begin with that of the stack: those of one response of ListFunctions, which
    has 50 of the account, or all of them."""

    def __init__(self, app: AppModel, stage: str):
        self._client, self._prefix = stages.client("lambda", app, stage), names.stack(app["name"], stage) + "-"
        self._pages = iter(self._client.get_paginator("list_functions").paginate())
        self.configurations: dict[str, dict] = {}  # {function name: its configuration}
        self.are_all = False
        self._read(next(self._pages))

    def _read(self, page: dict) -> None:
        """Add the functions of a response to ListFunctions."""
        self.configurations |= {function["FunctionName"]: function for function in page["Functions"]
                                if function["FunctionName"].startswith(self._prefix)}
        self.are_all = not page.get("NextMarker")

    def with_all(self) -> "Functions":
        """These, after the requests of all further pages."""
        for page in self._pages:
            self._read(page)
        return self

    def configuration(self, name: str) -> dict:
        """The configuration of a function, {} if it does not exist."""
        if name not in self.configurations and not self.are_all:
            try:
                return self._client.get_function_configuration(FunctionName=name)
            except self._client.exceptions.ResourceNotFoundException:
                return {}
        return self.configurations.get(name, {})


def values(app: AppModel, stack: dict, configuration: Callable[[str], dict], planned: dict[str, str]) -> dict[str, str]:
    """{parameter: value} of a stack's description. Masked ones are read from the environment of a live function; of
    one that no function has, the planned value stands in, or else MASKED: whether it changes is unknown.

    configuration  of the function of a lambda, by its name, or {}
    """
    result = {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in stack.get("Parameters", [])}
    unmasked_values: dict[str, str] = {}
    for name, fn in app["lambdas"].items():
        for variable in fn["env"]:
            parameter = names.value_parameter(variable["name"])
            if variable["kind"] == "value" and result.get(parameter) == MASKED and not unmasked_values.get(parameter):
                function = configuration(name)  # that has it, or else has none: then the value is empty
                value = function.get("Environment", {}).get("Variables", {}).get(variable["name"], "")
                unmasked_values |= {parameter: value} if function else {}
    return {name: unmasked_values.get(name, planned.get(name, value)) if value == MASKED else value
            for name, value in result.items()}


def unmasked(app: AppModel, stage: str, stack: dict, live: Functions) -> dict:
    """The description of a stack with the values() of its parameters."""
    return {**stack, "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values(
        app, stack, lambda name: live.configuration(stages.function(app, stage, name)), {}).items()]}


def present(cfn, stack: dict, parameters: Callable[[dict[str, str]], dict[str, str]]) -> PresentStack:
    """The stack of a description. parameters: the function {logical id: physical id} -> its values()"""
    summaries = stacks.resources(cfn, stack["StackId"])
    children: dict[str, Any] = {
        summary["LogicalResourceId"]: template(cfn, summary["PhysicalResourceId"]) for summary in summaries
        if summary["LogicalResourceId"] in map(nesting.id_, range(1, MOST_STACKS + 1))
        and summary["ResourceType"] == stacks.TYPE and summary.get("PhysicalResourceId")}
    physical = stacks.physical_ids(summaries)
    root, values_ = template(cfn, stack["StackId"]), parameters(physical)
    # Our templates are named by their content.
    edited = [id_ for id_, url in code_changes.child_urls(root).items()
              if id_ in children and not url.endswith(cfn_parts.key(children[id_]))]
    return PresentStack(values_, resolved_templates.resources(root, values_, children), physical,
                        resolved_templates.outputs(root, values_), edited)


def edited_lines(present_: PresentStack, stage: str) -> list[str]:
    """[text] of the nested stacks that somebody changed directly, which a deploy restores only if it changes them."""
    return [f"somebody changed the nested stack {id_} directly: `make deploy full=1{stages.variable(stage)}` gives it "
            "its template again" for id_ in present_.edited]


def template(cfn, stack_id: str) -> dict:
    """The template of a stack, as it was sent; a nested stack of resources.yaml may have one in YAML."""
    body = cfn.get_template(StackName=stack_id)["TemplateBody"]
    return resource_file.template(body) if isinstance(body, str) else body
