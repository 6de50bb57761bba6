"""Requests of functions: the local cloud denies what the role of a function denies, as AWS does.

A request that is signed with a key of a function's process, or of an assumed role, is compared with the policies of
the role. Any other key is the person's own, who may do everything. `local: {strict: false}` in app.yaml turns it off.

    api_calls, callers, enforcement, strictness    a request: its operation, its caller, and whether it is denied
    policies, conditions, decisions, refusals      the statements about it, the decision, and the response
    presigned, role_checks           presigned URLs, and what AWS does with the role of a function
"""
