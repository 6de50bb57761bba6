"""The local cloud's CloudFormation: stacks and change sets, as deploy tools see them on AWS.

    wire         the query protocol: a form in, XML out, both by botocore's own model
    operations   what each API action does          changes   change sets
    region       the stacks of one region           stack     one stack: its record and its events
    deployment   make, change, roll back, delete
    template     read and check    parameters    references    intrinsics
    resources/   one handler per resource type, through the public API of its service

moto's own CloudFormation is not used: it passes over what it does not know in silence, and
has no failures and no rollback. Here whatever is not supported is an error by its name.
"""
from localcloud.cloudformation.wire import handle

__all__ = ["handle"]
