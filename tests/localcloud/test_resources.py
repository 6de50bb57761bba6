"""Every type of resource that our templates use, tested by its effect in its service."""
import json
import types

import pytest
from moto.s3.models import s3_backends

from localcloud import api
from localcloud.cloudformation import in_process
from localcloud.cloudformation.resources import TYPES, apigateway
from localcloud.moto import state
from localcloud.websites import website
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.paths import ROOT

REGION = "eu-west-3"
TRUST = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
FUNCTION = {"Type": "AWS::Lambda::Function", "Properties": {
    "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Handler": "index.handler", "Runtime": "python3.13",
    "Code": {"ZipFile": "def handler(event, context): pass"}}}


@pytest.fixture(scope="module")
def cloudformation():
    state.start()
    return in_process.client(REGION)


@pytest.fixture
def stack(cloudformation):
    """Creates or updates one stack with resources; deletes it at the end, which must succeed."""
    stack_ids = []

    def deploy(resources, status=None, outputs=None):
        body = json.dumps({"Resources": resources, "Outputs": outputs or {}})
        act = cloudformation.update_stack if stack_ids else cloudformation.create_stack
        stack_ids.append(act(StackName="case", TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])["StackId"])
        settled = in_process.settled(REGION, stack_ids[0])
        reasons = [event["ResourceStatusReason"] for event in settled.events if event["ResourceStatusReason"]]
        assert settled.status == (status or f"{act.__name__[:6].upper()}_COMPLETE"), reasons
        return settled

    yield deploy
    if stack_ids:
        cloudformation.delete_stack(StackName="case")
        settled = in_process.settled(REGION, stack_ids[0])
        assert settled.status == "DELETE_COMPLETE", [event["ResourceStatusReason"] for event in settled.events]


def service(name):
    return state.client(name, REGION)


def resource(type_, **properties):
    return {"Type": type_, "Properties": properties}


def changed(definition, **properties):
    return {**definition, "Properties": {**definition["Properties"], **properties}}


def test_a_role_has_its_policies_and_loses_removed_ones(stack):
    basic = service("iam").create_policy(PolicyName="basic", PolicyDocument=json.dumps(ALLOW))["Policy"]["Arn"]
    role = changed(ROLE, Policies=[{"PolicyName": "one", "PolicyDocument": ALLOW},
                                   {"PolicyName": "two", "PolicyDocument": ALLOW}],
                   ManagedPolicyArns=[basic], Tags=[{"Key": "a", "Value": "1"}], Description="first")
    name = stack({"Role": role}).resources["Role"].ref
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == ["one", "two"]
    assert service("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"] == [
        {"PolicyName": "basic", "PolicyArn": basic}]
    stack({"Role": changed(ROLE, Policies=[{"PolicyName": "two", "PolicyDocument": DENY}],
                           Tags=[{"Key": "b", "Value": "2"}])})
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == ["two"]
    assert service("iam").get_role_policy(RoleName=name, PolicyName="two")["PolicyDocument"] == DENY
    assert service("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"] == []
    response = service("iam").get_role(RoleName=name)["Role"]
    assert (response["Tags"], response.get("Description", "")) == ([{"Key": "b", "Value": "2"}], "")


