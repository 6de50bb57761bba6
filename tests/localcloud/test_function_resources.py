"""Roles, functions and what belongs to functions, as resources of a local stack."""
import json

from moto.awslambda.models import lambda_backends

from localcloud.functions import lambda_settings, recursion
from tests.fixtures.stacks import ALLOW, FUNCTION, ROLE, changed, resource, service

DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]}


def test_a_role_has_its_policies_and_loses_removed_ones(deploy_resources):
    basic = service("iam").create_policy(PolicyName="basic", PolicyDocument=json.dumps(ALLOW))["Policy"]["Arn"]
    role = changed(ROLE, Policies=[{"PolicyName": "one", "PolicyDocument": ALLOW},
                                   {"PolicyName": "two", "PolicyDocument": ALLOW}],
                   ManagedPolicyArns=[basic], Tags=[{"Key": "a", "Value": "1"}], Description="first")
    name = deploy_resources({"Role": role}).resources["Role"].ref
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == ["one", "two"]
    assert service("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"] == [
        {"PolicyName": "basic", "PolicyArn": basic}]
    deploy_resources({"Role": changed(ROLE, Policies=[{"PolicyName": "two", "PolicyDocument": DENY}],
                           Tags=[{"Key": "b", "Value": "2"}])})
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == ["two"]
    assert service("iam").get_role_policy(RoleName=name, PolicyName="two")["PolicyDocument"] == DENY
    assert service("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"] == []
    response = service("iam").get_role(RoleName=name)["Role"]
    assert (response["Tags"], response.get("Description", "")) == ([{"Key": "b", "Value": "2"}], "")


def test_a_policy_is_attached_to_its_roles(deploy_resources):
    policy = resource("AWS::IAM::Policy", PolicyName="p", PolicyDocument=ALLOW, Roles=[{"Ref": "Role"}])
    managed = resource("AWS::IAM::ManagedPolicy", PolicyDocument=ALLOW, Roles=[{"Ref": "Role"}])
    resources = deploy_resources({"Role": ROLE, "Policy": policy, "Managed": managed}).resources
    name = resources["Role"].ref
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == ["p"]
    attached = service("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [policy_["PolicyArn"] for policy_ in attached] == [resources["Managed"].ref]
    deploy_resources({"Role": ROLE, "Managed": changed(managed, PolicyDocument=DENY)})
    assert service("iam").list_role_policies(RoleName=name)["PolicyNames"] == []
    versions = service("iam").list_policy_versions(PolicyArn=resources["Managed"].ref)["Versions"]
    assert [version["IsDefaultVersion"] for version in versions] == [True]


def test_a_policy_is_attached_to_users_and_groups_as_to_roles(deploy_resources):
    iam = service("iam")
    for name in ("ann", "bob"):
        iam.create_user(UserName=name)
        iam.create_group(GroupName=f"{name}s")

    def policies():
        return [[*iam.list_user_policies(UserName=name)["PolicyNames"],
                 *(policy["PolicyName"] for policy in iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]),
                 *iam.list_group_policies(GroupName=f"{name}s")["PolicyNames"],
                 *(policy["PolicyName"] for policy in iam.list_attached_group_policies(
                     GroupName=f"{name}s")["AttachedPolicies"])] for name in ("ann", "bob")]

    def resources_for(name):
        holders = {"Users": [name], "Groups": [f"{name}s"]}
        return {"Policy": resource("AWS::IAM::Policy", PolicyName="p", PolicyDocument=ALLOW, **holders),
                "Managed": resource("AWS::IAM::ManagedPolicy", PolicyDocument=ALLOW, ManagedPolicyName="m", **holders)}

    deploy_resources(resources_for("ann"))
    assert policies() == [["p", "m", "p", "m"], []]
    deploy_resources(resources_for("bob"))
    assert policies() == [[], ["p", "m", "p", "m"]]
    deploy_resources({"Role": ROLE})
    assert policies() == [[], []]


def test_a_function_has_the_properties_of_the_template_and_then_its_defaults_again(deploy_resources):
    full = changed(FUNCTION, Timeout="9", MemorySize="512", Description="said", Environment={
        "Variables": {"A": "1", "N": 2}}, TracingConfig={"Mode": "Active"}, EphemeralStorage={"Size": 1024},
        Architectures=["arm64"], ReservedConcurrentExecutions="3", Tags=[{"Key": "a", "Value": "1"}],
        RecursiveLoop="Allow")
    name = deploy_resources({"Role": ROLE, "Function": full}).resources["Function"].ref
    response = service("lambda").get_function(FunctionName=name)
    config = response["Configuration"]
    assert {key: config[key] for key in ("Timeout", "MemorySize", "Description", "Architectures")} == {
        "Timeout": 9, "MemorySize": 512, "Description": "said", "Architectures": ["arm64"]}
    assert config["Environment"] == {"Variables": {"A": "1", "N": "2"}}
    assert config["TracingConfig"] == {"Mode": "Active"} and config["EphemeralStorage"] == {"Size": 1024}
    assert (response["Tags"], response["Concurrency"]) == ({"a": "1"}, {"ReservedConcurrentExecutions": 3})
    function = lambda_backends["123456789012"][service("lambda").meta.region_name].get_function(name)
    assert recursion.setting(function) == "Allow"
    deploy_resources({"Role": ROLE, "Function": changed(FUNCTION, Code={"ZipFile": "other = 1"})})
    response = service("lambda").get_function(FunctionName=name)
    after = response["Configuration"]
    assert (after["Timeout"], after["MemorySize"], after["Description"]) == (3, 128, "")
    assert after.get("Environment", {}).get("Variables", {}) == {}
    assert after["CodeSha256"] != config["CodeSha256"]
    assert "Concurrency" not in response and "Tags" not in response
    assert recursion.setting(function) == "Terminate"


