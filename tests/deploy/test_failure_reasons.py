"""What AWS says of a failure, and what a person is told to do about it."""
from deploy import failures
from tests.fixtures.cases import cases, results

NAME, LIMIT = "something outside the stack has this name: delete it, or rename yours", "the account has reached a limit"
AGAIN, INDEX = "a new role needs some seconds: deploy again", "DynamoDB makes or deletes one index at a time"


@cases("reason, hint", [
    # a name that is taken
    ("demo-dev-hello already exists", NAME),
    ("demo-artifacts already exists in stack arn:aws:cloudformation:eu-west-1:1:stack/other/1", NAME),
    ("Domain already associated with another user pool.", NAME),
    ("The requested bucket name is not available. (Service: S3, Status Code: 409)", "a bucket's name is unique"),
    ("Bucket name should not contain uppercase characters", "a bucket's name: 3 to 63"),
    ('The event source arn (" arn:aws:kinesis:eu-west-1:1:stream/s ") and function (" hello ") provided mapping already '
     "exists. Please update or delete the existing mapping with UUID 1", "a function has one mapping of a stream: restore"),
    # streams
    ("UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 1. Target "
     "shard count: 3", "Kinesis at most doubles or halves"),
    ("StartingPositionTimestamp cannot be in the future.", "write a `start` that is over"),
    # permissions and limits
    ("User: arn:aws:iam::1:user/x is not authorized to perform: lambda:CreateFunction", "arn:aws:iam::1:user/x lacks a"),
    ("Scope ARN: arn:aws:iam::1:policy/demo-dev-boundary does not exist or is not attachable.", "an administrator creates"),
    ("The maximum number of addresses has been reached. LimitExceeded", LIMIT),
    ("Cannot exceed quota for RolesPerAccount: 1000", LIMIT),
    ("You have attempted to create more buckets than allowed (Error Code: TooManyBuckets)", LIMIT),
    ("Maximum policy size of 10240 bytes exceeded for role HelloRole", "the role allows too much"),
    ("Rate exceeded", "AWS limits the rate of calls"),
    ("Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
     "minimum value of [100].", "the account's limit of concurrent executions is low: lower `concurrency`"),
    ("Action denied by stack policy: Statement [#1] does not allow [Update:Replace] for resource [LogicalResourceId/X]",
     "a policy of the stack forbids"),
    ("Export demo-url cannot be deleted as it is in use by other", "first change the stack that imports it"),
    # the template
    ("Template may not exceed 1000000 bytes in size.", "an app of several stacks"),
    ("Template format error: Number of resources, 501, is greater than maximum allowed, 500", "an app of several stacks"),
    ("Number of resources in a single stack operation may not exceed 2500", "one deploy changes 2,500 resources"),
    ("Unzipped size must be smaller than 262144000 bytes", "function and layers together may be 250 MB"),
    ("Lambda was unable to configure your environment variables because the environment variables you have provided "
     "exceeded the 4KB limit.", "all variables of a function have 4 KB"),
    # patterns and expressions
    ('Event pattern is not valid. Reason: "prefix" must match a string', "see docs/events.md, and try it: `make match`"),
    ("Invalid filter pattern definition. (Service: Lambda, Status Code: 400)", "AWS does not accept the form of this pattern"),
    ("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema]", "API Gateway reads JSON"),
    ("Parameter ScheduleExpression is not valid.", "AWS's cron has six fields"),
    ("Rate must be positive, says rate(0 minutes)", "AWS's cron has six fields"),
    ("MalformedPolicyDocument: Resource x must be in ARN format or \"*\".", "a resource of `permissions` is an ARN"),
    # what another resource lacks
    ("Layer version arn:aws:lambda:eu-west-1:1:layer:web:7 does not exist.", "make the layer again"),
    ("The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid "
     "certificate chain.", "the certificate must be valid, and in us-east-1 for CloudFront"),
    ("Event bus shop-dev does not exist.", "deploy the other app first"),
    ('"Function not found: x" (RequestToken: y, HandlerErrorCode: NotFound)', "what was deleted by hand"),
    ("The role defined for the function cannot be assumed by Lambda.", AGAIN),
    ("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.", AGAIN),
    ("The provided execution role does not have permissions to call ReceiveMessage on SQS", AGAIN),
    # tables and buckets
    ("Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table", INDEX),
    ("Cannot perform more than one GSI creation or deletion in a single update", INDEX),
    ("The bucket you tried to delete is not empty", "empty it, with the old versions"),
    ("Nested Stack arn:aws:cloudformation:e:1:stack/demo-Lambdas1-X/1 is in UPDATE_ROLLBACK_FAILED state and can not be "
     "updated", "somebody changed this nested stack directly"),
    ("This stack is currently in a non-terminal [UPDATE_FAILED] state. To update the stack from this state, please use the "
     "disable-rollback parameter with update-stack API.", "somebody changed this nested stack directly"),
    ("Something that nobody has seen before", ""),
    ("Encountered a permissions error performing a tagging operation, please add required tag permissions.", "the user who deploys lacks a permission"),
    ("Your access has been denied by EC2, please make sure your request credentials have permission to", "the user who deploys lacks"),
    ("Source image 1.dkr.ecr.eu-west-1.amazonaws.com/demo@sha256:1 does not exist. Provide a valid source image.", "the repository of images lacks"),
    ("'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008 (Service: Lambda)",
     "the account has a lower limit of memory"),
])
def test_a_known_reason_has_its_hint(reason, hint):
    assert failures.hint(reason).startswith(hint) and bool(hint) == bool(failures.hint(reason))


