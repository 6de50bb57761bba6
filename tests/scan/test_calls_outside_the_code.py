"""Doubts about code that calls AWS beside boto3's objects: packages with clients of their own, the aws program, and
calls that AWS makes with the permissions of the lambda."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

PACKAGE = "%s calls AWS with the role of the lambda, in code that the scan does not follow"
LENT = "%s, with the permissions of the lambda"
ATHENA = "boto3.client('athena')."
CFN = "boto3.client('cloudformation')."
TAGS, CONTROL = "boto3.client('resourcegroupstaggingapi').", "boto3.client('cloudcontrol')."


@cases("before, code, whys", [
    ("import awswrangler as wr", "return wr.s3.read_csv(path=event['path'])", [PACKAGE % "awswrangler"]),
    ("from awswrangler import s3", "return s3.read_csv(path=event['path'])", [PACKAGE % "awswrangler"]),
    ("from pynamodb.models import Model\n\n\nclass Todo(Model):\n    class Meta:\n        table_name = 'todos'",
     "return Todo.get('a').text", [PACKAGE % "pynamodb"]),
    ("import os.path", "import s3fs\n    return s3fs.S3FileSystem().ls(os.path.join('in', event['a']))", [PACKAGE % "s3fs"]),
    ("from pynamodb.models import Model\nfrom pynamodb.attributes import UnicodeAttribute", "return Model, UnicodeAttribute",
     [PACKAGE % "pynamodb"]),
    ("import mypy_boto3_s3", "return mypy_boto3_s3", []),
    ("import pandas", "return pandas.read_csv('s3://in/' + event['key'])", [PACKAGE % "pandas.read_csv"]),
    ("import pandas as pd", "return pd.read_parquet(f\"s3://{event['bucket']}/a\")", [PACKAGE % "pandas.read_parquet"]),
    ("import pandas", "return pandas.read_csv('/tmp/in.csv')", []),
    ("import pandas", "return pandas.read_csv(event['path'])", []),
    ("import subprocess", "subprocess.run(['/opt/aws', 's3', 'sync', '/tmp', event['to']], check=True)",
     [PACKAGE % "/opt/aws"]),
    ("import subprocess", "subprocess.check_output('aws s3 ls ' + event['to'], shell=True)", [PACKAGE % "aws"]),
    ("import os", "return os.popen(f\"/opt/awscli/aws s3 ls s3://{event['to']}\").read()", [PACKAGE % "/opt/awscli/aws"]),
    ("import os", "return os.system('aws')", [PACKAGE % "aws"]),
    ("import subprocess", "subprocess.run(args=['ffmpeg', '-i', event['in']], check=True)", []),
    ("import subprocess", "subprocess.run(['awslogs', event['in']], check=True)", []),
    ("import subprocess", "subprocess.run(event['command'], check=True)", []),
    ("import subprocess", "subprocess.run([event['program'], 'aws'], check=True)", []),
    ("import os", CFN + "delete_stack(StackName='a')", [LENT % "delete_stack() deletes the resources of the stack"]),
    ("import os", CFN + "update_stack(StackName='a', UsePreviousTemplate=True)",
     [LENT % "update_stack() changes the resources of the stack"]),
    ("import os", CFN + "delete_stack(StackName='a', RoleARN='arn:aws:iam::123456789012:role/a')", []),
    ("import os", ATHENA + "get_query_results(QueryExecutionId=event['id'])",
     ["the resource of get_query_results() is not known"]),
    ("import os", f"id = {ATHENA}start_query_execution(QueryString='SELECT 1', ResultConfiguration={{'OutputLocation': "
     f"'s3://acme/x/'}})['QueryExecutionId']\n    return {ATHENA}get_query_results(QueryExecutionId=id)", []),
    ("import os", "return boto3.client('logs').get_query_results(queryId=event['id'])", []),
    ("import os", CFN + "describe_stacks(StackName='a')", []),
    ("import os", TAGS + "tag_resources(ResourceARNList=[event['arn']], Tags={'a': 'b'})",
     [LENT % "tag_resources() tags resources by an action of their service"]),
    ("import os", TAGS + "untag_resources(ResourceARNList=[event['arn']], TagKeys=['a'])",
     [LENT % "untag_resources() tags resources by an action of their service"]),
    ("import os", TAGS + "get_resources()", []),
    ("import os", CONTROL + "create_resource(TypeName='AWS::Logs::LogGroup', DesiredState='{}')",
     [LENT % "create_resource() calls the service of the resource"]),
    ("import os", CONTROL + "create_resource(TypeName='AWS::Logs::LogGroup', DesiredState='{}', "
     "RoleArn='arn:aws:iam::123456789012:role/a')", []),
])
def test_a_call_that_the_code_does_not_make_itself_is_a_doubt(app_folder, before, code, whys):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": '"""\ninfra:\n  timeout: 5\n"""\nimport boto3\n'
                f"{before}\n\n\ndef handler(event, context):\n    {code}\n    print(boto3)\n"})
    assert [doubt["why"] for doubt in scanned()["lambdas"]["a"]["doubts"]] == whys


@cases("code, variables", [
    ("from pynamodb.models import Model\n\n\nclass Todo(Model):\n    class Meta:\n        table_name = os.environ['DEMO_TABLE']"
     "\n\n\ndef handler(event, context):\n    return Todo.get(event['id']).text", ["DEMO_TABLE"]),
    ("import s3fs\n\n\ndef handler(event, context):\n    print(os.environ['DEMO_TABLE'])\n"
     "    return s3fs.S3FileSystem().ls(os.environ['DEMO_BUCKET'])", ["DEMO_BUCKET"]),
    ("from smart_open import open as opened\n\n\ndef handler(event, context):\n"
     "    return opened(f\"s3://{os.environ['DEMO_BUCKET']}/a\").read()", ["DEMO_BUCKET"]),
    ("import watchtower\n\n\ndef handler(event, context):\n    return os.environ['DEMO_BUCKET'], watchtower", []),
])
def test_the_role_has_the_resources_of_the_packages_service(app_folder, code, variables):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f'"""\ninfra: {{}}\n"""\nimport os\n\n{code}\n'})
    doubts = scanned()["lambdas"]["a"]["doubts"]
    assert sorted({variable for doubt in doubts for variable in doubt["variables"]}) == variables
