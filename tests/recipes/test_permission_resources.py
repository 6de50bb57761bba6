"""The resource of a permission is an ARN in IAM's form: what IAM refuses at a deploy is told at its line."""

from kit import schema
from recipes import permission
from tests.fixtures.cases import cases


def problems(resource):
    """[message] of a block of one permission for a resource."""
    return [message for _key, message, _hint in schema.problems(
        permission.SCHEMA, [{"action": "s3:GetObject", "resource": resource}], "permissions")]


@cases("resource", [
    "arn:aws\ufeff:ses:eu-west-1:123456789012:identity/x", "arn:aws:ses:${AWS::Region}:${AWS::AccountI⪓:identity/x", "arn:", "arn:x", "arn:aws",
    "arn:aws:s3", "arn:awsx1:s3:::b/*", "arn: aws:s3:::b/*", "arn:aws:s3:::", "arn:aws:sns:eu-west-1:12345:x", "arn:aws:s3::b/*",
    "arn:${AWS::Region}:s3:::b", "ARN:aws:s3:::b", "arn:aws:s3:::b\n", "arn:aws:s3:::b${x", "arn:aws:s3:::${b c}", "${}", "${AWS::Region", "arn:aws::::b",
    "arn:aws:s3:::b\n/*", "${DemoTable.Arn}\n", "*\n", "**", ""])
def test_what_is_no_arn_is_refused(resource):
    assert problems(resource)


@cases("resource", [
    "*", "arn:aws:s3:::photos/*", "arn:aws:s3:::${Bucket}/*", "arn:aws-cn:s3:::b", "arn:aws-us-gov:s3:::b", "arn:*:s3:::b", "arn:${AWS::Partition}:s3:::b",
    "arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com", "arn:aws:ses:*:*:identity/x", "arn:aws:iam::aws:policy/x", "arn:aws:*:*:*:*",
    "arn:aws:iam::123456789012:role/a b", "${DemoTable.Arn}", "${DemoTable.Arn}/index/*", "arn:aws:s3:::b/${!aws:username}/*", "arn:aws:s3:::b/$x/{y}",
    "arn:aws:sns:eu-*:123456789012:topic:x", "arn:aws:logs:eu-west-1:${AWS::AccountId}:log-group:/aws/lambda/*:*", "arn:aws:s3:::b/grüße"])
def test_an_arn_is_taken(resource):
    assert problems(resource) == []
