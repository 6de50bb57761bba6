"""Names in AWS and in the template, composed from the app's names. Never split a composed name to learn something."""
import functools
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

# What Lambda takes as the name of an environment variable.
VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
VARIABLE_HINT = "a letter, then letters, digits and _, two characters or more"
RESERVED = "PARETO_"  # the beginning of the variables that Pareto's own code in a function reads
RESERVED_HINT = f"another name: those that begin with {RESERVED} belong to Pareto"
# Modules beside Python's own that Lambda's runtime has.
OF_RUNTIME = set("awslambdaric bootstrap boto3 botocore dateutil jmespath runtime_client s3transfer simplejson six "
                 "urllib3".split())
APP = r"^(?!sthree-|amzn-s3-demo)[a-z](-?[a-z0-9]){0,19}$"  # S3 reserves these prefixes of names
# docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET = (r"^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(\.\.|-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$))"
          r"(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
OF_PARETO = set("bench cookiecutter-lambda docs domains layers tests tools words".split())  # its folders

PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc"}  # {beginning of regions: partition}


SEPARATOR = re.compile(r"[^A-Za-z0-9]+")


@functools.cache
def logical_id(*parts: str) -> str:
    """The logical id of a resource: ("hello-world", "timer") -> "HelloWorldTimer"."""
    return "".join([word[:1].upper() + word[1:] for word in SEPARATOR.split("-".join(parts))])


def stack(app: str, stage: str) -> str:
    """The name of the stack of an app in a stage: ("demo", "dev") -> "demo-dev"."""
    return f"{app}-{stage}"


def own_prefix(app: Any) -> str:
    """The text with which the names of an app's tables, buckets and variables begin: `prefix` of app.yaml, by default
    the app's name. app: app.json, or the settings"""
    return app.get("prefix") or app.get("name", "")


def prefix(app: str) -> str:
    """The prefix of the app's own environment variables: "my-app" -> "MY_APP"."""
    return re.sub(r"[^A-Z0-9]+", "_", app.upper())


def short_hash(data: str | bytes) -> str:
    """Eight hex digits that stand for a text or bytes in a name."""
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()[:8]


def quantity(number: int, noun: str) -> str:
    """A number and its noun: (1, "file") -> "1 file", (1200, "file") -> "1,200 files"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def state_problems(app: Any, section: str, described: Iterable[Any], noun: str, example: str) -> list[tuple]:
    """[(dotted key, message, hint)] of names in a section of app.yaml that no variable of the app can have.

    None where the name of the app is a problem itself.
    section, noun  ("tables", "table"): the variables end in _TABLE; example: the end of a valid name
    """
    return [(f"{section}.{name}", f"{section}.{name}: no variable names a {noun} {name!r} of this app",
             f"{app}, which is {prefix(str(app))}_{noun.upper()} in the code, or {app}-{example}; if `name:` was "
             "changed, `prefix:` with the earlier name keeps the names in app.yaml and in the code")
            for name in described if re.fullmatch(APP, str(app))
            and not re.fullmatch(rf"{app}(-[a-z0-9-]*)?", str(name))]


def function(stack_: str, name: str, number: int, is_image: bool = False) -> str:
    """The function name of a lambda: ("demo-dev", "orders", 0) -> "demo-dev-orders", in nested stack 2 with "--2".

    number  stack_number(): it is part of the name because a lambda that moves to another nested stack exists twice
            until the function in the old stack is deleted
    is_image  then the name ends in "--image": a function that becomes an image is replaced by another, and both exist
              for a moment
    """
    return "--".join([f"{stack_}-{name}", *[str(number)] * bool(number), *["image"] * is_image])


def code_parameter(name: str) -> str:
    """The template's parameter that holds the S3 key of a lambda's zip: "hello" -> "HelloCode"."""
    return logical_id(name, "code")


def layer_parameter(name: str) -> str:
    """The template's parameter that holds the ARN of a layer's version: "pyyaml" -> "PyyamlLayer"."""
    return logical_id(name, "layer")


def value_parameter(variable: str) -> str:
    """The template's parameter of a variable's value: "SLACK_URL" -> "EnvSlackUrl"."""
    return logical_id("env", *variable.lower().split("_"))


def repository(app: Mapping[str, Any]) -> str:
    """The name of the ECR repository with the images of an app's lambdas: "demo-images"."""
    return f"{app['name']}-images"


def is_image(app: Mapping[str, Any], name: str) -> bool:
    """Whether a lambda is a container image; False of one that the app does not have."""
    return (app["lambdas"].get(name, {}).get("infra") or {}).get("image", False)


def stack_count(app: Mapping[str, Any]) -> int:
    """The number of stacks that hold the app's lambdas: 1 is the app's own stack, with none nested in it."""
    return app["settings"].get("stacks", 1)


def stack_number(app: Mapping[str, Any], name: str) -> int:
    """The number of a lambda's nested stack, from 1 on; 0 where the app is one stack. app  the app model"""
    return stack_of_hash(name, stack_count(app)) if stack_count(app) > 1 else 0


@functools.cache
def stack_of_hash(name: str, count: int) -> int:
    """The number of 1..count whose hash together with the name is the highest (rendezvous hashing).

    With one more stack, some lambdas move to the new stack, and none between the others. A lambda that moves is
    created again, under another name.
    """
    return max(range(1, count + 1), key=lambda number: hashlib.sha256(f"{number} {name}".encode()).digest())


def package_problems(package: str) -> list[tuple[str, str, str]]:
    """[problem] of a folder that make cannot test or would remove, or whose modules Lambda's runtime cannot import."""
    path = os.path.normpath(package)
    name, top = os.path.basename(path), path.partition("/")[0]
    fault, example = "", "lambdas, or src/lambdas"
    if "." in name:
        fault = f"Python cannot import {name!r}, as its name has a dot"
    elif top in (os.pardir, "build"):
        fault = f"{package} is {'in build/, which `make clean` removes' if top == 'build' else 'outside the project'}"
    elif top in OF_PARETO:
        fault = f"{top}/ is not for lambdas"
    elif top.startswith("-"):
        fault = f"programs read {package} as an option"
    elif name in sys.stdlib_module_names or name in OF_RUNTIME:
        fault, example = f"a folder {name!r} hides the module {name}", f"{name}_lambdas"
    return [("package", f"package: {fault}", f"e.g. {example}")] if fault else []


def partition_problem(arn: str, region: str) -> tuple[str, str] | None:
    """(message, hint) of an ARN of another partition than the region's, which AWS refuses; None of any other text.

    docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    match = re.match(r"arn:(aws[a-z-]*):", arn)
    partition = next((name for prefix, name in PARTITIONS.items() if region.startswith(prefix)), "aws")
    if match is None or match[1] == partition:
        return None
    return f"{arn} is of the partition {match[1]}, and {region} is in {partition}", f"begin it with arn:{partition}:"
