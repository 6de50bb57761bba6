"""Clients, stacks, permissions and event patterns of AWS, and the types of the app model, for several packages.

    events/           EventBridge: patterns of rules, and schedules
    iam/              IAM: the permissions that a call needs, and whether a policy has them
    app               the app model, app.json: its fields
    app_file          app.json as a file, and whether it was changed since the scan
    clients           boto3 clients of a stage: AWS, or the local cloud
    errors            errors of botocore as problems with hints
    stages            a stage, and the names that an app has there
    stacks            CloudFormation stacks: their state, resources and outputs
    buckets           the bucket of the artifacts
    contents          the number of items, objects or users in a resource
    resource_arns     the ARNs of resources of resources.yaml, which variables of lambdas name
    resource_types    CloudFormation's types and their schemas, of cfn-lint's data
    tables            keys and indexes of a table of the app model
    secrets           the values of an app's secrets in a stage
    arns              parts of an ARN
    cfn               resources and ARNs of a template, its references and conditions
    local_calls       last events and failed calls of functions in the local cloud
    hung_cloud        a line for a person who waits for a local cloud that hangs
    local_process     which process is the local cloud of a folder
"""
