"""Versions and aliases of functions, where moto differs from Lambda. Measured on moto 5.2.5.

moto numbers a version by the number of versions, so that a number is used again after a deletion; stores a version's
reserved
concurrency when it is published; applies a permission on a function to its aliases too; and resolves the alias of an
event source mapping once, when the mapping is made.
docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
"""
from moto.awslambda.models import LambdaBackend, LambdaStorage

from localcloud.moto.replacing import replace

LATEST = "$LATEST"


def parsed_name(name_or_arn, region):
    """(region, name, qualifier or None) of every form of a function's name that Lambda accepts.

    "hello", "hello:live", "123456789012:function:hello", or an ARN, which contains its region.
    """
    parts = name_or_arn.split(":")
    if parts[0] == "arn":
        region = parts[3]
    if "function" in parts[:-1]:
        parts = parts[parts.index("function") + 1:]
    return region, parts[0], parts[1] if len(parts) > 1 else None


def qualifier(name_or_arn):
    """The version or alias that a function's name ends in; "" for none, and for the version $LATEST."""
    version_or_alias = parsed_name(name_or_arn, "")[2]
    return "" if version_or_alias in (None, LATEST) else version_or_alias


def statements(function, name_or_arn):
    """The statements of a function's policy that hold for it as it is invoked: those of its alias for its alias.

    docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
    """
    return [statement for statement in function.policy.statements
            if qualifier(statement.get("Resource", "")) == qualifier(name_or_arn)]


def install():
    """Let moto number versions as Lambda does, and keep the reserved concurrency equal in all versions."""

    @replace(LambdaStorage, "publish_version")
    def publish(original, self, name_or_arn, description=""):
        latest = self.get_function_by_name_or_arn_forbid_qualifier(name_or_arn)
        before = list(self._functions[latest.function_name]["versions"])
        version = original(self, name_or_arn, description)
        if version is not None and all(version is not earlier for earlier in before):
            latest.pareto_versions = getattr(latest, "pareto_versions", 0) + 1
            del self._arns[version.function_arn]
            version.set_version(latest.pareto_versions)
            self._arns |= {function.function_arn: function for function in [*before, version]}
            latest.code_or_config_updated = False
        return version

    @replace(LambdaBackend, "put_function_concurrency")
    def put(original, self, function_name, reserved_concurrency):
        return _for_all_versions(self, function_name, original(self, function_name, reserved_concurrency))

    @replace(LambdaBackend, "delete_function_concurrency")
    def delete(original, self, function_name):
        return _for_all_versions(self, function_name, original(self, function_name))


def _for_all_versions(backend, function_name, reserved):
    """`reserved`, which becomes the reserved concurrency of all versions of a function too: it is the function's."""
    name = backend.get_function(function_name).function_name
    for version in backend._lambdas._functions[name]["versions"]:
        version.reserved_concurrency = reserved
    return reserved
