"""Requests of functions: the local cloud denies what the role of a function denies, as AWS does.

A request that is signed with a key of a function's process, or of an assumed role, is compared with the policies of
the role. Any other key is the person's own, who may do everything. `local: {strict: false}` in app.yaml turns it off.

    callers       which role a key of a request belongs to
    api_calls     the operation and the parameters of a request
    conditions    the values of condition keys of a request
    decisions     whether the policies of a role and of a resource allow an action, and why not
    enforcement   allows a request, or denies it
    presigned     whether the signature of a presigned URL is that of the request
    policies      the statements of a role's and of a resource's policies
    refusals      the response to a denied request, in the protocol of its service
    role_checks   what AWS does with the role of a function: logs, polls, deliveries
    strictness    whether app.yaml turns denials off
"""
