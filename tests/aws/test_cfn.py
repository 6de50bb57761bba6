"""Parts of a template."""
import pytest

from aws import cfn


def test_the_shapes_of_cloudformation():
    assert cfn.resource("AWS::SQS::Queue", {"A": 1}, DependsOn="B") == {
        "Type": "AWS::SQS::Queue", "Properties": {"A": 1}, "DependsOn": "B"}
    assert [cfn.ref("A"), cfn.arn("A"), cfn.sub("${A}")] == [
        {"Ref": "A"}, {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::Sub": "${A}"}]


def test_two_fragments_never_make_one_id():
    assert cfn.merge({"A": 1}, {"B": 2}, {}) == {"A": 1, "B": 2}
    with pytest.raises(ValueError, match="made twice: A, B"):
        cfn.merge({"A": 1, "B": 1, "C": 1}, {"B": 2, "A": 2})
