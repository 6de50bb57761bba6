"""IAM: which action a call needs, on which resource, and whether a policy allows it.

    actions, role_actions            the actions of a call
    dependent_actions, lent_permissions    and of what AWS does for its caller
    s3_calls, mails, database_tokens, new_tables, new_tags, redshift_data, http_requests    of services that differ
    resources, arn_formats, parameter_stems, unlisted_types, written_names    the ARNs of the resources of a call
    evaluation, denials              whether a policy allows an action, and messages
    unknown_actions, other_actions   actions that do not exist, and operations that are no actions
"""
