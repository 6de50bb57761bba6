"""The environment variables of a lambda: their values. recipes.access has the permissions on what they name."""
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda, Variable
from kit import names
from recipes import KINDS, TRIGGERS, env, function, own_resources
from recipes.facts import FACTS

# kind of a variable -> the module, or fact, with its value(app, of) and access_statements(app, of)
MODULES: dict[str, Any] = {
    **KINDS, **FACTS, "function": function, "text": env, "resource": own_resources,
    **{module.VARIABLE.lower(): module for module in TRIGGERS.values() if module.VARIABLE}}


def variables(app: AppModel, fn: Lambda, optional: set[str]) -> dict[str, dict]:
    """{"DEMO_TABLE": {"Ref": "DemoTable"}, ...} of a lambda; `optional` as below."""
    return {variable["name"]: value(app, variable, optional) for variable in fn["env"]}


def value(app: AppModel, variable: Variable, optional: set[str]) -> dict:
    """The template's value of a variable; without a value it is absent, so that the code's default applies."""
    if variable["kind"] in MODULES:
        return MODULES[variable["kind"]].value(app, variable["of"])
    parameter = names.value_parameter(variable["name"])
    if parameter in optional:
        return {"Fn::If": [condition(parameter), cfn.ref(parameter), cfn.ref("AWS::NoValue")]}
    return cfn.ref(parameter)


def values(app: AppModel) -> dict[str, list[Variable]]:
    """{"EnvSlackUrl": [app.json's entry of each variable with that parameter]} of all lambdas, kind value."""
    entries_by_parameter = {}
    for name in sorted(app["lambdas"]):
        for entry in app["lambdas"][name]["env"]:
            if entry["kind"] == "value":
                entries_by_parameter.setdefault(names.value_parameter(entry["name"]), []).append(entry)
    return entries_by_parameter


def optional_parameters(values_: dict[str, list[Variable]]) -> set[str]:
    """{parameter} of those that no lambda requires."""
    return {parameter for parameter, entries in values_.items() if all(entry["optional"] for entry in entries)}


def condition(parameter: str) -> str:
    """The name of the condition that a parameter has a value: "EnvSlackUrl" -> "HasEnvSlackUrl"."""
    return f"Has{parameter}"


def parameters(values_: dict[str, list[Variable]], optional: set[str]) -> dict[str, dict]:
    """{"EnvSlackUrl": {"Type": "String", "NoEcho": True}}, with an empty default if it is optional."""
    return {parameter: {"Type": "String", "NoEcho": True,
                        **({"Default": ""} if parameter in optional else {})} for parameter in values_}


def conditions(optional: set[str]) -> dict[str, dict]:
    """{"HasEnvSlackUrl": condition}: true if the parameter is not empty."""
    return {condition(parameter): {"Fn::Not": [{"Fn::Equals": [cfn.ref(parameter), ""]}]} for parameter in optional}
