"""The local cloud's CloudFormation: stacks and change sets, as deploy tools see them on AWS.

moto's own CloudFormation is not used: it ignores what it does not support without an error, and has no
failures and no rollback. Here each unsupported property, function or option is an error that names it.

    absent_types       resources of the app's own that the local cloud does not support
    actions            the actions that change stacks: each checks its request, then starts a thread
    change_sets        change sets: computed, described, executed or deleted
    constraints        validates a request against botocore's model of the operation
    deployment         applies a plan to a stack, and undoes it if it fails; the outputs of a stack
    custom_responses   what the functions of custom resources respond
    differences        the changes that a plan would make in a stack, resource by resource, without making them
    drift              what was changed by hand in the resources of a stack
    dynamic_references `{{resolve:ssm:name}}` and `{{resolve:secretsmanager:...}}` in properties
    errors             errors of a request, and of a resource
    imports            change sets of type IMPORT: resources that exist become resources of a stack
    intrinsics         the intrinsic functions of a template, resolved for one stack
    kind               a resource type: its properties, attributes and handlers
    stack_operations   the states of a stack, from a request to the last event
    paging             responses in pages
    parameters         the values of a template's parameters: chosen and checked; NoEcho values masked
    plans              the plan of a stack from a request: its template and its parameters
    properties         the resolved properties of a resource, for its handler
    readers            what a resource has now, whatever the stack records
    references         references between resources, and the order of their deployment
    regions            the stacks and change sets of each region
    removal            deletes resources of a stack, each before those that it depends on
    resources/         one handler per resource type, which calls the public API of its service
    scope              the values of the names in a plan's template, for one stack
    shapes             a template's values in the form that an operation of a service expects
    stack              one stack: its resources and its events
    task               the argument of a resource handler: one resource, and calls of the services' APIs
    structure          the structure of a template: its objects, and the arguments of functions
    template           a template's text, parsed and checked before any change
    views              the actions that only read: stacks, events, resources, templates, exports
    wire               the query protocol: a form in, XML out, by botocore's model
    yaml_text          templates in YAML, with the short forms of functions: !Ref, !Sub, !GetAtt
"""
from localcloud.cloudformation.wire import handle

__all__ = ["handle"]