def test_a_policy_is_attached_to_its_roles(stack):
    policy = resource("AWS::IAM::Policy", PolicyName="p", PolicyDocument=ALLOW, Roles=[{"Ref": "Role"}])
    managed = resource("AWS::IAM::ManagedPolicy", PolicyDocument=ALLOW, Roles=[{"Ref": "Role"}])
    resources = stack({"Role": ROLE, "Policy": policy, "Managed": managed}).resources
    name = resources["Role"].ref
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == ["p"]
    attached = service("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [policy_["PolicyArn"] for policy_ in attached] == [resources["Managed"].ref]
    stack({"Role": ROLE, "Managed": changed(managed, PolicyDocument=DENY)})
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == []
    versions = service("iam").list_policy_versions(PolicyArn=resources["Managed"].ref)["Versions"]
    assert [version["IsDefaultVersion"] for version in versions] == [True]


def test_a_function_has_the_properties_of_the_template_and_then_its_defaults_again(stack):
    full = changed(FUNCTION, Timeout="9", MemorySize="512", Description="said", Environment={
        "Variables": {"A": "1", "N": 2}}, TracingConfig={"Mode": "Active"}, EphemeralStorage={"Size": 1024},
        Architectures=["arm64"], ReservedConcurrentExecutions="3", Tags=[{"Key": "a", "Value": "1"}],
        RecursiveLoop="Allow")
    name = stack({"Role": ROLE, "Function": full}).resources["Function"].ref
    response = service("lambda").get_function(FunctionName=name)
    config = response["Configuration"]
    assert {key: config[key] for key in ("Timeout", "MemorySize", "Description", "Architectures")} == {
        "Timeout": 9, "MemorySize": 512, "Description": "said", "Architectures": ["arm64"]}
    assert config["Environment"] == {"Variables": {"A": "1", "N": "2"}}
    assert config["TracingConfig"] == {"Mode": "Active"} and config["EphemeralStorage"] == {"Size": 1024}
    assert (response["Tags"], response["Concurrency"]) == ({"a": "1"}, {"ReservedConcurrentExecutions": 3})
    stack({"Role": ROLE, "Function": changed(FUNCTION, Code={"ZipFile": "other = 1"})})
    response = service("lambda").get_function(FunctionName=name)
    after = response["Configuration"]
    assert (after["Timeout"], after["MemorySize"], after["Description"]) == (3, 128, "")
    assert after.get("Environment", {}).get("Variables", {}) == {}
    assert after["CodeSha256"] != config["CodeSha256"]
    assert "Concurrency" not in response and "Tags" not in response


def test_code_comes_from_a_bucket_and_an_absent_key_fails_the_function(stack):
    code = {"S3Bucket": {"Ref": "Bucket"}, "S3Key": "absent.zip"}
    settled = stack({"Role": ROLE, "Bucket": resource("AWS::S3::Bucket"), "Function": changed(FUNCTION, Code=code)},
                    status="ROLLBACK_COMPLETE")
    reasons = [event["ResourceStatusReason"] for event in settled.events
               if event["ResourceStatus"] == "CREATE_FAILED"]
    assert len(reasons) == 1 and "The specified key does not exist." in reasons[0]


def test_a_permission_is_a_statement_and_a_changed_one_replaces_it(stack):
    permission = resource("AWS::Lambda::Permission", FunctionName={"Ref": "Function"},
                          Action="lambda:InvokeFunction", Principal="events.amazonaws.com")
    name = stack({"Role": ROLE, "Function": FUNCTION, "May": permission}).resources["Function"].ref
    stack({"Role": ROLE, "Function": FUNCTION, "May": changed(permission, Principal="s3.amazonaws.com")})
    statements = json.loads(service("lambda").get_policy(FunctionName=name)["Policy"])["Statement"]
    assert [statement["Principal"] for statement in statements] == [{"Service": "s3.amazonaws.com"}]


def test_an_event_source_mapping_has_every_property_of_the_template(stack):
    queue, table = resource("AWS::SQS::Queue"), resource(
        "AWS::DynamoDB::Table", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}], StreamSpecification={"StreamViewType": "KEYS_ONLY"})
    of_queue = resource(
        "AWS::Lambda::EventSourceMapping", FunctionName={"Ref": "Function"}, BatchSize="5", Enabled="true",
        EventSourceArn={"Fn::GetAtt": ["Queue", "Arn"]}, FunctionResponseTypes=["ReportBatchItemFailures"],
        MaximumBatchingWindowInSeconds="2", ScalingConfig={"MaximumConcurrency": "2"},
        FilterCriteria={"Filters": [{"Pattern": '{"body": {"a": [1]}}'}]})
    of_stream = resource(
        "AWS::Lambda::EventSourceMapping", FunctionName={"Ref": "Function"}, StartingPosition="LATEST",
        EventSourceArn={"Fn::GetAtt": ["Table", "StreamArn"]}, BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=3, MaximumRecordAgeInSeconds=60, ParallelizationFactor=2,
        DestinationConfig={"OnFailure": {"Destination": {"Fn::GetAtt": ["Queue", "Arn"]}}})
    resources = {"Role": ROLE, "Function": FUNCTION, "Queue": queue, "Table": table,
                 "OfQueue": of_queue, "OfStream": of_stream}
    created = stack(resources).resources
    mapping = service("lambda").get_event_source_mapping(UUID=created["OfQueue"].ref)
    assert (mapping["BatchSize"], mapping["MaximumBatchingWindowInSeconds"], mapping["State"]) == (5, 2, "Enabled")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert mapping["FilterCriteria"] == {"Filters": [{"Pattern": '{"body": {"a": [1]}}'}]}
    two = service("lambda").get_event_source_mapping(UUID=created["OfStream"].ref)
    assert (two["BisectBatchOnFunctionError"], two["MaximumRetryAttempts"], two["ParallelizationFactor"],
            two["MaximumRecordAgeInSeconds"], two["StartingPosition"]) == (True, 3, 2, 60, "LATEST")
    assert two["DestinationConfig"] == {"OnFailure": {"Destination": created["Queue"].attributes["Arn"]}}
    stack({**resources, "OfQueue": changed(of_queue, BatchSize="7", Enabled="false")})
    mapping = service("lambda").get_event_source_mapping(UUID=created["OfQueue"].ref)
    assert (mapping["BatchSize"], mapping["State"]) == (7, "Disabled")


def test_the_other_parts_of_a_function(stack):
    layer = resource("AWS::Lambda::LayerVersion", Content={"S3Bucket": {"Ref": "Bucket"}, "S3Key": "layer.zip"})
    config = resource("AWS::Lambda::EventInvokeConfig", FunctionName={"Ref": "Function"}, Qualifier="$LATEST",
                      MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {
                          "Destination": {"Fn::GetAtt": ["Queue", "Arn"]}}})
    version = resource("AWS::Lambda::Version", FunctionName={"Ref": "Function"})
    alias = resource("AWS::Lambda::Alias", FunctionName={"Ref": "Function"}, Name="live",
                     FunctionVersion={"Fn::GetAtt": ["Version", "Version"]})
    bucket = {**resource("AWS::S3::Bucket"), "DeletionPolicy": "Retain"}
    base = {"Role": ROLE, "Bucket": bucket, "Queue": resource("AWS::SQS::Queue"), "Function": FUNCTION}
    name = stack(base).resources["Bucket"].ref
    service("s3").put_object(Bucket=name, Key="layer.zip", Body=b"PK\5\6" + bytes(18))
    resources = stack({**base, "Layer": layer, "Config": config, "Version": version, "Alias": alias}).resources
    function = resources["Function"].ref
    invoke_config = service("lambda").get_function_event_invoke_config(FunctionName=function)
    assert invoke_config["MaximumRetryAttempts"] == 1
    assert invoke_config["DestinationConfig"]["OnFailure"] == {"Destination": resources["Queue"].attributes["Arn"]}
    *_, layer_name, number = resources["Layer"].ref.split(":")
    assert service("lambda").get_layer_version(LayerName=layer_name, VersionNumber=int(number))["Version"] == 1
    assert service("lambda").get_alias(FunctionName=function, Name="live")["FunctionVersion"] == "1"
    assert resources["Alias"].ref.endswith(f":function:{function}:live")


