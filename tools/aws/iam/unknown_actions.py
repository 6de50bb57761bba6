"""Actions of policies that IAM's list does not have: misspelt ones, operations that are no actions, and others.

cfn-lint's list of actions is older than the newest services and operations of AWS: what boto3 has counts as known, and
the message about any other unknown action says how to allow it.
"""
import fnmatch

from aws.iam import actions, http_requests
from kit.schema import nearest

ANY_SCOPE, ANY_OBJECT = {"partition": "*", "region": "*", "account": "*"}, {"Bucket": "*", "Key": "*"}
NEWER = "correct it; if AWS added it after that list was made, write above it: # pareto: allow P702, because ..."


def unknown(action: str) -> tuple[str, str] | None:
    """(message, hint) of an action, which may have wildcards, that IAM does not have; else None."""
    service, _colon, name = action.partition(":")
    if service not in actions.iam_actions():
        return unknown_service(service) if actions.iam_actions() else None
    names = actions.iam_actions()[service]["Actions"]
    operations = {operation.lower(): (boto3, operation) for boto3, operation in operations_of(service)}
    if fnmatch.filter(names, name.lower()):
        return None
    if name.lower() in operations:
        return operation_problem(action, *operations[name.lower()])
    if fnmatch.filter(operations, name.lower()):
        return None
    import difflib  # only an error needs it
    alike = difflib.get_close_matches(name.removesuffix("*").lower(), sorted(names), n=1, cutoff=0.8)
    if not alike:
        return f"no list has an action {action}: neither IAM's (in cfn-lint) nor boto3's operations", NEWER
    return (f"IAM has no action {action}",
            f"did you mean '{service}:{spelt(operations, alike[0])}{'*' * name.endswith('*')}'?")


def operation_problem(action: str, service: str, operation: str) -> tuple[str, str] | None:
    """(message, hint) of an operation of boto3 that needs other actions; None of one that may be a newer action."""
    needed = [name for name in needed_actions(service, operation) if name.lower() != action.lower()]
    if not needed and (service, operation) not in actions.SPECIAL:
        return None
    return (f"IAM has no action {action}: it is an operation of boto3",
            f"the operation needs {' and '.join(map(repr, needed))}" if needed else
            "write the actions of what it reads or writes, such as 'dynamodb:PutItem'")


def unknown_service(service: str) -> tuple[str, str] | None:
    """(message, hint) of a service that IAM's list does not have; None of one that boto3 has under that name."""
    if actions.prefix(service) != service:
        return f"IAM has no service {service!r}", f"IAM calls it {actions.prefix(service)!r}"
    if service in http_requests.session().get_available_services():
        return None
    near = nearest(service, actions.iam_actions(), 0.8)
    return (f"IAM has no service {service!r}", near) if near else (
        f"no list has a service {service!r}: neither IAM's (in cfn-lint) nor boto3's", NEWER)


def operations_of(service: str) -> list[tuple[str, str]]:
    """[(boto3's name of the service, operation)] of the services of boto3 whose actions have a prefix of IAM."""
    session = http_requests.session()
    of_boto3 = {service, *(boto3 for boto3, iam in actions.PREFIXES.items() if iam == service)}
    return [(name, operation) for name in sorted(of_boto3.intersection(session.get_available_services()))
            for operation in session.get_service_model(name).operation_names]


def needed_actions(service: str, operation: str) -> list[str]:
    """[action] that an operation of boto3 needs, without its parameters; [] if they decide."""
    if (service, operation) in actions.OPERATIONS:
        action, _arns = actions.OPERATIONS[service, operation]
        return [f"{actions.prefix(service)}:{action or operation}"]
    try:
        permissions = actions.required_permissions(service, operation, ANY_OBJECT, ANY_SCOPE)
        return [action for action, _arn in permissions]
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return []


def spelt(operations: dict[str, tuple[str, str]], name: str) -> str:
    """"GetObject" of "getobject", as boto3 spells the operation; the name itself if it is none: IAM ignores case."""
    return operations[name][1] if name in operations else name
