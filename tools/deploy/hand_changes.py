"""What somebody changed by hand in the functions of a stack: code, settings and variables; and which ones are gone.

One listing of the functions has it (ListFunctions, 50 functions on a page), so a deploy can print it.
CloudFormation's drift detection finds what was changed in the rest of a stack: drift.py.
"""
from typing import Any, NamedTuple

from aws import stacks, stages
from deploy import drift, function_code, resolved_templates
from deploy.function_code import Target, Update
from deploy.present_stack import MASKED
from kit.problems import listed

# The properties of a function that the listing has with the same values as a template.
COMPARED = ("Architectures", "Description", "EphemeralStorage", "Handler", "MemorySize", "Runtime", "Timeout",
            "TracingConfig")
MOST_LISTED = 5  # lambdas in a line


class HandChanges(NamedTuple):
    """What differs from the stack."""

    gone: list[str] = []  # lambdas whose function was deleted
    code: list[str] = []  # lambdas whose function runs other code than the last deploy gave it
    settings: dict[str, list[str]] = {}  # {lambda: ["Timeout is 9, and 5 in the stack"]}


def hand_changes(target: Target, updates: list[Update], functions: dict[str, dict], digests: dict[str, str],
                 definitions: dict[str, dict], physical: dict[str, str]) -> HandChanges:
    """The HandChanges of lambdas.

    updates      of the lambdas, with the zips that they run by the record of the last deploy
    functions    {name: its configuration} of those that exist
    digests      {key: CodeSha256} of zips, as far as this machine knows them: others are requested
    definitions  {lambda: its function in the template that the stack records, see resolved_templates}
    physical     {logical id: physical id} of the stack, as far as they are known: variables name them
    """
    settings = {}
    for update in updates:
        if (configuration := functions.get(update.function)) and update.name in definitions:
            found = differences(definitions[update.name]["Properties"], configuration, physical)
            settings |= {update.name: [*map(drift.difference_text, found)]} if found else {}
    # Which code a zip had that is gone, nobody knows.
    others, known = function_code.others(target, updates, functions, digests), digests.keys()
    return HandChanges([update.name for update in updates if update.function not in functions],
                       [update.name for update in updates if update.name in others and update.key in known], settings)


def differences(properties: dict, configuration: dict, physical: dict[str, str]) -> list[dict]:
    """[entry of PropertyDifferences] of a function. properties: of the template; configuration: of the listing

    A value that only AWS knows, such as an ARN, is not compared.
    """
    expected = {name: properties[name] for name in COMPARED if name in properties and is_known(properties[name])}
    actual: dict[str, Any] = {name: configuration.get(name) for name in expected}
    layers = properties.get("Layers", [])
    if is_known(layers):
        expected["Layers"], actual["Layers"] = layers, [layer["Arn"] for layer in configuration.get("Layers", [])]
    result = [entry(f"/{name}", value, actual[name]) for name, value in expected.items() if value != actual[name]]
    return result + variable_differences(properties.get("Environment", {}).get("Variables", {}),
                                         configuration.get("Environment", {}), physical)


def variable_differences(variables: dict, environment: dict, physical: dict[str, str]) -> list[dict]:
    """As differences(), of the variables of a function. environment: of the listing; it has an Error instead of
    variables if the user may not decrypt them"""
    live, result = environment.get("Variables", {}), []
    for name in sorted(variables.keys() | live.keys()) if "Error" not in environment else ():
        value = variables.get(name)
        value = physical.get(value.get("Ref", ""), value) if isinstance(value, dict) else value
        if (name in variables) != (name in live) or is_known(value) and str(value) not in (live[name], MASKED):
            result.append(entry(f"/Environment/Variables/{name}", value, live.get(name)))
    return result


def entry(path: str, expected: Any, actual: Any) -> dict:
    """An entry of PropertyDifferences, as drift detection has it."""
    kind = "ADD" if expected is None else "REMOVE" if actual is None else "NOT_EQUAL"
    return {"PropertyPath": path, "ExpectedValue": str(expected), "ActualValue": str(actual), "DifferenceType": kind}


def is_known(value: Any) -> bool:
    """Whether a part of a template has no function in it, whose value only AWS knows."""
    if isinstance(value, dict):
        return all(key != "Ref" and not key.startswith("Fn::") and is_known(item) for key, item in value.items())
    return all(map(is_known, value)) if isinstance(value, list) else True


def definitions(template: dict, values: dict[str, str], children: dict[str, dict], lambdas: dict[str, str]
                ) -> dict[str, dict]:
    """{lambda: its function} of a template and of those of its nested stacks.

    values   {parameter: value}; children: {logical id: template}; lambdas: {logical id of a function: lambda}
    """
    def functions(part: dict) -> dict:
        return {**part, "Resources": {id_: resource for id_, resource in part["Resources"].items()
                                      if id_ in lambdas or resource["Type"] == stacks.TYPE}}

    resolved = resolved_templates.resources(functions(template), values, {
        id_: functions(child) for id_, child in children.items()})
    return {lambdas[id_]: resource for id_, resource in resolved.items() if id_ in lambdas}


def code_lines(changes: HandChanges) -> list[str]:
    """[text] of the code that the deploy restores; CloudFormation finds the rest."""
    return [f"  changed by hand: the code of {listed(changes.code, MOST_LISTED)}"] if changes.code else []


def lines(changes: HandChanges, stage: str) -> list[str]:
    """[text] of the changes, with the command that restores what the stack records."""
    command = f"`make deploy full=1{stages.variable(stage)}`"
    return [*(f"the function of {name} is gone: it was deleted by hand; {command} creates it again"
              for name in changes.gone[:MOST_LISTED]),
            *([f"the code of {listed(changes.code, MOST_LISTED)} was changed by hand; {command} restores it"]
              if changes.code else []),
            *(f"{name} was changed by hand: {listed(texts, MOST_LISTED)}; {command} restores it"
              for name, texts in sorted(changes.settings.items())[:MOST_LISTED])]
