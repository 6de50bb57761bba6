"""Calls that could not be followed, or whose resource is not known: doubts of scan/doubts.py."""
from collections.abc import Iterator

from checks.check import Check, Findings, Subject, finding
from scan.doubts import named_variables

CALL_BOTO3 = "call boto3's client or resource here, with the variable that names the resource; or "
OTHER_STORES = {  # {service: (kind of a variable, the store that it names, hint)}
    "ssm": ("secret", "Secrets Manager", "boto3.client('secretsmanager').get_secret_value(SecretId=...); or, in "
            "app.yaml, secrets: {{{}: {{store: parameter-store}}}}"),
    "secretsmanager": ("parameter", "Parameter Store", "boto3.client('ssm').get_parameter(Name=..., "
                       "WithDecryption=True); or remove {} from `secrets` of app.yaml")}


def unspecified_calls(subject: Subject) -> Findings:
    """Calls on resources that the code does not name: of AWS's other services the role allows them on all resources,
    of those that an app has itself on none."""
    for name, doubt in doubts_of(subject):
        fn = subject.model["lambdas"][name]
        if not binds(fn, doubt):
            is_called = any(call["action"] == doubt["action"] for call in fn.get("calls", []))
            allowed = (f"allows {doubt['action']} on every resource of the account" if is_called else
                       f"does not allow {doubt['action']}")
            yield finding(doubt, f"{doubt['why']}: the role of {name} {allowed}",
                          f"permissions: [{{action: {doubt['action']}, resource: ...}}] in the infra block of "
                          f"{fn['path']}")


def doubtful_calls(subject: Subject) -> Findings:
    """Lines because of which a role is as wide as the lambda's variables."""
    for name, doubt in doubts_of(subject):
        if binds(subject.model["lambdas"][name], doubt):
            yield finding(doubt, f"{doubt['why']}: the role of {name} {allowed_text(doubt)}",
                          f"{CALL_BOTO3 if doubt['variables'] or doubt['action'] else ''}list what {name} calls in "
                          "`permissions:`, or allow P706 on this line")


def other_stores(subject: Subject) -> dict[tuple[str, int], tuple[str, str]]:
    """{(file, line): (message, hint)} of calls that read a secret from the store in which it is not."""
    result = {}
    for name, call in subject.all_calls:
        kind, actual, move = OTHER_STORES.get(call["service"], ("", "", ""))
        variables = {variable["name"]: variable["of"] for variable in subject.model["lambdas"][name]["env"]
                     if kind and variable["kind"] == kind}
        for _field, variable in (pair for key, value in call["args"].items()
                                 for pair in named_variables(value, key, True)):
            if variable in variables:
                result[call["file"], call["line"]] = (
                    f"{variable} is a secret of {actual}, which {call['method']}() does not read",
                    move.format(variables[variable]))
    return result


def doubts_of(subject) -> Iterator:
    """Yields (lambda, doubt) of those that no entry of `permissions:` settles, of equal ones the first."""
    reported = set()
    for name, fn in subject.lambdas:
        services = {action.partition(":")[0] for entry in fn["infra"]["permissions"] for action in entry["action"]}
        for doubt in fn.get("doubts", []):
            key, service = (doubt["file"], doubt["line"], doubt["why"]), doubt["action"].partition(":")[0]
            if key not in reported and not (service in services if service else services):
                reported.add(key)
                yield name, doubt


def binds(fn, doubt):
    """Whether a doubt makes the role allow something on resources of the app, or is not about a single action."""
    is_general = doubt["action"].partition(":")[2] in ("", "*")
    return is_general or any(isinstance(call["on"], dict) for call in fn.get("calls", [])
                             if all(call[key] == doubt[key] for key in ("action", "file", "line")))


def allowed_text(doubt):
    """What a role allows because of a doubt: "allows all usual actions on the resources of DEMO_TABLE"."""
    if doubt["variables"]:
        return f"allows all usual actions on the resources of {', '.join(doubt['variables'])}"
    return f"allows {doubt['action']} on all resources that the lambda names" if doubt["action"] else "may not allow it"


CHECKS = [
    Check("P706", "A call whose resource or operation is not known",
          "No error: the role allows all usual actions on the resources of the lambda's variables, so the call works. "
          "A role should allow only the calls that the code makes, each on the resource that it names.",
          "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
          "import csv\ncsv.table(os.environ['DEMO_TABLE']).put_item(Item={'pk': 'a', 'sk': 'b'})",
          "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).put_item(Item={'pk': 'a', 'sk': 'b'})",
          doubtful_calls),
]
