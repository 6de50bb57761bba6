"""The values of a template's parameters: where each comes from, and who misses one."""
from kit import names
from kit.problems import Problem
from recipes import layer_sets


def values(app, template, made, said, stage):
    """Every parameter that the template declares, with its value.

    made  {parameter: value} of artifacts.json and its like; what the template does not declare is left out
    said  {variable: value} of app.yaml's env and the shell, for the variables that lambdas read
    ->    ({"Stage": "dev", "HelloCode": "code/1f.zip", "EnvSlackUrl": "https://..."}, [Problem])
    """
    declared = template.get("Parameters", {})
    outside = {names.value_parameter(name): value for name, value in said.items()}
    known = {"Stage": stage, **outside, **made}
    given = {name: str(known[name]) for name in declared if name in known}
    missing = {name for name, parameter in declared.items()
               if name not in given and "Default" not in parameter}
    return given, complaints(app, missing, stage)


def complaints(app, missing, stage):
    """[Problem] of parameters without a value, at the line of each lambda that wants it."""
    found, told = [], set()
    for lambda_ in app["lambdas"].values():
        for each in lambda_.get("env", []):
            parameter = names.value_parameter(each["name"])
            if each["kind"] == "value" and parameter in missing:
                told.add(parameter)
                found.append(Problem(each["file"], each["line"],
                                     f"{each['name']} has no value in stage {stage}",
                                     f"`export {each['name']}=...`, or say it under `env:` in app.yaml"))
        for layer in layer_sets.attached(lambda_["infra"].get("layers", [])):
            if names.layer_parameter(layer) in missing:
                told.add(names.layer_parameter(layer))
                found.append(Problem(lambda_["path"], lambda_.get("lines", {}).get("layers", 0),
                                     f"the layer {layer} is not made in stage {stage}",
                                     f"`make push stage={stage}` makes it"))
    return found + [Problem("build/template.json", 0, f"the parameter {name} has no value",
                            "give a file with {\"parameters\": {...}} to deploy_stack.py")
                    for name in sorted(missing - told)]


def variables(app):
    """The names of the variables that lambdas read and only the world outside can fill."""
    return sorted({each["name"] for lambda_ in app["lambdas"].values()
                   for each in lambda_.get("env", []) if each["kind"] == "value"})
