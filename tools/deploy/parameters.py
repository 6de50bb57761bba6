"""The values of a template's parameters: where each comes from, and which are missing."""
import os
from pathlib import Path

from aws import clients, stages
from deploy import stored_values
from kit import names, settings
from kit.problems import Problem, Problems
from recipes import layer, live, sign_in, user_pool, vpc
from scan.variables import is_of_shell, of_app, own_name

# docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: of a parameter's value
LONGEST = 4096
FUNCTION_NAME_LIMIT = 64  # Lambda's


def files(artifacts, domain):
    """The paths of the files with a stage's parameters: artifacts.json, of layers, and of a domain, if any."""
    beside = Path(artifacts).parent
    of_domain = beside / "domains" / f"{domain}.json"
    return [artifacts, *sorted(beside.glob("layers/*.json")), *([of_domain] if domain and of_domain.exists() else [])]


def change_set_request(app, template, artifacts, env, stage):
    """{"StackName", "TemplateURL", "Parameters", "Tags"} of CreateChangeSet. Raises all Problems that prevent it:
    parameters without a value, names that are too long, no lambda.

    template   of the stack itself, not of a nested one
    artifacts  [artifacts.json, and the files of layers and of the domain]: each has "parameters"
    env        `env` of app.yaml
    """
    pushed = {key: value for file in artifacts for key, value in file["parameters"].items()}
    parameter_values, problems = values(
        app, template, pushed, stored_values.resolved(environment_values(app, env, stage), app, stage), stage)
    problems += name_problems(app, stage)
    if not app["lambdas"]:
        problems = [Problem("", 0, "there is no lambda yet", "`make new-lambda name=hello trigger=endpoint`")]
    if problems:
        raise Problems(*problems)
    return {"StackName": names.stack(app["name"], stage), "TemplateURL": artifacts[0]["template"],
            "Parameters": [{"ParameterKey": key, "ParameterValue": value}
                           for key, value in sorted(parameter_values.items())],
            "Tags": stages.tags(app, stage)}


def name_problems(app, stage):
    """[Problem] of functions and addresses whose names AWS refuses in a stage, and perhaps takes in another."""
    functions = {stages.function(app, stage, name): fn for name, fn in app["lambdas"].items()}
    problems = [Problem(fn["path"], 0, f"{name} is longer than {FUNCTION_NAME_LIMIT} characters",
                        "shorten the folder's, the app's or the stage's name")
                for name, fn in functions.items() if len(name) > FUNCTION_NAME_LIMIT]
    if stage == clients.LOCAL or "users" not in app["settings"]:
        return problems
    return [*problems, *sign_in.address_problems(app["settings"]["users"], user_pool.needed(app),
                                                 names.stack(app["name"], stage))]


def values(app, template, artifacts, environment, stage):
    """Every parameter that the template declares, with its value.

    artifacts    {parameter: value} of artifacts.json and of layers and domains; others than the template's are left out
    environment  {variable: value} of app.yaml's env and the shell, for the variables that lambdas read
    ->           ({"Stage": "dev", "HelloCode": "code/1f.zip", "EnvSlackUrl": "https://..."}, [Problem]), also of what
                 a lambda has in other stages only

    Nested stacks have codes as literals: their root declares none, and the digest of a version needs its own.
    """
    declared = template.get("Parameters", {})
    environment_values = {names.value_parameter(name): value for name, value in environment.items()}
    available = {"Stage": stage, **environment_values, **artifacts}
    values = {name: str(available[name]) for name in declared if name in available}
    codes = {name: available[name] for name in map(names.code_parameter, app["lambdas"]) if name in available}
    digests = live.parameter_values(app, {**codes, **values})
    values |= {name: value for name, value in digests.items() if name in declared}
    missing = {name for name, parameter in declared.items() if name not in values and "Default" not in parameter}
    return values, missing_problems(app, missing, stage) + length_problems(app, values) + vpc.stage_problems(app, stage)


def environment_values(app, env, stage):
    """{variable: value} for values(): of `env` of app.yaml, and of the shell, which has precedence.

    The shell's own variables, such as PATH and AWS_PROFILE, and those of make are no values of the app.
    """
    return {**settings.values(env, stage), **shell_values(app)}


def shell_values(app):
    """{variable: value} of the shell, as of environment_values(); findings depend on no other variable of the shell."""
    of_make = os.environ.get("PARETO_VARIABLES", "").split()
    return {name: os.environ[name] for name in variables(app)
            if name in os.environ and name not in of_make and not is_of_shell(name)}


def length_problems(app, values):
    """[Problem] of values that CloudFormation would refuse, at the line of the first lambda that needs each."""
    first_use = {names.value_parameter(variable["name"]): variable for fn in reversed(app["lambdas"].values())
                 for variable in fn.get("env", [])}
    return [Problem(first_use[name]["file"], first_use[name]["line"],
                    f"the value of {first_use[name]['name']} has more than {LONGEST:,} bytes, CloudFormation's limit",
                    "put it into a file of the package, or into the app's bucket")
            for name, value in sorted(values.items()) if name in first_use and len(value.encode()) > LONGEST]


def missing_problems(app, missing, stage):
    """[Problem] of parameters without a value: of a variable or layer at the line of each lambda that needs it; of any
    other parameter at the template."""
    problems, reported = [], set()
    for fn in app["lambdas"].values():
        for variable in fn.get("env", []):
            parameter = names.value_parameter(variable["name"])
            if variable["kind"] == "value" and parameter in missing:
                reported.add(parameter)
                problems.append(Problem(variable["file"], variable["line"],
                                        f"{variable['name']} has no value in stage {stage}",
                                        value_hint(app, variable["name"])))
        for name in layer.attached(app, fn):
            if names.layer_parameter(name) in missing:
                reported.add(names.layer_parameter(name))
                problems.append(Problem(fn["path"], fn.get("lines", {}).get("layers", 0),
                                        f"the layer {name} is not made in stage {stage}",
                                        f"`make push stage={stage}` makes it"))
    return problems + [Problem("build/template.json", 0, f"the parameter {name} has no value",
                               "give a file with {\"parameters\": {...}} to deploy_stack.py")
                       for name in sorted(missing - reported)]


def value_hint(app, name):
    """The hint for a variable without a value: the app's own variable that may be meant, or where a value is set. A
    secret's value belongs neither into the shell nor into app.yaml."""
    own, from_outside = own_name(name, names.own_prefix(app), of_app(app["lambdas"].values())), (
        f"`export {name}=...`, or set it under `env:` in app.yaml")
    if own.endswith("_SECRET"):
        return f"a secret of this app is called {own}, and `make secret` sets it"
    return f"of this app itself: {own}; a value from outside: {from_outside}" if own else from_outside


def variables(app):
    """The names of the variables that lambdas read and whose values come from app.yaml or the shell."""
    return sorted({variable["name"] for fn in app["lambdas"].values()
                   for variable in fn.get("env", []) if variable["kind"] == "value"})
