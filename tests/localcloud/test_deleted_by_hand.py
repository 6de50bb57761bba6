"""The types of resources of which the local cloud sees whether they were deleted by hand: tests/deploy/test_policy_and_deploys.py
deletes them."""
from aws import resource_types
from localcloud.cloudformation import readers
from localcloud.cloudformation.resources import TYPES, ec2

# In the local cloud the first three, and networks, exist in a stack alone. API Gateway's settings stay when a stack is
# deleted, and Pareto writes records in groups, whose drift AWS does not detect either.
NOT_DELETED = {"AWS::ApiGatewayV2::ApiMapping", "AWS::CloudFront::CachePolicy", "AWS::CloudFront::ResponseHeadersPolicy",
               "AWS::ApiGateway::Account", "AWS::Route53::RecordSet", "AWS::CloudFormation::Stack", *ec2.TYPES}


def test_each_type_whose_drift_aws_detects_has_a_reader():
    readable = {type_ for type_ in TYPES
                if "read" in resource_types.schema("us-east-1", type_).get("handlers", {})}
    assert readable - NOT_DELETED == readers.READERS.keys()


def test_the_replacing_properties_of_every_type_are_supported():
    for type_, kind in TYPES.items():
        supported = set(kind.properties.split())
        assert kind.name in supported | {""}, type_
        assert kind.replacing == "*" or set(kind.replacing.split()) <= supported, type_
        assert not supported & set(kind.ignored.split()), type_