def test_a_bus_and_its_rules(stack):
    bus = resource("AWS::Events::EventBus", Name="shop")
    rule = resource(
        "AWS::Events::Rule", EventBusName={"Ref": "Bus"}, EventPattern={"source": ["shop"]}, State="ENABLED",
        Targets=[{"Id": "one", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "Input": '{"a": 1}',
                  "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Queue", "Arn"]}},
                  "RetryPolicy": {"MaximumRetryAttempts": "2", "MaximumEventAgeInSeconds": 60}},
                 {"Id": "two", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "InputTransformer": {
                     "InputPathsMap": {"x": "$.detail.x"}, "InputTemplate": '{"x": <x>}'}}])
    policy = resource("AWS::Events::EventBusPolicy", EventBusName={"Ref": "Bus"}, StatementId="all",
                      Action="events:PutEvents", Principal="123456789012")
    base = {"Bus": bus, "Queue": resource("AWS::SQS::Queue"), "Rule": rule, "Policy": policy}
    resources = stack(base).resources
    name = resources["Rule"].ref.removeprefix("shop|")
    assert name.startswith("case-Rule-")
    description = service("events").describe_rule(Name=name, EventBusName="shop")
    assert json.loads(description["EventPattern"]) == {"source": ["shop"]}
    targets = service("events").list_targets_by_rule(Rule=name, EventBusName="shop")["Targets"]
    assert targets[0]["RetryPolicy"] == {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60}
    assert targets[1]["InputTransformer"]["InputPathsMap"] == {"x": "$.detail.x"}
    assert "all" in service("events").describe_event_bus(Name="shop")["Policy"]
    stack({**base, "Rule": changed(rule, Targets=rule["Properties"]["Targets"][1:], State="DISABLED")})
    targets = service("events").list_targets_by_rule(Rule=name, EventBusName="shop")["Targets"]
    assert [target["Id"] for target in targets] == ["two"]
    assert service("events").describe_rule(Name=name, EventBusName="shop")["State"] == "DISABLED"


