"""Policies of resources.yaml for a bucket or queue that has one of Pareto's."""
import pytest

from expand_template import expanded
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.own_resources import app_of
from tests.fixtures.problems import problems_of

pytestmark = pytest.mark.usefixtures("own_folder")
BUCKET = "os.environ['DEMO_BUCKET']"
OF_BUCKET = "{Type: 'AWS::S3::BucketPolicy', Properties: {Bucket: !Ref %s, PolicyDocument: {Statement: []}}}"
OF_QUEUE = "{Type: 'AWS::SQS::QueuePolicy', Properties: {Queues: [!Ref AskQueue], PolicyDocument: {Statement: []}}}"
OWN = "Own: {Type: 'AWS::S3::Bucket', DeletionPolicy: Retain, UpdateReplacePolicy: Retain}"


@cases("resources, block, problem", [
    (f"{{P: {OF_BUCKET % 'DemoBucket'}}}", "", "resources.yaml:1: DemoBucket has a policy of Pareto's"),
    (f"{{P: {OF_QUEUE}}}", "queue: {from: {source: {type: table, name: demo}}}",
     "resources.yaml:1: AskQueue has a policy of Pareto's"),
])
def test_a_second_policy_has_its_line(resources, block, problem):
    assert str(problems_of(expanded, app_of(f"Resources: {resources}", block=block, code=BUCKET))).startswith(problem)


@cases("resources, block", [(f"{{{OWN}, P: {OF_BUCKET % 'Own'}}}", ""), (f"{{P: {OF_QUEUE}}}", "queue: {}")])
def test_the_only_policy_of_a_bucket_or_queue_is_right(resources, block):
    assert "P" in expanded(app_of(f"Resources: {resources}", block=block, code=BUCKET))["Resources"]


def test_a_service_may_store_objects_for_this_account():
    template = expanded(app_of("", "buckets: {demo: {writers: [ses.amazonaws.com]}}\n", code=BUCKET))
    _deny, *allowed = template["Resources"]["DemoBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    account = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert allowed == [{"Effect": "Allow", "Principal": {"Service": ["ses.amazonaws.com"]}, "Action": action,
                        "Resource": resource, "Condition": account} for action, resource in (
        ("s3:GetBucketAcl", {"Fn::GetAtt": ["DemoBucket", "Arn"]}), ("s3:PutObject", {"Fn::Sub": "${DemoBucket.Arn}/*"}))]


@cases("writers", ["[]", "[ses]", "[arn:aws:iam::1:root]", "ses.amazonaws.com"])
def test_what_is_no_list_of_services_is_a_problem(writers):
    with pytest.raises(Problems, match="app.yaml:2: buckets.demo.writers"):
        app_of("", f"buckets: {{demo: {{writers: {writers}}}}}\n", code=BUCKET)
