"""Names of the app's own resources that the code writes: CloudFormation generates other names, in each stage."""
import re

from checks.check import Check, Findings, Subject, finding
from kit import names

STAGES = {"prod", "production", "dev", "development", "test", "staging", "stage", "local", "live"}
OF_STATE = {"dynamodb": ("table",), "s3": ("bucket", "website")}
OF_LAMBDAS = {"sqs": "queue", "sns": "topic", "lambda": "function"}


def written_names(subject: Subject) -> Findings:
    """Calls on a literal name like that of a resource of the app: "links-prod-table", of an app named links."""
    for fn in subject.model["lambdas"].values():
        for call in fn.get("calls", []):
            arn = re.sub(r"\$\{[^}]*\}", "", call["on"]) if isinstance(call["on"], str) else ""
            name = re.sub("^(table/|function:)", "", arn.split(":", 5)[-1]).partition("/")[0]
            variable = own_variable(subject.model, call["action"].partition(":")[0], name)
            if variable:
                yield finding(call, f"{name!r} is written in the code, and the app's own {variable[0]} has "
                              "another name in each stage", f'os.environ["{variable[1]}"]',
                              "ResourceNotFoundException, NoSuchBucket and the like; or the resource of another stage")


def own_variable(model, service, name):
    """(kind, variable) of the app's resource with a name that is written in the code; None if there is none."""
    app, apps = names.own_prefix(model), {names.own_prefix(model), model["name"]}  # names of stacks begin with `name`
    prefix = names.prefix(app)
    for kind in OF_STATE.get(service, ()):
        for state in model["state"].get(kind, {}):
            if state == app or state.startswith(f"{app}-"):
                own = state.removeprefix(app).strip("-")
                if without_stage(name, apps, kind) == own and name not in apps or kind == "table" and name and (
                        own == name or not own and name in apps):
                    return kind, "_".join(filter(None, (prefix, names.prefix(own), kind.upper())))
    kind = OF_LAMBDAS.get(service, "")
    for lambda_, fn in model["lambdas"].items() if kind else ():
        is_own = without_stage(name, apps, kind) == lambda_ or name == (
            lambda_ if kind == "function" else f"{lambda_}-{kind}")
        if is_own and (kind == "function" or kind in fn["infra"]):
            return kind, f"{prefix}_{names.prefix(lambda_)}_{kind.upper()}"
    return None


def without_stage(name, apps, kind):
    """"archive" of "links-prod-archive-table", for the names {"links"} of an app and the kind "table"; None if it is no
    name of it."""
    app = next((app for app in apps if name.startswith(f"{app}-")), None)
    if app is None or not re.fullmatch(r"[\w-]+", name):
        return None
    return "-".join(part for part in name.removeprefix(f"{app}-").split("-") if part not in STAGES and part != kind)


PUT = "boto3.resource('dynamodb').Table(%s).put_item(Item={'pk': 'a', 'sk': 'b'})\nprint(os.environ['DEMO_TABLE'])"
CHECKS = [
    Check("P710", "A written name of one of the app's own resources",
          "The resource is not found, or it is the one of another stage: CloudFormation generates the names in each "
          "stage.",
          "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
          PUT % "'demo-prod-table'", PUT % "os.environ['DEMO_TABLE']", written_names),
]
