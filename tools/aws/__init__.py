"""Clients, stacks, permissions and event patterns of AWS, and the types of the app model, for several packages.

    events/, iam/                    EventBridge's patterns and schedules; the permissions of calls and policies
    app, app_file, tables            the app model, app.json: its fields, the file, the keys and indexes of its tables
    clients, errors, arns            boto3 clients of a stage, botocore's errors as problems, parts of an ARN
    rehearsals                       what clients compute at their first calls
    stages, stacks, cfn              a stage and its names, CloudFormation stacks, parts of a template
    buckets, contents, secrets       the artifacts bucket, the content of resources, the values of secrets
    resource_arns, resource_types    the ARNs of resources.yaml in variables, CloudFormation's types of resources
    local_calls, local_process, hung_cloud     the local cloud: recorded calls, its process, and one that hangs
"""
