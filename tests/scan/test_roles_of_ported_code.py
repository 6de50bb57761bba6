"""Roles of calls that public handlers make: lazy attributes of what an action returns, buckets of a value whose objects
may be missing, resources that only a message names, and names of services that botocore accepts."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

pytest_plugins = ["tests.fixtures.scans"]
S3 = "arn:${AWS::Partition}:s3:::"
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
