"""Values of variables that are in Parameter Store: {{resolve:ssm:/shop/url}} in `env` of app.yaml.

A deploy reads them, and CloudFormation gets the value. CloudFormation could resolve the reference itself, but then no
comparison of a stack with app.yaml would know the value, and each deploy would change the function.
"""
import re

from aws import stages
from kit import settings
from kit.problems import problem

REFERENCE = re.compile(r"\{\{resolve:ssm:([^{}]+)\}\}")
SECURE = "SecureString"


def resolved(values: dict[str, str], app, stage: str) -> dict[str, str]:
    """{variable: value} with the present values of the parameters that they name. Raises Problems of a parameter that
    does not exist, or is a SecureString."""
    result = dict(values)
    for name, value in values.items():
        for parameter in REFERENCE.findall(str(value)):
            text = stored(name, parameter, stages.client("ssm", app, stage))
            result[name] = result[name].replace(f"{{{{resolve:ssm:{parameter}}}}}", text)
    return result


def parameters(values: dict[str, str]) -> list[str]:
    """The names of the parameters that values refer to, without their versions."""
    return sorted({name.partition(":")[0] for value in values.values() for name in REFERENCE.findall(str(value))})


def stored(variable: str, name: str, ssm) -> str:
    """The value of a parameter, by its name or name:version. Raises Problems."""
    try:
        parameter = ssm.get_parameter(Name=name)["Parameter"]
    except (ssm.exceptions.ParameterNotFound, ssm.exceptions.ParameterVersionNotFound):
        raise problem(settings.FILE, 0, f"env.{variable}: Parameter Store has no parameter {name}",
                      "create it, or write a value for each stage: {local: ..., \"*\": ...}") from None
    if parameter["Type"] == SECURE:
        raise problem(settings.FILE, 0, f"env.{variable}: {name} is a {SECURE}, and a variable would show it",
                      "read it in the code (docs/secrets.md)")
    return parameter["Value"]
