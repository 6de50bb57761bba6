"""IAM: which action a call needs, on which resource, and whether a policy allows it.

    actions           operation of boto3 -> actions and resources
    resources         the ARN forms of a service's resources
    identity_policy   whether the policy of a role allows an action
    resource_policy   whether the policy of a resource lets a service act
"""
