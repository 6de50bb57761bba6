"""The local cloud's CloudFormation: stacks and change sets, as deploy tools see them on AWS.

    wire         the query protocol: a form in, XML out, both after botocore's model
    operations   what each API action does          changes   change sets
    regions      the stacks of each region          stack     one stack: its resources and its events
    life         the states of a stack              deployment   applies a plan to a stack, or undoes it
    template     parsed and checked                 parameters, references, intrinsics: parts of a template
    resources/   one handler per resource type, which calls the public API of its service

moto's own CloudFormation is not used: it ignores what it does not support without an error, and has no
failures and no rollback. Here each unsupported property, function or option is an error that names it.
"""
from localcloud.cloudformation.wire import handle

__all__ = ["handle"]
