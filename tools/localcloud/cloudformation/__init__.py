"""The local cloud's CloudFormation: stacks and change sets, as deploy tools see them on AWS.

    wire         the query protocol: a form in, XML out, both after botocore's model
    operations   what each API action does          changes   change sets
    regions      the stacks of each region          stack     one stack: its resources and its events
    life         the states of a stack              deployment   applies a plan to a stack, or undoes it
    template     parsed and checked                 parameters, references, intrinsics: parts of a template
    resources/   one handler per resource type, which calls the public API of its service

moto's own CloudFormation is not used: it ignores what it does not support without an error, and has no
failures and no rollback. Here each unsupported property, function or option is an error that names it.

    actions           The actions that change stacks:
    change_sets       Change sets:
    constraints       Validates a request against botocore's model of the operation;
    differences       The changes that a plan would make in a stack, resource by resource, without making them
    dynamic_references   Dynamic references in properties:
    errors            Errors of CloudFormation:
    in_process        A boto3 client of this CloudFormation without a socket;
    kind              A resource type:
    outputs           The outputs of a stack, and the exports among them
    paging            Responses in pages
    plans             From a request to the plan of a stack:
    properties        The resolved properties of a resource, for its handler
    removal           Deletes resources of a stack, each before those that it depends on
    scope             The values of the names in a plan's template, for one stack
    shapes            A template's values in the form that an operation of a service expects
    task              The argument of a resource handler:
    views             The actions that only read:
    yaml_text         Templates in YAML, with the short forms of functions:
"""
from localcloud.cloudformation.wire import handle

__all__ = ["handle"]
