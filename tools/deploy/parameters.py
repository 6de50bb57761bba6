"""The values of a template's parameters: where each comes from, and which are missing."""
from kit import names
from kit.problems import Problem
from recipes import layer, live, vpc

# docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: of a parameter's value
LONGEST = 4096


def values(app, template, artifacts, environment, stage):
    """Every parameter that the template declares, with its value.

    artifacts    {parameter: value} of artifacts.json and of layers and domains; others than the template's are left out
    environment  {variable: value} of app.yaml's env and the shell, for the variables that lambdas read
    ->           ({"Stage": "dev", "HelloCode": "code/1f.zip", "EnvSlackUrl": "https://..."}, [Problem]), also of what
                 a lambda has in other stages only
    """
    declared = template.get("Parameters", {})
    environment_values = {names.value_parameter(name): value for name, value in environment.items()}
    available = {"Stage": stage, **environment_values, **artifacts}
    values = {name: str(available[name]) for name in declared if name in available}
    values |= {name: value for name, value in live.parameter_values(app, values).items() if name in declared}
    missing = {name for name, parameter in declared.items()
               if name not in values and "Default" not in parameter}
    return values, missing_problems(app, missing, stage) + length_problems(app, values) + vpc.stage_problems(app, stage)


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
    """The hint for a variable without a value; a secret's value belongs neither into the shell nor into app.yaml."""
    if name.endswith("_SECRET"):
        own = f"{names.prefix(app['name'])}_{name.rpartition('_SECRET')[0].rpartition('_')[2]}_SECRET"
        return f"a secret of this app is called {own}, and `make secret` sets it"
    return f"`export {name}=...`, or set it under `env:` in app.yaml"


def variables(app):
    """The names of the variables that lambdas read and whose values come from app.yaml or the shell."""
    return sorted({variable["name"] for fn in app["lambdas"].values()
                   for variable in fn.get("env", []) if variable["kind"] == "value"})
