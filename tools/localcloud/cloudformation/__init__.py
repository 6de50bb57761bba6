"""The local cloud's CloudFormation: stacks and change sets, as deploy tools see them on AWS.

moto's own CloudFormation is not used: it ignores what it does not support without an error, and has no
failures and no rollback. Here each unsupported property, function or option is an error that names it.
"""
from localcloud.cloudformation.wire import handle

__all__ = ["handle"]