def test_a_timer_on_the_default_bus_and_a_schedule(stack):
    rule = resource("AWS::Events::Rule", ScheduleExpression="rate(5 minutes)")
    schedule = resource("AWS::Scheduler::Schedule", ScheduleExpression="rate(1 hour)",
                        FlexibleTimeWindow={"Mode": "OFF"}, Target={
                            "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                            "Input": "{}"})
    base = {"Role": ROLE, "Queue": resource("AWS::SQS::Queue"), "Rule": rule, "Schedule": schedule}
    resources = stack(base).resources
    assert service("events").describe_rule(Name=resources["Rule"].ref)["ScheduleExpression"] == "rate(5 minutes)"
    stack({**base, "Schedule": changed(schedule, ScheduleExpression="rate(2 hours)")})
    description = service("scheduler").get_schedule(Name=resources["Schedule"].ref)
    assert description["ScheduleExpression"] == "rate(2 hours)"


def test_queues_their_attributes_and_their_policy(stack):
    dead = resource("AWS::SQS::Queue", MessageRetentionPeriod="1209600")
    queue = resource("AWS::SQS::Queue", VisibilityTimeout="90", DelaySeconds=5, Tags=[{"Key": "a", "Value": "1"}],
                     RedrivePolicy={"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 3})
    policy = resource("AWS::SQS::QueuePolicy", Queues=[{"Ref": "Queue"}], PolicyDocument=ALLOW)
    fifo = resource("AWS::SQS::Queue", FifoQueue="true", ContentBasedDeduplication="true")
    resources = stack({"Dead": dead, "Queue": queue, "Policy": policy, "Fifo": fifo}).resources

    def attributes(name):
        return service("sqs").get_queue_attributes(QueueUrl=resources[name].ref, AttributeNames=["All"])["Attributes"]

    values = attributes("Queue")
    assert (values["VisibilityTimeout"], values["DelaySeconds"]) == ("90", "5")
    assert json.loads(values["RedrivePolicy"])["maxReceiveCount"] == 3
    assert json.loads(values["Policy"]) == ALLOW
    assert resources["Fifo"].attributes["QueueName"].endswith(".fifo")
    assert attributes("Fifo")["ContentBasedDeduplication"] == "true"
    stack({"Dead": dead, "Queue": resource("AWS::SQS::Queue"), "Fifo": fifo})
    values = attributes("Queue")
    assert (values["VisibilityTimeout"], values["DelaySeconds"], values.get("RedrivePolicy")) == ("30", "0", None)
    assert not values.get("Policy")
    assert not service("sqs").list_queue_tags(QueueUrl=resources["Queue"].ref).get("Tags")


def test_a_topic_its_policy_and_a_filtered_subscription(stack):
    topic = resource("AWS::SNS::Topic", DisplayName="News")
    subscription = resource("AWS::SNS::Subscription", TopicArn={"Ref": "Topic"}, Protocol="sqs",
                            Endpoint={"Fn::GetAtt": ["Queue", "Arn"]}, FilterPolicy={"kind": ["a"]},
                            RawMessageDelivery=True)
    policy = resource("AWS::SNS::TopicPolicy", Topics=[{"Ref": "Topic"}], PolicyDocument=ALLOW)
    base = {"Queue": resource("AWS::SQS::Queue"), "Topic": topic, "Sub": subscription, "Policy": policy}
    resources = stack(base).resources
    attributes = service("sns").get_subscription_attributes(SubscriptionArn=resources["Sub"].ref)["Attributes"]
    assert (json.loads(attributes["FilterPolicy"]), attributes["RawMessageDelivery"]) == ({"kind": ["a"]}, "true")
    topic_attributes = service("sns").get_topic_attributes(TopicArn=resources["Topic"].ref)["Attributes"]
    assert (topic_attributes["DisplayName"], json.loads(topic_attributes["Policy"])) == ("News", ALLOW)
    stack({**base, "Sub": changed(subscription, FilterPolicy={"kind": ["b"]}, RawMessageDelivery=False)})
    attributes = service("sns").get_subscription_attributes(SubscriptionArn=resources["Sub"].ref)["Attributes"]
    assert (json.loads(attributes["FilterPolicy"]), attributes["RawMessageDelivery"]) == ({"kind": ["b"]}, "false")


BUCKET = resource(
    "AWS::S3::Bucket", VersioningConfiguration={"Status": "Enabled"}, Tags=[{"Key": "a", "Value": "1"}],
    NotificationConfiguration={"EventBridgeConfiguration": {"EventBridgeEnabled": "true"}},
    CorsConfiguration={"CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "MaxAge": "60",
                                      "ExposedHeaders": ["ETag"]}]},
    LifecycleConfiguration={"Rules": [{"Id": "old", "Status": "Enabled", "ExpirationInDays": "30",
                                       "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
                                       "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]},
    BucketEncryption={"ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
    PublicAccessBlockConfiguration={"BlockPublicAcls": "true", "BlockPublicPolicy": True,
                                    "IgnorePublicAcls": True, "RestrictPublicBuckets": True},
    OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    WebsiteConfiguration={"IndexDocument": "index.html", "ErrorDocument": "404.html"})


def sends_to_eventbridge(name):
    """From moto's state: its GetBucketNotificationConfiguration leaves it out."""
    configuration = s3_backends[state.ACCOUNT]["aws"].buckets[name].notification_configuration
    return configuration is not None and configuration.event_bridge is not None


def test_a_bucket_has_every_property_and_loses_removed_ones(stack):
    policy = resource("AWS::S3::BucketPolicy", Bucket={"Ref": "Bucket"}, PolicyDocument={
        "Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                                                "Resource": "*"}]})
    name = stack({"Bucket": BUCKET, "Policy": policy}).resources["Bucket"].ref
    s3 = service("s3")
    assert name == name.lower() and len(name) <= 63 and name.startswith("case-bucket-")
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == REGION
    assert sends_to_eventbridge(name)
    assert s3.get_bucket_cors(Bucket=name)["CORSRules"][0]["ExposeHeaders"] == ["ETag"]
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    rule = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"][0]
    assert (rule["ID"], rule["Expiration"]["Days"]) == ("old", 30)
    assert s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]["BlockPublicAcls"] is True
    assert s3.get_bucket_website(Bucket=name)["IndexDocument"] == {"Suffix": "index.html"}
    assert s3.get_bucket_encryption(Bucket=name)
    assert s3.get_bucket_ownership_controls(Bucket=name)
    assert s3.get_bucket_tagging(Bucket=name)["TagSet"] == [{"Key": "a", "Value": "1"}]
    assert "Deny" in s3.get_bucket_policy(Bucket=name)["Policy"]
    stack({"Bucket": resource("AWS::S3::Bucket")})
    assert not sends_to_eventbridge(name)
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Suspended"
    for gone in ("get_bucket_cors", "get_bucket_policy", "get_bucket_website", "get_bucket_tagging"):
        with pytest.raises(s3.exceptions.ClientError):
            getattr(s3, gone)(Bucket=name)


def test_a_bucket_with_objects_is_not_deleted_unless_its_policy_retains_it(cloudformation, stack):
    name = stack({"Bucket": resource("AWS::S3::Bucket")}).resources["Bucket"].ref
    service("s3").put_object(Bucket=name, Key="a", Body=b"1")
    cloudformation.delete_stack(StackName="case")
    settled = in_process.settled(REGION, "case")
    assert settled.status == "DELETE_FAILED"
    assert settled.reason == "The following resource(s) failed to delete: [Bucket]."
    assert "BucketNotEmpty" in settled.records["Bucket"]["ResourceStatusReason"]
    service("s3").delete_object(Bucket=name, Key="a")


TABLE = resource(
    "AWS::DynamoDB::Table", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}])


def index(name):
    return {"IndexName": name, "KeySchema": [{"AttributeName": "sk", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}


def test_a_table_has_the_properties_of_the_template(stack):
    table = changed(TABLE, StreamSpecification={"StreamViewType": "NEW_AND_OLD_IMAGES"},
                    PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
                    SSESpecification={"SSEEnabled": True}, Tags=[{"Key": "a", "Value": "1"}],
                    TimeToLiveSpecification={"AttributeName": "expires", "Enabled": True},
                    GlobalSecondaryIndexes=[index("by-sk")])
    resource_ = stack({"Table": table}).resources["Table"]
    description = service("dynamodb").describe_table(TableName=resource_.ref)["Table"]
    assert description["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert description["LatestStreamArn"] == resource_.attributes["StreamArn"]
    assert [index_["IndexName"] for index_ in description["GlobalSecondaryIndexes"]] == ["by-sk"]
    assert description["SSEDescription"]["Status"] == "ENABLED"
    recovery = service("dynamodb").describe_continuous_backups(TableName=resource_.ref)["ContinuousBackupsDescription"]
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    ttl = service("dynamodb").describe_time_to_live(TableName=resource_.ref)["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    stack({"Table": changed(TABLE, StreamSpecification={"StreamViewType": "KEYS_ONLY"})})
    description = service("dynamodb").describe_table(TableName=resource_.ref)["Table"]
    assert description["StreamSpecification"]["StreamViewType"] == "KEYS_ONLY"
    assert not description.get("GlobalSecondaryIndexes")
    ttl = service("dynamodb").describe_time_to_live(TableName=resource_.ref)["TimeToLiveDescription"]
    assert ttl["TimeToLiveStatus"] == "DISABLED"
    assert service("dynamodb").list_tags_of_resource(ResourceArn=resource_.attributes["Arn"])["Tags"] == []


@pytest.mark.parametrize("before, after, message", [
    ([], ["one"], None),
    (["one"], [], None),
    ([], ["one", "two"], "Cannot perform more than one GSI creation or deletion in a single update"),
    (["one"], ["two"], "Cannot perform more than one GSI creation or deletion in a single update"),
])
def test_an_update_creates_or_deletes_one_index_at_most(stack, before, after, message):
    stack({"Table": changed(TABLE, GlobalSecondaryIndexes=[index(name) for name in before])})
    updated = {"Table": changed(TABLE, GlobalSecondaryIndexes=[index(name) for name in after])}
    settled = stack(updated, status="UPDATE_ROLLBACK_COMPLETE" if message else "UPDATE_COMPLETE")
    description = service("dynamodb").describe_table(TableName=settled.resources["Table"].ref)["Table"]
    names = [index_["IndexName"] for index_ in description.get("GlobalSecondaryIndexes", [])]
    assert names == (before if message else after)
    failed = [event["ResourceStatusReason"] for event in settled.events
              if event["ResourceStatus"] == "UPDATE_FAILED"]
    assert failed == ([message] if message else [])


def test_a_protected_table_that_is_retained_is_deleted_with_its_stack(stack):
    stack({"Table": {**changed(TABLE, DeletionProtectionEnabled=True), "DeletionPolicy": "Retain"}})


@pytest.fixture
def plane(monkeypatch):
    """The calls of the real data plane."""
    calls = []

    def note(name):
        def tell(*arguments):
            calls.append((name, *arguments))
            getattr(api, name)(*arguments)
        return tell

    spy = types.SimpleNamespace(import_body=note("import_body"), deployed=note("deployed"))
    monkeypatch.setattr(apigateway, "data_plane", lambda: spy)
    return calls


PING = {"swagger": "2.0", "info": {"title": "shop"}, "paths": {"/ping": {"get": {
    "x-amazon-apigateway-integration": {"type": "mock", "requestTemplates": {
        "application/json": '{"statusCode": 200}'}, "responses": {"default": {"statusCode": "200"}}},
    "responses": {"200": {"description": ""}}}}}}


def test_a_rest_api_is_imported_deployed_and_staged(stack, plane):
    rest_api = resource("AWS::ApiGateway::RestApi", Body=PING,
                       EndpointConfiguration={"Types": ["REGIONAL"]}, FailOnWarnings=True)
    deployment = resource("AWS::ApiGateway::Deployment", RestApiId={"Ref": "Api"})
    stage = resource(
        "AWS::ApiGateway::Stage", RestApiId={"Ref": "Api"}, DeploymentId={"Ref": "One"}, StageName="dev",
        TracingEnabled=True, Variables={"a": "1"},
        AccessLogSetting={"DestinationArn": {"Fn::GetAtt": ["Logs", "Arn"]}, "Format": "$context.requestId"},
        MethodSettings=[{"ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": "ERROR",
                         "ThrottlingRateLimit": "50", "MetricsEnabled": True}])
    logs = resource("AWS::Logs::LogGroup")
    gateway_response = resource("AWS::ApiGateway::GatewayResponse", RestApiId={"Ref": "Api"},
                                ResponseType="DEFAULT_4XX",
                                ResponseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"})
    base = {"Api": rest_api, "Logs": logs, "Stage": stage, "Response": gateway_response}
    resources = stack({**base, "One": deployment}).resources
    api_id = resources["Api"].ref
    assert plane == [("import_body", REGION, api_id, PING),
                     ("deployed", REGION, api_id, resources["One"].ref)]
    shown = service("apigateway").get_stage(restApiId=api_id, stageName="dev")
    assert (shown["deploymentId"], shown["variables"], shown["tracingEnabled"]) == (
        resources["One"].ref, {"a": "1"}, True)
    assert shown["accessLogSettings"]["format"] == "$context.requestId"
    assert service("apigateway").get_rest_api(restApiId=api_id)["name"] == "shop"
    answer = service("apigateway").get_gateway_response(restApiId=api_id, responseType="DEFAULT_4XX")
    assert answer["responseParameters"] == gateway_response["Properties"]["ResponseParameters"]
    del plane[:]
    body = {**PING, "paths": {"/pong": PING["paths"]["/ping"]}}
    resources = stack({**base, "Api": changed(rest_api, Body=body), "Two": deployment, "Stage": changed(
        stage, DeploymentId={"Ref": "Two"}, Variables={"b": "2"})}).resources
    assert plane == [("import_body", REGION, api_id, body), ("deployed", REGION, api_id, resources["Two"].ref)]
    shown = service("apigateway").get_stage(restApiId=api_id, stageName="dev")
    assert (shown["deploymentId"], shown["variables"]) == (resources["Two"].ref, {"b": "2"})
    deployments = service("apigateway").get_deployments(restApiId=api_id)["items"]
    assert [deployment_["id"] for deployment_ in deployments] == [resources["Two"].ref]


def test_keys_plans_and_names_of_an_api(stack, plane):
    certificate = resource("AWS::CertificateManager::Certificate", DomainName="api.example.com",
                           ValidationMethod="DNS")
    domain = resource("AWS::ApiGateway::DomainName", DomainName="api.example.com",
                      RegionalCertificateArn={"Ref": "Certificate"}, EndpointConfiguration={"Types": ["REGIONAL"]})
    mapping = resource("AWS::ApiGateway::BasePathMapping", DomainName={"Ref": "Domain"}, RestApiId={"Ref": "Api"},
                       Stage={"Ref": "Stage"})
    plan = resource("AWS::ApiGateway::UsagePlan", ApiStages=[{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}}],
                    Throttle={"RateLimit": "10", "BurstLimit": 20})
    base = {
        "Role": ROLE, "Api": resource("AWS::ApiGateway::RestApi", Name="shop", Body=PING),
        "One": resource("AWS::ApiGateway::Deployment", RestApiId={"Ref": "Api"}),
        "Stage": resource("AWS::ApiGateway::Stage", RestApiId={"Ref": "Api"}, DeploymentId={"Ref": "One"},
                          StageName="dev"),
        "Key": resource("AWS::ApiGateway::ApiKey", Enabled=True), "Plan": plan,
        "PlanKey": resource("AWS::ApiGateway::UsagePlanKey", KeyId={"Ref": "Key"}, KeyType="API_KEY",
                            UsagePlanId={"Ref": "Plan"}),
        "Certificate": certificate, "Domain": domain, "Mapping": mapping,
        "Account": resource("AWS::ApiGateway::Account", CloudWatchRoleArn={"Fn::GetAtt": ["Role", "Arn"]}),
    }
    resources = stack(base).resources
    gateway = service("apigateway")
    usage_plan = gateway.get_usage_plan(usagePlanId=resources["Plan"].ref)
    assert usage_plan["apiStages"] == [{"apiId": resources["Api"].ref, "stage": "dev"}]
    assert (usage_plan["throttle"]["rateLimit"], usage_plan["throttle"]["burstLimit"]) == (10.0, 20)
    keys = gateway.get_usage_plan_keys(usagePlanId=resources["Plan"].ref)["items"]
    assert [key["id"] for key in keys] == [resources["Key"].ref]
    mappings = gateway.get_base_path_mappings(domainName="api.example.com")["items"]
    assert [(mapping_["restApiId"], mapping_["stage"]) for mapping_ in mappings] == [(resources["Api"].ref, "dev")]
    assert gateway.get_account()["cloudwatchRoleArn"] == resources["Role"].attributes["Arn"]
    assert resources["Domain"].attributes["RegionalDomainName"]
    again = stack({**base, "Plan": changed(plan, Throttle={"RateLimit": 5, "BurstLimit": 7}),
                   "Key": changed(base["Key"], Enabled=False),
                   "Domain": changed(domain, SecurityPolicy="TLS_1_2")}).resources
    assert gateway.get_domain_name(domainName="api.example.com")["securityPolicy"] == "TLS_1_2"
    assert gateway.get_base_path_mappings(domainName="api.example.com")["items"] == mappings
    assert again["Mapping"].ref == resources["Mapping"].ref
    assert gateway.get_usage_plan(usagePlanId=resources["Plan"].ref)["throttle"]["burstLimit"] == 7
    assert gateway.get_api_key(apiKey=resources["Key"].ref)["enabled"] is False


def test_a_user_pool_its_client_domain_and_group(stack):
    pool = resource(
        "AWS::Cognito::UserPool", AutoVerifiedAttributes=["email"], UsernameAttributes=["email"],
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}, MfaConfiguration="OPTIONAL",
        EnabledMfas=["SOFTWARE_TOKEN_MFA"], DeletionProtection="ACTIVE",
        Policies={"PasswordPolicy": {"MinimumLength": "12", "RequireSymbols": False}},
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]})
    client = resource("AWS::Cognito::UserPoolClient", UserPoolId={"Ref": "Pool"}, GenerateSecret=False,
                      ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    domain = resource("AWS::Cognito::UserPoolDomain", UserPoolId={"Ref": "Pool"}, Domain="case-login")
    group = resource("AWS::Cognito::UserPoolGroup", UserPoolId={"Ref": "Pool"}, GroupName="staff", Precedence="1")
    base = {"Pool": {**pool, "DeletionPolicy": "Retain"}, "Client": client, "Domain": domain, "Group": group}
    resources = stack(base).resources
    cognito, pool_id = service("cognito-idp"), resources["Pool"].ref
    pool_ = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    assert pool_["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert resources["Pool"].attributes["ProviderName"] == f"cognito-idp.{REGION}.amazonaws.com/{pool_id}"
    app_client = cognito.describe_user_pool_client(
        UserPoolId=pool_id, ClientId=resources["Client"].ref)["UserPoolClient"]
    assert app_client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert cognito.describe_user_pool_domain(Domain="case-login")["DomainDescription"]["UserPoolId"] == pool_id
    assert cognito.get_group(UserPoolId=pool_id, GroupName="staff")["Group"]["Precedence"] == 1
    stack({**base, "Client": changed(client, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])})
    app_client = cognito.describe_user_pool_client(
        UserPoolId=pool_id, ClientId=resources["Client"].ref)["UserPoolClient"]
    assert app_client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"]


def test_logs_alarms_and_a_dashboard(stack):
    group = resource("AWS::Logs::LogGroup", RetentionInDays="30", Tags=[{"Key": "a", "Value": "1"}])
    permission = resource("AWS::Lambda::Permission", FunctionName={"Ref": "Function"},
                          Action="lambda:InvokeFunction", Principal="logs.amazonaws.com")
    reader = {**resource("AWS::Logs::SubscriptionFilter", LogGroupName={"Ref": "Group"}, FilterPattern="ERROR",
                         DestinationArn={"Fn::GetAtt": ["Function", "Arn"]}), "DependsOn": "May"}
    metric = resource("AWS::Logs::MetricFilter", LogGroupName={"Ref": "Group"}, FilterPattern="ERROR",
                      MetricTransformations=[{"MetricName": "errors", "MetricNamespace": "shop",
                                              "MetricValue": "1", "DefaultValue": "0"}])
    alarm = resource("AWS::CloudWatch::Alarm", MetricName="errors", Namespace="shop", Statistic="Sum", Period="60",
                     EvaluationPeriods=1, Threshold="1", ComparisonOperator="GreaterThanOrEqualToThreshold",
                     Dimensions=[{"Name": "a", "Value": "b"}])
    board = resource("AWS::CloudWatch::Dashboard", DashboardBody='{"widgets": []}')
    base = {"Role": ROLE, "Function": FUNCTION, "Group": group, "May": permission, "Reader": reader,
            "Metric": metric, "Alarm": alarm, "Board": board}
    resources = stack(base).resources
    logs, name = service("logs"), resources["Group"].ref
    groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert (groups[0]["retentionInDays"], groups[0]["arn"]) == (30, resources["Group"].attributes["Arn"])
    filters = logs.describe_subscription_filters(logGroupName=name)["subscriptionFilters"]
    assert [(filter_["filterName"], filter_["filterPattern"]) for filter_ in filters] == [
        (resources["Reader"].ref, "ERROR")]
    assert logs.describe_metric_filters(logGroupName=name)["metricFilters"][0]["metricTransformations"][0][
        "defaultValue"] == 0
    alarm_ = service("cloudwatch").describe_alarms(AlarmNames=[resources["Alarm"].ref])["MetricAlarms"][0]
    assert (alarm_["Period"], alarm_["Threshold"], alarm_["AlarmArn"]) == (
        60, 1.0, resources["Alarm"].attributes["Arn"])
    board = service("cloudwatch").get_dashboard(DashboardName=resources["Board"].ref)
    assert board["DashboardBody"] == '{"widgets": []}'
    stack({**base, "Group": resource("AWS::Logs::LogGroup"), "Alarm": changed(alarm, Threshold=5)})
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    alarm_ = service("cloudwatch").describe_alarms(AlarmNames=[resources["Alarm"].ref])["MetricAlarms"][0]
    assert alarm_["Threshold"] == 5.0


def test_parameters_and_secrets(stack):
    parameter = resource("AWS::SSM::Parameter", Type="String", Value="one", Tags={"a": "1"})
    secret = resource("AWS::SecretsManager::Secret", GenerateSecretString={
        "SecretStringTemplate": '{"user": "me"}', "GenerateStringKey": "password", "PasswordLength": "20"})
    resources = stack({"Parameter": parameter, "Secret": secret}).resources
    value = service("secretsmanager").get_secret_value(SecretId=resources["Secret"].ref)["SecretString"]
    assert json.loads(value)["user"] == "me" and len(json.loads(value)["password"]) == 20
    stack({"Parameter": changed(parameter, Value="two"), "Secret": changed(secret, Description="said")})
    assert service("ssm").get_parameter(Name=resources["Parameter"].ref)["Parameter"]["Value"] == "two"
    again = service("secretsmanager").get_secret_value(SecretId=resources["Secret"].ref)["SecretString"]
    assert again == value


def test_a_distribution_and_its_policies(stack):
    website.install()
    control = resource("AWS::CloudFront::OriginAccessControl", OriginAccessControlConfig={
        "Name": "case", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always",
        "SigningProtocol": "sigv4"})
    distribution = resource("AWS::CloudFront::Distribution", DistributionConfig={
        "Enabled": True, "DefaultRootObject": "index.html", "HttpVersion": "http2", "IPV6Enabled": True,
        "Aliases": ["www.example.com"], "PriceClass": "PriceClass_100",
        "CustomErrorResponses": [{"ErrorCode": "403", "ResponseCode": 200, "ResponsePagePath": "/index.html"}],
        "Origins": [{"Id": "bucket", "DomainName": {"Fn::GetAtt": ["Bucket", "RegionalDomainName"]},
                     "S3OriginConfig": {}, "OriginAccessControlId": {"Ref": "Control"}}],
        "DefaultCacheBehavior": {"TargetOriginId": "bucket", "ViewerProtocolPolicy": "redirect-to-https",
                                 "AllowedMethods": ["GET", "HEAD"], "Compress": "true",
                                 "CachePolicyId": {"Ref": "Cache"},
                                 "ResponseHeadersPolicyId": {"Ref": "Headers"}},
        "ViewerCertificate": {"AcmCertificateArn": {"Ref": "Certificate"}, "SslSupportMethod": "sni-only",
                              "MinimumProtocolVersion": "TLSv1.2_2021"}})
    base = {
        "Bucket": resource("AWS::S3::Bucket"), "Control": control, "Site": distribution,
        "Cache": resource("AWS::CloudFront::CachePolicy", CachePolicyConfig={"Name": "case"}),
        "Headers": resource("AWS::CloudFront::ResponseHeadersPolicy", ResponseHeadersPolicyConfig={"Name": "case"}),
        "Certificate": resource("AWS::CertificateManager::Certificate", DomainName="www.example.com"),
    }
    resources = stack(base).resources
    response = service("cloudfront").get_distribution(Id=resources["Site"].ref)["Distribution"]
    assert response["DomainName"] == resources["Site"].attributes["DomainName"]
    origin = response["DistributionConfig"]["Origins"]["Items"][0]
    assert origin["OriginAccessControlId"] == resources["Control"].ref
    assert origin["DomainName"] == resources["Bucket"].attributes["RegionalDomainName"]
    again = json.loads(json.dumps(base))
    again["Site"]["Properties"]["DistributionConfig"]["DefaultRootObject"] = "home.html"
    stack(again)
    response = service("cloudfront").get_distribution(Id=resources["Site"].ref)["Distribution"]
    assert response["DistributionConfig"]["DefaultRootObject"] == "home.html"


def test_a_function_at_the_edge_is_an_error(stack, cloudformation):
    settled = stack({"Site": resource("AWS::CloudFront::Distribution", DistributionConfig={
        "Enabled": True, "Origins": [], "DefaultCacheBehavior": {
            "TargetOriginId": "a", "ViewerProtocolPolicy": "allow-all",
            "FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": "arn"}]}})}, status="ROLLBACK_COMPLETE")
    assert any("The local cloud does not support FunctionAssociations of AWS::CloudFront::Distribution"
               in (event["ResourceStatusReason"] or "") for event in settled.events)
    with pytest.raises(cloudformation.exceptions.ClientError, match=r"Unrecognized resource types: \[AWS::CloudFront::Fun"):
        cloudformation.create_stack(StackName="edge", TemplateBody=json.dumps({"Resources": {
            "F": resource("AWS::CloudFront::Function", Name="a", FunctionCode="x", FunctionConfig={})}}))


def test_an_existing_record_is_not_overwritten(stack):
    zone = service("route53").create_hosted_zone(Name="example.net", CallerReference="taken")["HostedZone"]["Id"]
    record = {"Name": "www.example.net.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "10.0.0.1"}]}
    service("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
        {"Action": "CREATE", "ResourceRecordSet": record}]})
    settled = stack({"Www": resource("AWS::Route53::RecordSet", HostedZoneName="example.net.", Name="www.example.net",
                                     Type="A", TTL="60", ResourceRecords=["10.0.0.2"])}, status="ROLLBACK_COMPLETE")
    assert any("[name='www.example.net.', type='A'] but it already exists" in (event["ResourceStatusReason"] or "")
               for event in settled.events)
    record_sets = service("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    values = [record_set["ResourceRecords"] for record_set in record_sets if record_set["Type"] == "A"]
    assert values == [[{"Value": "10.0.0.1"}]]


def test_records_of_a_zone(stack):
    zone = service("route53").create_hosted_zone(Name="example.com", CallerReference="case")["HostedZone"]
    zone_id = zone["Id"].rpartition("/")[2]
    record = resource("AWS::Route53::RecordSet", HostedZoneName="example.com.", Name="www.example.com.", Type="A",
                      TTL="60", ResourceRecords=["10.0.0.1"])
    group = resource("AWS::Route53::RecordSetGroup", HostedZoneId=zone_id, RecordSets=[
        {"Name": "api.example.com.", "Type": "A", "AliasTarget": {
            "DNSName": "d.cloudfront.net", "HostedZoneId": "Z2FDTNDATAQYW2"}}])

    def names():
        record_sets = service("route53").list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
        return {entry["Name"]: entry.get("TTL") for entry in record_sets if entry["Type"] == "A"}

    stack({"Record": record, "Group": group})
    assert names() == {"www.example.com.": 60, "api.example.com.": None}
    stack({"Record": changed(record, TTL="90")})
    assert names() == {"www.example.com.": 90}


def test_the_replacing_properties_of_every_type_are_supported():
    for type_, kind in TYPES.items():
        supported = set(kind.properties.split())
        assert kind.name in supported | {""}, type_
        assert kind.replacing == "*" or set(kind.replacing.split()) <= supported, type_
        assert not supported & set(kind.ignored.split()), type_


GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/*/template.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_every_golden_template_can_be_created_and_deleted(cloudformation, path):
    """Code and layers are one empty zip: the test is that no resource of the template is rejected."""
    template, name = json.loads(path.read_bytes()), f"golden-{path.parent.name}"
    artifacts(name)
    values = {"Stage": "local", "ArtifactsBucket": name}
    parameters = []
    required = [name for name, rules in template.get("Parameters", {}).items() if "Default" not in rules]
    for parameter in required:
        value = values.get(parameter, "code.zip")
        if parameter.endswith("Layer"):
            value = service("lambda").publish_layer_version(
                LayerName=name, Content={"S3Bucket": name, "S3Key": "code.zip"})["LayerVersionArn"]
        parameters.append({"ParameterKey": parameter, "ParameterValue": value})
    request = {"StackName": name, "Parameters": parameters, "Capabilities": ["CAPABILITY_IAM"],
               "TemplateURL": f"https://{name}.s3.{REGION}.amazonaws.com/template.json"}
    service("s3").put_object(Bucket=name, Key="template.json", Body=path.read_bytes())
    id_ = cloudformation.create_stack(**request)["StackId"]
    stack = in_process.settled(REGION, id_)
    failed = [event["ResourceStatusReason"] for event in stack.events if "FAILED" in event["ResourceStatus"]]
    assert (stack.status, failed) == ("CREATE_COMPLETE", [])
    cloudformation.create_change_set(ChangeSetName="again", **request)
    assert cloudformation.describe_change_set(StackName=name, ChangeSetName="again")["Changes"] == []
    cloudformation.delete_stack(StackName=name)
    assert in_process.settled(REGION, id_).status == "DELETE_COMPLETE"


def artifacts(name):
    """A bucket with code.zip, an empty zip."""
    service("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    service("s3").put_object(Bucket=name, Key="code.zip", Body=b"PK\5\6" + bytes(18))


def test_a_rolled_back_api_responds_as_before(stack, plane):
    rest_api = resource("AWS::ApiGateway::RestApi", Body=PING)
    resources = stack({"Api": rest_api}).resources
    broken = resource("AWS::SNS::Subscription", TopicArn={"Fn::Sub": "arn:aws:sns:${AWS::Region}:1:${Api}"},
                      Protocol="sqs", Endpoint="x")
    stack({"Api": changed(rest_api, Body={**PING, "info": {"title": "other"}}), "Broken": broken},
          status="UPDATE_ROLLBACK_COMPLETE")
    assert plane[-1] == ("import_body", REGION, resources["Api"].ref, PING)