def test_a_function_whose_code_is_absent_from_its_bucket_fails(deploy_resources):
    code = {"S3Bucket": {"Ref": "Bucket"}, "S3Key": "absent.zip"}
    settled = deploy_resources({"Role": ROLE, "Bucket": resource("AWS::S3::Bucket"), "Function": changed(FUNCTION, Code=code)},
                    status="ROLLBACK_COMPLETE")
    reasons = [event["ResourceStatusReason"] for event in settled.events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert len(reasons) == 1 and "The specified key does not exist." in reasons[0]


def test_a_permission_is_a_statement_and_a_changed_one_replaces_it(deploy_resources):
    permission = resource("AWS::Lambda::Permission", FunctionName={"Ref": "Function"},
                          Action="lambda:InvokeFunction", Principal="events.amazonaws.com")
    name = deploy_resources({"Role": ROLE, "Function": FUNCTION, "May": permission}).resources["Function"].ref
    deploy_resources({"Role": ROLE, "Function": FUNCTION, "May": changed(permission, Principal="s3.amazonaws.com")})
    statements = json.loads(service("lambda").get_policy(FunctionName=name)["Policy"])["Statement"]
    assert [statement["Principal"] for statement in statements] == [{"Service": "s3.amazonaws.com"}]


def test_an_event_source_mapping_has_every_property_of_the_template(deploy_resources):
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
    created = deploy_resources(resources).resources
    mapping = service("lambda").get_event_source_mapping(UUID=created["OfQueue"].ref)
    assert (mapping["BatchSize"], mapping["MaximumBatchingWindowInSeconds"], mapping["State"]) == (5, 2, "Enabled")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert mapping["FilterCriteria"] == {"Filters": [{"Pattern": '{"body": {"a": [1]}}'}]}
    two = service("lambda").get_event_source_mapping(UUID=created["OfStream"].ref)
    assert (two["BisectBatchOnFunctionError"], two["MaximumRetryAttempts"], two["ParallelizationFactor"],
            two["MaximumRecordAgeInSeconds"], two["StartingPosition"]) == (True, 3, 2, 60, "LATEST")
    assert two["DestinationConfig"] == {"OnFailure": {"Destination": created["Queue"].attributes["Arn"]}}
    deploy_resources({**resources, "OfQueue": changed(of_queue, BatchSize="7", Enabled="false")})
    mapping = service("lambda").get_event_source_mapping(UUID=created["OfQueue"].ref)
    assert (mapping["BatchSize"], mapping["State"]) == (7, "Disabled")


def test_a_layer_a_version_an_alias_and_the_settings_of_asynchronous_calls(deploy_resources):
    layer = resource("AWS::Lambda::LayerVersion", Content={"S3Bucket": {"Ref": "Bucket"}, "S3Key": "layer.zip"})
    config = resource("AWS::Lambda::EventInvokeConfig", FunctionName={"Ref": "Function"}, Qualifier="$LATEST",
                      MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {
                          "Destination": {"Fn::GetAtt": ["Queue", "Arn"]}}})
    version = resource("AWS::Lambda::Version", FunctionName={"Ref": "Function"})
    alias = resource("AWS::Lambda::Alias", FunctionName={"Ref": "Function"}, Name="live",
                     FunctionVersion={"Fn::GetAtt": ["Version", "Version"]})
    bucket = {**resource("AWS::S3::Bucket"), "DeletionPolicy": "Retain"}
    base = {"Role": ROLE, "Bucket": bucket, "Queue": resource("AWS::SQS::Queue"), "Function": FUNCTION}
    name = deploy_resources(base).resources["Bucket"].ref
    service("s3").put_object(Bucket=name, Key="layer.zip", Body=b"PK\5\6" + bytes(18))
    resources = deploy_resources({**base, "Layer": layer, "Config": config, "Version": version, "Alias": alias}).resources
    function = resources["Function"].ref
    invoke_config = service("lambda").get_function_event_invoke_config(FunctionName=function)
    assert invoke_config["MaximumRetryAttempts"] == 1
    assert invoke_config["DestinationConfig"]["OnFailure"] == {"Destination": resources["Queue"].attributes["Arn"]}
    *_, layer_name, number = resources["Layer"].ref.split(":")
    assert service("lambda").get_layer_version(LayerName=layer_name, VersionNumber=int(number))["Version"] == 1
    assert service("lambda").get_alias(FunctionName=function, Name="live")["FunctionVersion"] == "1"
    assert resources["Alias"].ref.endswith(f":function:{function}:live")


def test_functions_are_listed_in_pages_of_at_most_50():
    functions = [{"FunctionArn": f"arn:{at:02}"} for at in range(61)]
    first = lambda_settings.page(functions, {"MaxItems": ["100"]})
    assert first == {"Functions": functions[:50], "NextMarker": "arn:49"}
    assert lambda_settings.page(functions[::-1], {"Marker": ["arn:49"]}) == {"Functions": functions[50:]}
    assert lambda_settings.page(functions, {"MaxItems": ["2"], "Marker": ["arn:58"]}) == {"Functions": functions[59:]}
