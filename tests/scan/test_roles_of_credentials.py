"""Roles of calls for which AWS uses other actions of the caller: statements of Redshift, raw e-mails, batches of EC2."""
import pytest

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.scans"]
DATA, EC2 = "boto3.client('redshift-data')", "boto3.resource('ec2')"
SES = "boto3.client('sesv2')"
CLUSTER, WORKGROUP = "redshift:cluster:a", "redshift-serverless:workgroup/*"
WITH_USER = ["redshift:GetClusterCredentials redshift:dbname:a/d", "redshift:GetClusterCredentials redshift:dbuser:a/u"]
WITH_ROLE = ["redshift:GetClusterCredentialsWithIAM redshift:dbname:a/d"]
SERVERLESS = [f"redshift-serverless:GetCredentials {WORKGROUP}"]
MAIL = "FromEmailAddress='a@b.c', Destination={'ToAddresses': ['a@b.c']}, Content="
ALL_MAIL = "ses:identity/*"
INSTANCES = "ec2:instance/*"


@pytest.fixture
def role(lambda_calls):
    """role(code) -> (["ec2:StopInstances ec2:instance/*"], [why of a doubt]) of a lambda"""
    def of(code):
        calls, doubts = lambda_calls({"lambdas/a/index.py": '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\n'
                                      f"def handler(event, context):\n    return {code}\n"})
        return sorted(call["action"] + " " + str(call["on"]).replace("arn:${AWS::Partition}:", "").replace(
            ":${AWS::Region}:${AWS::AccountId}:", ":") for call in calls), doubts
    return of


@cases("code, expected", [
    (f"{DATA}.execute_statement(ClusterIdentifier='a', Database='d', DbUser='u', Sql='s')",
     [f"redshift-data:ExecuteStatement {CLUSTER}", *WITH_USER]),
    (f"{DATA}.list_tables(ClusterIdentifier='a', Database='d', DbUser='u')",
     [f"redshift-data:ListTables {CLUSTER}", *WITH_USER]),
    (f"{DATA}.batch_execute_statement(ClusterIdentifier='a', Database='d', Sqls=['s'])",
     [f"redshift-data:BatchExecuteStatement {CLUSTER}", *WITH_ROLE]),
    (f"{DATA}.execute_statement(ClusterIdentifier='a', Database='d', Sql='s', SecretArn='arn:aws:secretsmanager:a:1:secret:b-123456')",
     [f"redshift-data:ExecuteStatement {CLUSTER}",
      "secretsmanager:GetSecretValue arn:aws:secretsmanager:a:1:secret:b-123456"]),
    (f"{DATA}.execute_statement(WorkgroupName='w', Database='d', Sql='s')",
     [f"redshift-data:ExecuteStatement {WORKGROUP}", *SERVERLESS]),
    (f"{DATA}.describe_statement(Id='a')", ["redshift-data:DescribeStatement *"]),
    (f"{SES}.send_email({MAIL}{{'Raw': {{'Data': b''}}}})", [f"ses:SendRawEmail {ALL_MAIL}"]),
    (f"{SES}.send_email({MAIL}{{'Simple': {{}}}})", [f"ses:SendEmail {ALL_MAIL}"]),
    (f"{SES}.send_email({MAIL}event)", [f"ses:SendEmail {ALL_MAIL}", f"ses:SendRawEmail {ALL_MAIL}"]),
    (f"{SES}.send_bulk_email(FromEmailAddress='a@b.c', DefaultContent={{}}, BulkEmailEntries=[])",
     [f"ses:SendBulkEmail {ALL_MAIL}", f"ses:SendBulkTemplatedEmail {ALL_MAIL}"]),
    (f"{EC2}.instances.filter(Filters=[]).stop()", ["ec2:DescribeInstances *", f"ec2:StopInstances {INSTANCES}"]),
    (f"{EC2}.instances.all().start()", ["ec2:DescribeInstances *", f"ec2:StartInstances {INSTANCES}"]),
    (f"{EC2}.instances.terminate()", ["ec2:DescribeInstances *", f"ec2:TerminateInstances {INSTANCES}"]),
    (f"{EC2}.instances.filter(InstanceIds=['i-1']).reboot()", ["ec2:DescribeInstances *", f"ec2:RebootInstances {INSTANCES}"]),
    (f"{EC2}.create_instances(ImageId='a', MinCount=1, MaxCount=1)[0].id", None),
    ("boto3.resource('sqs').Queue(event['a']).receive_messages()[0].delete()", None),
])
def test_what_aws_does_for_the_caller_is_in_the_role(code, expected, role):
    calls, doubts = role(code)
    assert expected is None or (calls, doubts) == (expected, [])
