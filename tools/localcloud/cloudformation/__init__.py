"""The local cloud's CloudFormation: stacks and change sets, as deploy tools see them on AWS.

moto's own CloudFormation is not used: it ignores what it does not support without an error, and has no
failures and no rollback. Here each unsupported property, function or option is an error that names it.

    wire, actions, views, paging, errors    requests: the query protocol, and the actions
    template, yaml_text, structure, parameters     a template's text and structure, and the values of its parameters
    plans, scope, intrinsics, dynamic_references, references     a plan: functions resolved, and the order of resources
    regions, stack, stack_operations, deployment, removal    stacks: their states, and applying or undoing a plan
    change_sets, differences, imports, drift, readers    change sets, and what was changed by hand
    kind, properties, shapes, task, existing   a resource type, and the argument of its handlers; names that are taken
    resources/                       one handler per resource type, which calls the public API of its service
    custom_responses                 what the functions of custom resources respond
    absent_types                     resources of the app's own that the local cloud does not support
"""
from localcloud.cloudformation.wire import handle

__all__ = ["handle"]