test_a_consequence_of_another_failure_is_no_cause = results(failures.consequence, [
    ("Resource creation cancelled", True), ("Resource update cancelled", True),
    ("The following resource(s) failed to create: [HelloRole].", True),
    ("Embedded stack arn:1 was not successfully created: The following resource(s) failed to create: [X].", True),
    ("Embedded stack arn:1 was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The "
     "following resource(s) failed to update: [X].", True),
    ("Resource handler returned message: no", False), ("", False),
])


def test_the_apps_own_bus_is_named_as_deleted():
    for stack in ("shop-dev", "shop-dev-Lambdas1-1X"):
        own, other = (failures.problem({}, "Rule", "AWS::Events::Rule", f"Event bus {bus} does not exist.", stack).hint
                      for bus in ("shop-dev", "shop"))
        assert own == ("the app's own event bus shop-dev was deleted: what was deleted by hand is created again by "
                       "`make deploy full=1`")
        assert other.startswith("deploy the other app first")


@cases("type_, reason, hint", [
    ("AWS::DynamoDB::Table", "Table already exists: old (Error Code: ResourceInUseException)", "it may hold data: `make adopt name=X"),
    ("AWS::S3::Bucket", "old already exists", "it may hold data: `make adopt name=X"),
    ("AWS::S3::Bucket", "Your previous request ... and you already own it. (BucketAlreadyOwnedByYou)", "it may hold data"),
    ("AWS::S3::Bucket", "The requested bucket name is not available. (BucketAlreadyExists)", "a bucket's name is unique"),
    ("AWS::SQS::Queue", "Resource of type 'AWS::SQS::Queue' with identifier 'old' already exists.", NAME),
    ("AWS::SQS::Queue", "old already exists in stack arn:aws:cloudformation:eu-west-1:1:stack/demo-dev/1", "another resource of this"),
    ("AWS::SQS::Queue", "old already exists in stack arn:aws:cloudformation:eu-west-1:1:stack/demo-prod/1", "the stack demo-prod has this name: write"),
    ("AWS::Lambda::Function", "demo-dev-b-c already exists in stack arn:aws:cloudformation:eu-west-1:1:stack/demo/1", "the stack demo has this function: rename the lambda"),
    ("AWS::Lambda::Function", 'Resource handler returned message: "Function already exist: a-b-c (Operation: CreateFunction)"',
     "something else, perhaps another stage, has this function: rename"),
])
def test_a_name_that_is_taken_is_kept_with_its_data(type_, reason, hint):
    assert failures.problem({}, "X", type_, reason, "demo-dev").hint.startswith(hint)


@cases("reason, command", [
    ("This stack is currently in a non-terminal [UPDATE_FAILED] state. To update the stack ...", "rollback-stack"),
    ("Stack:arn:aws:cloudformation:eu-west-1:1:stack/inner/2 is in UPDATE_ROLLBACK_FAILED state and can not be updated.", "delete-stack"),
])
def test_the_hint_about_a_nested_stack_that_is_stuck_names_it_in_a_command(reason, command):
    event = {"LogicalResourceId": "Lambdas1", "ResourceType": "AWS::CloudFormation::Stack", "ResourceStatusReason": reason,
             "PhysicalResourceId": "arn:aws:cloudformation:eu-west-1:1:stack/inner/2", "ResourceStatus": "UPDATE_FAILED"}
    [problem] = failures.of({}, [event])
    assert f"`aws cloudformation {command} --stack-name inner`, then `make deploy`" in problem.hint
