"""IAM: which action a call needs, on which resource, and whether a policy allows it.

    actions           the actions and resources that a call of boto3 needs
    role_actions      what a role must allow for a call: also for what AWS does for the caller
    lent_permissions  what other services use for a call with the permissions of its caller
    http_requests     the same, for services whose actions are methods of HTTP requests
    resources         the ARNs of the resources of a call
    s3_calls          what calls on S3's objects need besides their own action
    database_tokens   what connecting to a database needs with a token
    new_tables        what calls of DynamoDB need that make a table of other data
    new_tags          the same for the tags of a new resource
    redshift_data     what calls of the Redshift Data API need
    denials           the message and the hint of a call that a role does not allow
    arn_formats       the ARNs of a call of any other service, by IAM's list of formats
    parameter_stems   the beginnings of parameters that name a resource of a type
    unlisted_types    the types of resources that IAM's list does not tell
    unknown_actions   actions that IAM does not have, with the right ones
    other_actions     operations that are no actions, with the actions that they need
    evaluation        whether the policy of a role or of a resource allows an action
"""
