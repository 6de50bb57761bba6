"""Roles of calls that public handlers make: what the code names, lazy attributes, buckets of values."""
import pytest

from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '"""\ninfra:\n%s"""\nimport os\nimport boto3\n\n\ndef handler(event, context):\n    '
UPLOADS = "  events:\n  - name: up\n    source: {type: bucket, name: demo, form: notification}\n" \
    "    topic: Object Created\n"
RECORD = "record = event['Records'][0]['s3']\n    bucket, key = record['bucket']['name'], record['object']['key']\n    "
S3 = "arn:${AWS::Partition}:s3:::"
FILES = {"kind": "bucket", "name": "demo"}


def role(lambda_calls, block, code):
    """([(action, resource)], [why of a doubt]) of a lambda"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START % block + code + "\n"})
    return [(call["action"], call["on"]) for call in calls], doubts


@pytest.mark.parametrize("block, code, expected", [
    (UPLOADS, RECORD + "boto3.client('s3').upload_file('/tmp/a', 'results', key)", [("s3:PutObject", f"{S3}results/*")]),
    (UPLOADS, RECORD + "boto3.client('textract').detect_document_text(Document={'S3Object': {'Bucket': 'in', "
     "'Name': key}})", [("s3:GetObject", f"{S3}in/*"), ("textract:DetectDocumentText", "*")]),
    ("  url: {api: iam}\n", "return boto3.client('s3').generate_presigned_url('put_object', Params={'Bucket': 'speech', "
     "'Key': event['queryStringParameters']['name']})", [("s3:PutObject", f"{S3}speech/*")]),
    (UPLOADS + "    suffix: .jpg\n", RECORD + "boto3.client('s3').get_object(Bucket=bucket, Key=key)",
     [("s3:GetObject", {**FILES, "key": "*.jpg"})]),
    (UPLOADS + "    prefix: in/\n    suffix: .jpg\n", RECORD + "boto3.client('s3').get_object(Bucket=bucket, Key=key)",
     [("s3:GetObject", {**FILES, "key": "in/*.jpg"})]),
    ("  users: post-confirmation\n", "boto3.client('cognito-idp').admin_add_user_to_group(UserPoolId=event['userPoolId'], "
     "Username=event['userName'], GroupName='user')\n    return event",
     [("cognito-idp:AdminAddUserToGroup", {"kind": "user_pool", "name": ""})]),
    ("  timeout: 5\n", "own = boto3.Session().get_credentials()\n    boto3.client('sqs', aws_access_key_id=own.access_key, "
     "aws_secret_access_key=own.secret_key, aws_session_token=own.token).list_queues()", [("sqs:ListQueues", "*")]),
    ("  timeout: 5\n", "return 1\n\n\ndef reset():\n    boto3.client('s3').create_bucket(Bucket='own')\n\n\n"
     "if __name__ == '__main__':\n    reset()", []),
    ("  timeout: 5\n", "return reset()\n\n\ndef reset():\n    boto3.client('s3').create_bucket(Bucket='own')\n\n\n"
     "if '__main__' == __name__:\n    reset()", [("s3:CreateBucket", f"{S3}own")]),
    ("  timeout: 5\n", "return 1\n\n\ndef reset():\n    boto3.client('s3').create_bucket(Bucket='own')\n\n\n"
     "if __name__ != '__main__':\n    reset()", [("s3:CreateBucket", f"{S3}own")]),
])
def test_a_role_allows_what_the_code_names(lambda_calls, block, code, expected):
    assert role(lambda_calls, block, code) == (expected, [])


@pytest.mark.parametrize("region, expected", [
    ("region_name='us-east-1'", ["us-east-1"]),
    ("region_name=os.environ['AWS_REGION']", ["${AWS::Region}"]),
    ("region_name=os.environ.get('AWS_REGION', 'us-east-1')", ["${AWS::Region}"]),
    ("region_name=boto3.Session().region_name", ["${AWS::Region}"]),
    ("region_name=None", ["${AWS::Region}"]),
    ("region_name=os.environ['PLACE']", ["${env:PLACE}"]),
    ("region_name=os.environ.get('PLACE', 'us-east-1')", ["${env:PLACE}", "us-east-1"]),
    ("region_name='us-east-1' if event else 'us-west-2'", ["us-east-1", "us-west-2"]),
    ("region_name=event['region']", ["*"]),
])
def test_a_role_allows_calls_in_the_region_of_the_client(lambda_calls, region, expected):
    arns = [(f"dynamodb:{action}", f"arn:${{AWS::Partition}}:dynamodb:{place}:${{AWS::AccountId}}:table/stars")
            for action in ("GetItem", "PutItem") for place in expected]
    calls, doubts = role(lambda_calls, "  timeout: 5\n", f"table = boto3.resource('dynamodb', {region}).Table('stars')\n"
                         "    table.get_item(Key=event)\n    table.put_item(Item=event)")
    assert (sorted(calls), doubts) == (sorted(arns), [])


def test_clients_of_a_session_have_its_region(lambda_calls):
    calls, _doubts = role(lambda_calls, "  timeout: 5\n", "own = boto3.Session(region_name='us-east-1')\n    pages = own.client('glue')"
                          ".get_paginator('get_job_runs')\n    pages.paginate(JobName='a')")
    assert calls == [("glue:GetJobRuns", "arn:${AWS::Partition}:glue:us-east-1:${AWS::AccountId}:job/a")]


@pytest.mark.parametrize("code", [
    "import opensearchpy\n    opensearchpy.AWSV4SignerAuth(boto3.Session().get_credentials(), 'eu-west-1', 'es')",
    "from requests_aws4auth import AWS4Auth\n    own = boto3.Session().get_credentials()\n"
    "    AWS4Auth(own.access_key, own.secret_key, 'eu-west-1', 'es', session_token=own.token)",
    "from botocore.auth import SigV4Auth\n    own = boto3.session.Session().get_credentials().get_frozen_credentials()\n"
    "    SigV4Auth(own, 'es', 'eu-west-1').add_auth(event)",
])
def test_credentials_that_sign_requests_elsewhere_are_a_doubt(lambda_calls, code):
    calls, doubts = role(lambda_calls, "  timeout: 5\n", code)
    assert calls == [] and len(doubts) == 1
    assert doubts[0].startswith("the credentials of the role are passed to ")


def test_credentials_that_are_only_read_are_no_doubt(lambda_calls):
    assert role(lambda_calls, "  timeout: 5\n", "own = boto3.Session().get_credentials()\n    if own is None or not own.token:\n"
                "        raise RuntimeError('no role')") == ([], [])


@cases("wrap", ["%s", "for name in ('A',):\n        pass\n    NAME = 'AWS_SAM_LOCAL'\n    %s"])
@cases("code, optional", [
    ("if os.environ.get(NAME):\n        return 5", True),
    ("return 5 if os.getenv(NAME) == 'yes' else 6", True),
    ("while event and os.getenv(NAME):\n        return 5", True),
    ("if not os.getenv(NAME):\n        raise RuntimeError('no value')", False),
    ("if os.environ[NAME]:\n        return 5", False),
    ("if int(os.getenv(NAME)):\n        return 5", False),
])
def test_a_variable_that_code_only_tests_may_stay_unset(app_folder, wrap, code, optional):
    of_name = code if wrap != "%s" else code.replace("NAME", "'AWS_SAM_LOCAL'")
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": START % "  timeout: 5\n" + wrap % of_name + "\n"})
    assert [variable["optional"] for variable in scanned()["lambdas"]["a"]["env"]] == [optional]


@pytest.mark.parametrize("handler", ["", "    except ValueError:\n        print('no number')\n"])
def test_a_finally_also_runs_after_an_exception(lambda_calls, handler):
    calls, doubts = role(lambda_calls, "  timeout: 5\n", "table, done = boto3.resource('dynamodb').Table('stars'), False\n    try:\n"
                         "        int(event['a'])\n        done = True\n" + handler
                         + "    finally:\n        if not done:\n            table.delete_item(Key=event)\n"
                         "    if not done:\n        table.scan()")
    assert ("dynamodb:DeleteItem" in [action for action, _arn in calls], doubts) == (True, [])


def test_a_finally_changes_nothing_for_the_code_after_it(lambda_calls):
    calls, _doubts = role(lambda_calls, "  timeout: 5\n", "done = False\n    try:\n        int(event['a'])\n        done = True\n"
                          "    finally:\n        print(done)\n    if not done:\n        boto3.client('s3').list_buckets()")
    assert calls == []


MISSING = "try:\n        boto3.client('s3').%s\n    except botocore.exceptions.ClientError as error:\n        " \
    "if error.response['Error']['Code'] != '404':\n            raise"
SEND = "boto3.client('ssm').send_command(InstanceIds=['i-1'], DocumentName=%s)"
DOCUMENT = "arn:${AWS::Partition}:ssm:${AWS::Region}%s"
SENT = [("ssm:SendCommand", "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/i-1")]
OWN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:"
EC2 = "arn:${AWS::Partition}:ec2:"


@cases("block, code, expected, doubts", [
    ("timeout: 5", MISSING % "download_file(os.environ['FILES'], 'a/b.csv', '/tmp/b.csv')",
     [("s3:GetObject", S3 + "${env:FILES}/a/b.csv"), ("s3:ListBucket", S3 + "${env:FILES}")], 0),
    ("timeout: 5", MISSING % "get_object(Bucket='files', Key=event['key'])",
     [("s3:GetObject", S3 + "files/*"), ("s3:ListBucket", S3 + "files")], 0),
    ("timeout: 5", "boto3.client('s3').get_object(Bucket='files', Key=event['key'])", [("s3:GetObject", S3 + "files/*")], 0),
    ("topic: {}", "files = json.loads(event['Records'][0]['Sns']['Message'])['Records'][0]['s3']\n"
     "    boto3.client('s3').head_object(Bucket=files['bucket']['name'], Key=files['object']['key'])", [], 1),
    ("timeout: 5", "boto3.client('s3').get_object(Bucket='a*', Key='b')", [("s3:GetObject", S3 + "a*/b")], 0),
    ("timeout: 5", "print(boto3.resource('ec2').Instance('i-1').create_image(Name='a').state)", [
        ("ec2:CreateImage", EC2 + "${AWS::Region}:${AWS::AccountId}:instance/i-1"),
        ("ec2:CreateImage", EC2 + "${AWS::Region}::image/*"), ("ec2:CreateImage", EC2 + "${AWS::Region}::snapshot/*"),
        ("ec2:DescribeImages", "*")], 0),
    ("timeout: 5", "boto3.client('runtime.sagemaker').invoke_endpoint(EndpointName='a', Body=b'')", [
        ("sagemaker:InvokeEndpoint", "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/a")], 0),
    ("timeout: 5", "boto3.client('sqs', config=botocore.config.Config(region_name='us-west-2')).list_queues()",
     [("sqs:ListQueues", "*")], 0),
    ("timeout: 5", "boto3.client('glue', config=botocore.config.Config(region_name='us-west-2', retries={}))"
     ".start_crawler(Name='a')", [("glue:StartCrawler", "arn:${AWS::Partition}:glue:us-west-2:${AWS::AccountId}:crawler/a")], 0),
    ("timeout: 5", "boto3.client('glue', 'us-east-1', config=botocore.config.Config(region_name='us-west-2'))"
     ".start_crawler(Name='a')", [("glue:StartCrawler", "arn:${AWS::Partition}:glue:us-east-1:${AWS::AccountId}:crawler/a")], 0),
    ("timeout: 5", SEND % "'AWS-RunShellScript'", [("ssm:SendCommand", DOCUMENT % "::document/AWS-RunShellScript"), *SENT], 0),
    ("timeout: 5", SEND % "'AmazonCloudWatch-ManageAgent'",
     [("ssm:SendCommand", DOCUMENT % "::document/AmazonCloudWatch-ManageAgent"), *SENT], 0),
    ("timeout: 5", SEND % "'team-restart'",
     [("ssm:SendCommand", DOCUMENT % ":${AWS::AccountId}:document/team-restart"), *SENT], 0),
    ("timeout: 5", SEND % "os.environ['DOCUMENT']",
     [("ssm:SendCommand", DOCUMENT % ":*:document/${env:DOCUMENT}"), *SENT], 0),
    ("timeout: 5", "boto3.client('sqs').create_queue(QueueName='a', tags={'b': 'c'})",
     [("sqs:CreateQueue", OWN % "sqs" + "a"), ("sqs:TagQueue", OWN % "sqs" + "a")], 0),
    ("timeout: 5", "boto3.client('sqs').create_queue(QueueName='a')", [("sqs:CreateQueue", OWN % "sqs" + "a")], 0),
    ("timeout: 5", "boto3.client('sns').create_topic(Name='a', Tags=[{'Key': 'b', 'Value': 'c'}])",
     [("sns:CreateTopic", OWN % "sns" + "a"), ("sns:TagResource", OWN % "sns" + "a")], 0),
    ("timeout: 5", "boto3.client('ssm').put_parameter(Name='/a', Value='b', Type='String', Tags=event['tags'])",
     [("ssm:AddTagsToResource", OWN % "ssm" + "parameter/a"), ("ssm:PutParameter", OWN % "ssm" + "parameter/a")], 0),
    ("timeout: 5", "boto3.client('dynamodb').create_table(TableName='a', Tags=[])",
     [("dynamodb:CreateTable", OWN % "dynamodb" + "table/a"), ("dynamodb:TagResource", OWN % "dynamodb" + "table/a")], 0),
    ("timeout: 5", "boto3.client('emr-containers').create_job_template(name='a', jobTemplateData={}, clientToken='x', "
     "tags={'b': 'c'})", [("emr-containers:CreateJobTemplate", "*"), ("emr-containers:TagResource", "*")], 0),
    ("timeout: 5", "boto3.client('ses').send_email(Source='a@b.c', Destination={}, Message={}, Tags=[])",
     [("ses:SendEmail", OWN % "ses" + "identity/*")], 0),
    ("timeout: 5", "boto3.client('rds-data').execute_statement(resourceArn=os.environ['CLUSTER'], sql='SELECT 1', "
     "secretArn=os.environ['LOGIN'])", [("rds-data:ExecuteStatement", "${env:CLUSTER}"),
                                        ("secretsmanager:GetSecretValue", "${env:LOGIN}")], 0),
])
def test_a_role_allows_what_the_code_does(app_folder, block, code, expected, doubts):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f'"""\ninfra:\n  {block}\n"""\nimport json\nimport os\n'
                f"import boto3\nimport botocore\n\n\ndef handler(event, context):\n    {code}\n"})
    fn = scanned()["lambdas"]["a"]
    assert (sorted((call["action"], call["on"]) for call in fn["calls"]), len(fn["doubts"])) == (sorted(expected), doubts)
