"""The calls of AWS that functions of Powertools for AWS Lambda make: docs.aws.amazon.com/powertools/python/latest/"""
from interpreter.analysis import Arguments
from interpreter.observation import record_call
from interpreter.values import UNKNOWN, Aws, Const, Dict, List

UTILITIES = "aws_lambda_powertools.utilities."


def _recorded(service, operations, parameter, names=("name",), result=UNKNOWN):
    """A function that records calls of operations, whose parameter is the function's first argument.

    names  that the argument may have as a keyword
    """
    def call(arguments, site):
        value = arguments.get(0) if arguments.positional else next(
            (arguments.keywords[name] for name in names if name in arguments.keywords), UNKNOWN)
        site.analysis.clients.add(("client", service))
        for operation in operations:
            passed = {parameter: _first_key(value) if parameter == "Names" else value}
            record_call(Aws("client", service), operation, operation, Arguments([], passed, True), site)
        return result
    return call


def _first_key(value):
    """The names of get_parameters_by_name({name: options}), as a list."""
    return List([Const(key) for key in value.items]) if value.__class__ is Dict and not value.open else UNKNOWN


ITEMS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem")
PARAMETERS = {
    "get_parameter": _recorded("ssm", ["GetParameter"], "Name"),
    "get_parameters": _recorded("ssm", ["GetParametersByPath"], "Path", ("path",)),
    "get_parameters_by_name": _recorded("ssm", ["GetParameters"], "Names", ("parameters",)),
    "set_parameter": _recorded("ssm", ["PutParameter"], "Name"),
    "get_secret": _recorded("secretsmanager", ["GetSecretValue"], "SecretId"),
    "SSMProvider().get": _recorded("ssm", ["GetParameter"], "Name"),
    "SSMProvider().get_multiple": _recorded("ssm", ["GetParametersByPath"], "Path", ("path",)),
    "SSMProvider().get_parameters_by_name": _recorded("ssm", ["GetParameters"], "Names", ("parameters",)),
    "SecretsProvider().get": _recorded("secretsmanager", ["GetSecretValue"], "SecretId"),
    "DynamoDBProvider": _recorded("dynamodb", ["GetItem", "Query"], "TableName", ("table_name",)),
}
IDEMPOTENCY = _recorded("dynamodb", ITEMS, "TableName", ("table_name",))
FUNCTIONS = {
    **{f"{UTILITIES}parameters.{name}": function for name, function in PARAMETERS.items()},
    **{f"{UTILITIES}idempotency.{module}DynamoDBPersistenceLayer": IDEMPOTENCY
       for module in ("", "persistence.dynamodb.", "persistence.")}}
