"""What two versions of an app's templates differ in, besides code."""

from deploy import code_changes, recorded_versions
from deploy.code_changes import Version
from tests.fixtures.cases import cases

IDS = {"HelloFunction": "hello"}


def function(code="HelloCode", **properties):
    return {"Type": "AWS::Lambda::Function", "Properties": {
        "Handler": "index.handler", "Code": {"S3Bucket": "b", "S3Key": {"Ref": code}},
        "Role": {"Fn::GetAtt": ["HelloRole", "Arn"]}, **properties}}


def role(*actions, resource="*", condition=None):
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": resource}
    statement = {"Fn::If": [condition, statement, {"Ref": "AWS::NoValue"}]} if condition else statement
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [statement]}}]}}


def version(key="code/1.zip", parameter="String", tags=None, children=None, values=None, **resources):
    template = {"Parameters": {"HelloCode": {"Type": parameter}}, "Outputs": {},
                "Resources": {"HelloFunction": function(), "HelloRole": role("s3:GetObject"), **resources}}
    return Version(template, {"HelloCode": key, "Stage": "dev", **(values or {})}, children or {}, tags or {})


def layered(arn, **resources):
    return version(values={"UtilLayer": arn}, **{"HelloFunction": function(Layers=[{"Ref": "UtilLayer"}]), **resources})


def child(url, size=512, key="code/1.zip"):
    resource = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    template = {"Resources": {"HelloFunction": {"Type": "AWS::Lambda::Function", "Properties": {
        "MemorySize": size, "Code": {"S3Key": key}}}}}
    return {"Lambdas1": resource, "HelloFunction": {"Type": "AWS::SQS::Queue"}, "children": {"Lambdas1": template}}


def using(type_, **properties):
    """A version in which a variable of the function names a resource."""
    return version(HelloFunction=function(Environment={"Variables": {"A": {"Ref": "Used"}}}),
                   Used={"Type": f"AWS::{type_}", "Properties": properties})


USED = {"Copy": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Fn::Sub": "${HelloCode}"}}}}


@cases("before, after, alone", [
    (version(), version(), True),
    (version(), version("code/2.zip"), True),
    (version(**child("u1")), version(**child("u2", key="code/2.zip")), True),
    (version(**child("u1")), version(**child("u2", size=1024)), False),
    (version(), version("code/2.zip", values={"EnvUrl": "x"}), False),
    (version(), version("code/2.zip", tags={"app": "demo"}), False),
    (version(), version("code/2.zip", HelloFunction=function(MemorySize=1024)), False),
    (version(**USED), version(**USED), True),
    (version(**USED), version("code/2.zip", **USED), False),
    (version(parameter="AWS::SSM::Parameter::Value<String>"), version(parameter="AWS::SSM::Parameter::Value<String>"), False),
])
def test_a_change_of_code_alone_is_recognized(before, after, alone):
    assert code_changes.differ_in_code_alone(before, after, IDS) is alone


def test_the_keys_of_code_are_those_of_parameters_and_of_nested_templates():
    assert code_changes.codes(version(), IDS) == {"hello": "code/1.zip"}
    assert code_changes.codes(version(**child("u", key="code/7.zip")), IDS) == {"hello": "code/7.zip"}


@cases("before, after, reason", [
    (version(), version(HelloFunction=function(MemorySize=1024, Environment={"Variables": {"NEW": "1"}})), None),
    (version(), version(HelloRole=role("s3:GetObject", "s3:PutObject")), None),
    (version(), version(HelloRole=role("s3:GetObject", condition="IsDev")), None),
    (version(), version(HelloRole=role("s3:PutObject")), "no permission s3:GetObject"),
    (version(), version(HelloRole=role("s3:GetObject", resource="arn:x")), "no permission s3:GetObject"),
    (version(), version(HelloFunction=function(Handler="other.handler", Runtime="python3.14")), "another Handler, another Runtime"),
    (version(HelloFunction=function(Environment={"Variables": {"A": "1", "B": "2"}})),
     version(HelloFunction=function(Environment={"Variables": {"A": "2"}})), "another value of A, no variable B"),
    (version(HelloFunction=function(Layers=["a"])), version(HelloFunction=function(Layers=["b"])), "other layers"),
    (layered("a:1"), layered("a:1", HelloRole=role("s3:GetObject", "s3:PutObject")), None),
    (layered("a:1"), layered("a:2"), "other layers"),
    (version(**child("u1")), version(**child("u2", size=1024)), None),
    (using("DynamoDB::Table", KeySchema=["pk"]), using("DynamoDB::Table", KeySchema=["id"]), "another KeySchema of Used"),
    (using("DynamoDB::Table", KeySchema=["pk"]), using("DynamoDB::Table", KeySchema=["pk"], Tags=[]), None),
    (using("SQS::Queue"), using("SQS::Queue", FifoQueue=True), "another FifoQueue of Used"),
    (using("SNS::Topic", FifoTopic=True), using("SNS::Topic"), "another FifoTopic of Used"),
    (using("SNS::Topic", FifoTopic=True), version(HelloFunction=function(Environment={"Variables": {"A": {"Ref": "Used"}}})), None),
])
def test_infrastructure_on_which_earlier_code_cannot_run(before, after, reason):
    assert code_changes.obstacles(before, after, IDS) == ({"hello": reason} if reason else {})


@cases("default, value", [("", ""), ("a,b", "a,b"), (5, "5"), (True, "true")])
def test_a_parameter_that_a_request_leaves_out_has_the_default_of_the_template(default, value):
    """A stage that the domain's file does not list has the defaults, which CloudFormation's description of it lists."""
    template = {"Parameters": {"Zone": {"Type": "String", "Default": default}, "HelloCode": {"Type": "String"}}}
    requested = recorded_versions.version(template, {"Parameters": [{"ParameterKey": "HelloCode", "ParameterValue": "code/1.zip"}]}, {})
    assert requested.values == {"Zone": value, "HelloCode": "code/1.zip"}
    described = {"Parameters": [{"ParameterKey": name, "ParameterValue": text} for name, text in requested.values.items()]}
    assert recorded_versions.version(template, described, {}) == requested
