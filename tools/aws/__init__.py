"""What several rooms must know of AWS. iam/ are permissions, events/ is EventBridge.

    clients           boto3 clients of a stage: AWS, or the local cloud
    errors            errors of AWS as problems
    stages            a stage, and the names that an app has there
    stacks            CloudFormation stacks: their state, resources and outputs
    buckets           the bucket of the artifacts
    contents          how many rows, objects and users a resource holds
    cfn               resources, references and ARNs of a template
    local_calls       what the local cloud remembers of calls
    local_process     which process is the local cloud of a folder
"""
