"""Roles of calls that need more than their own action: what AWS does for the caller, and with its credentials."""
import botocore.session

from aws.iam import lent_permissions
from interpreter import models
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

HEAD = '''"""
infra:
  events:
  - name: a
    source: {type: bucket, name: demo}
    topic: Object Created
"""
import os
import boto3

NAME = os.environ["DEMO_OUT_BUCKET"]


def handler(event, context):
    bucket, key = event["detail"]["bucket"]["name"], event["detail"]["object"]["key"]
    '''
OUT, ACME, KMS = {"kind": "bucket", "name": "demo-out"}, "arn:${AWS::Partition}:s3:::acme", \
    "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/"
KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1-2"
TOPIC, ROLE = "arn:aws:sns:eu-west-1:123456789012:done", "arn:aws:iam::123456789012:role/a"
RESULTS = [(f"s3:{name}", ending) for name, ending in (
    ("AbortMultipartUpload", "/x/*"), ("GetBucketLocation", ""), ("GetObject", "/x/*"), ("ListBucket", ""),
    ("ListBucketMultipartUploads", ""), ("ListMultipartUploadParts", "/x/*"), ("PutObject", "/x/*"))]


def lambda_of(app_folder, code):
    """The lambda `a` of the app model"""
    app_folder({"app.yaml": "name: demo\nenv: {PLACE: x}\n", "lambdas/a/index.py": f"{HEAD}{code}\n"})
    return scanned()["lambdas"]["a"]


def used(fn, service):
    """[(action, resource)] of a lambda's calls, without the actions of the service itself."""
    return sorted(((call["action"], call["on"]) for call in fn["calls"] if not call["action"].startswith(f"{service}:")),
                  key=str)


@cases("call, expected", [
    ("polly.start_speech_synthesis_task(OutputFormat='mp3', Text='a', VoiceId='Joanna', OutputS3BucketName='acme', "
     f"OutputS3KeyPrefix='c/d', SnsTopicArn='{TOPIC}')", [("s3:PutObject", f"{ACME}/c/d*"), ("sns:Publish", TOPIC)]),
    ("polly.start_speech_synthesis_task(OutputFormat='mp3', Text='a', VoiceId='Joanna', OutputS3BucketName=NAME)",
     [("s3:PutObject", {**OUT, "key": "*"})]),
    ("transcribe.start_transcription_job(TranscriptionJobName='a', Media={'MediaFileUri': f's3://{bucket}/{key}'}, "
     "OutputBucketName='acme', OutputKey='raw/a.json')", [
         ("s3:GetObject", {"kind": "bucket", "name": "demo", "key": "*"}), ("s3:PutObject", f"{ACME}/raw/*")]),
    ("transcribe.start_transcription_job(TranscriptionJobName='a', Media={'MediaFileUri': 's3://acme/a.mp3'}, "
     f"JobExecutionSettings={{'DataAccessRoleArn': '{ROLE}'}}, OutputBucketName='acme')", [("iam:PassRole", ROLE)]),
    ("transcribe.create_vocabulary(VocabularyName='a', LanguageCode='en-US', VocabularyFileUri=f's3://{NAME}/v/a.txt')",
     [("s3:GetObject", {**OUT, "key": "v/a.txt"})]),
    ("transcribe.start_medical_transcription_job(MedicalTranscriptionJobName='a', Media={'MediaFileUri': "
     "'https://s3.eu-west-1.amazonaws.com/acme/in/a.mp3'}, OutputBucketName=NAME, OutputEncryptionKMSKeyId='1-2')",
     [("kms:Decrypt", f"{KMS}1-2"), ("kms:GenerateDataKey", f"{KMS}1-2"), ("s3:GetObject", f"{ACME}/in/a.mp3"),
      ("s3:PutObject", {**OUT, "key": "*"})]),
    ("textract.start_document_analysis(DocumentLocation={'S3Object': {'Bucket': bucket, 'Name': key}}, FeatureTypes=[], "
     "OutputConfig={'S3Bucket': 'acme', 'S3Prefix': 'text'})", [
         ("s3:GetObject", {"kind": "bucket", "name": "demo", "key": "*"}), ("s3:PutObject", f"{ACME}/text/*")]),
    ("textract.analyze_id(DocumentPages=[{'S3Object': {'Bucket': 'acme', 'Name': 'a'}}, {'S3Object': {'Bucket': 'acme', "
     "'Name': 'b'}}])", [("s3:GetObject", f"{ACME}/a"), ("s3:GetObject", f"{ACME}/b")]),
    ("rekognition.start_media_analysis_job(OperationsConfig={}, Input={'S3Object': {'Bucket': 'acme', 'Name': 'm'}}, "
     "OutputConfig={'S3Bucket': NAME, 'S3KeyPrefix': 'p'})", [
         ("s3:GetObject", f"{ACME}/m"), ("s3:PutObject", {**OUT, "key": "p*"})]),
    ("rekognition.create_face_liveness_session(Settings={'OutputConfig': {'S3Bucket': 'acme'}})",
     [("s3:PutObject", f"{ACME}/*")]),
    ("athena.start_query_execution(QueryString='SELECT 1', ResultConfiguration={'OutputLocation': 's3://acme/x/'})",
     [(action, ACME + ending) for action, ending in RESULTS]),
    ("dynamodb.export_table_to_point_in_time(TableArn='arn:aws:dynamodb:eu-west-1:1:table/a', S3Bucket='acme', "
     "S3Prefix='x')", [(f"s3:{name}", f"{ACME}/x/*") for name in ("AbortMultipartUpload", "PutObject", "PutObjectAcl")]),
    ("cloudformation.validate_template(TemplateURL='https://acme.s3.eu-west-1.amazonaws.com/t/a.yaml')",
     [("s3:GetObject", f"{ACME}/t/a.yaml")]),
    ("cloudformation.validate_template(TemplateURL='https://example.com/a.yaml')", []),
    ("boto3.client('lambda').update_function_code(FunctionName='b', S3Bucket='acme', S3Key='a.zip')",
     [("s3:GetObject", f"{ACME}/a.zip")]),
    ("boto3.client('lambda').publish_layer_version(LayerName='b', Content={'S3Bucket': 'acme', 'S3Key': 'a.zip', "
     "'S3ObjectVersion': '1'})", [("s3:GetObjectVersion", f"{ACME}/a.zip")]),
    ("logs.create_export_task(logGroupName='a', fromTime=0, to=1, destination='acme', destinationPrefix='x')",
     [("s3:PutObject", f"{ACME}/x/*")]),
    ("boto3.client('bedrock-runtime').start_async_invoke(modelId='amazon.nova-reel-v1:0', modelInput={}, "
     "outputDataConfig={'s3OutputDataConfig': {'s3Uri': f's3://{NAME}'}})", [("s3:PutObject", {**OUT, "key": "*"})]),
    ("secretsmanager.create_secret(Name='a', SecretString='b', KmsKeyId='1-2')",
     [("kms:Decrypt", f"{KMS}1-2"), ("kms:GenerateDataKey", f"{KMS}1-2")]),
    ("secretsmanager.create_secret(Name='a', SecretString='b', KmsKeyId='alias/aws/secretsmanager')", []),
    ("secretsmanager.rotate_secret(SecretId='a', RotationLambdaARN='arn:aws:lambda:eu-west-1:123456789012:function:r')",
     [("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:123456789012:function:r")]),
    ("ssm.put_parameter(Name='a', Value='b', Type='SecureString', KeyId='1-2')",
     [("kms:Encrypt", f"{KMS}1-2"), ("kms:GenerateDataKey", f"{KMS}1-2")]),
    ("boto3.client('rds').copy_db_snapshot(SourceDBSnapshotIdentifier='a', TargetDBSnapshotIdentifier='b', KmsKeyId='1-2')",
     [("kms:CreateGrant", f"{KMS}1-2"), ("kms:DescribeKey", f"{KMS}1-2")]),
    ("boto3.client('firehose').start_delivery_stream_encryption(DeliveryStreamName='a', "
     f"DeliveryStreamEncryptionConfigurationInput={{'KeyType': 'CUSTOMER_MANAGED_CMK', 'KeyARN': '{KEY_ARN}'}})",
     [("kms:CreateGrant", KEY_ARN)]),
    ("boto3.client('ec2').copy_snapshot(SourceRegion='a', SourceSnapshotId='snap-1', Encrypted=True, KmsKeyId='1-2')",
     [(f"kms:{name}", f"{KMS}1-2") for name in ("CreateGrant", "Decrypt", "DescribeKey",
                                               "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo")]),
    ("boto3.client('timestream-write').create_batch_load_task(TargetDatabaseName='a', TargetTableName='b', "
     "DataSourceConfiguration={'DataFormat': 'CSV', 'DataSourceS3Configuration': {'BucketName': 'acme'}})", [
         ("s3:GetBucketAcl", ACME), ("s3:GetObject", f"{ACME}/*"), ("s3:ListBucket", ACME),
         ("timestream:CreateBatchLoadTask", "arn:${AWS::Partition}:timestream:${AWS::Region}:${AWS::AccountId}:"
          "database/a/table/b"), ("timestream:DescribeEndpoints", "*")]),
])
def test_what_a_service_uses_for_a_call_is_allowed_on_what_the_call_names(app_folder, call, expected):
    service = call.partition(".")[0]
    client = "" if service == "boto3" else f"{service} = boto3.client('{service}')\n    "
    fn = lambda_of(app_folder, client + call)
    own = {"bedrock-runtime": "bedrock"}.get(call.split("'")[1], call.split("'")[1]) if service == "boto3" else service
    assert used(fn, own) == sorted(expected, key=str)
    assert fn["doubts"] == []


MAY = "%s() may use the %s that it names, with the permissions of the lambda"


@cases("call, whys", [
    ("boto3.client('signer').start_signing_job(source={'s3': {'bucketName': 'acme', 'key': 'a', 'version': '1'}}, "
     "destination={'s3': {'bucketName': 'acme'}}, profileName='p')", [MAY % ("start_signing_job", "bucket")]),
    ("boto3.client('codedeploy').create_deployment(applicationName='a', revision={'revisionType': 'S3', 's3Location': "
     "{'bucket': bucket, 'key': 'a'}})", [MAY % ("create_deployment", "bucket")]),
    ("boto3.client('ec2').create_store_image_task(ImageId='ami-1', Bucket='acme')", [
        MAY % ("create_store_image_task", "bucket")]),
    ("boto3.client('efs').create_file_system(CreationToken='a', KmsKeyId='1-2')", [MAY % ("create_file_system", "key")]),
    ("boto3.client('efs').create_file_system(CreationToken='a', KmsKeyId='alias/aws/elasticfilesystem')", []),
    ("boto3.client('polly').start_speech_synthesis_task(OutputFormat='mp3', Text='a', VoiceId='b', "
     "OutputS3BucketName=event['out'])", ["the resource of start_speech_synthesis_task() is not known"]),
    ("boto3.client('textract').start_document_text_detection(**event['request'])",
     ["the resource of start_document_text_detection() is not known"]),
    ("boto3.client('sqs').create_queue(QueueName='a', Attributes={'KmsMasterKeyId': '1-2'})", []),
    ("boto3.client('cloudtrail').create_trail(Name='a', S3BucketName='acme')", []),
    ("boto3.client('glue').create_table(DatabaseName='a', TableInput={'Name': 'b', 'StorageDescriptor': {'Location': "
     "f's3://{NAME}/b'}})", []),
    ("boto3.client('comprehend').start_entities_detection_job(InputDataConfig={'S3Uri': 's3://acme/a'}, LanguageCode='en', "
     f"OutputDataConfig={{'S3Uri': 's3://acme/b'}}, DataAccessRoleArn='{ROLE}')", []),
    ("boto3.client('servicecatalog').provision_product(ProductName='a', ProvisioningArtifactName='b', "
     "ProvisionedProductName='c')", ["provision_product() changes the resources of the product, with the permissions of "
                                     "the lambda"]),
    ("boto3.client('ssm').start_automation_execution(DocumentName='a')",
     ["start_automation_execution() runs the steps of the document, with the permissions of the lambda"]),
    ("boto3.client('ssm').start_automation_execution(DocumentName='a', Parameters={'AutomationAssumeRole': "
     f"['{ROLE}']}})", []),
    ("boto3.client('cloudformation').execute_change_set(ChangeSetName='a', StackName='b')",
     ["execute_change_set() changes the resources of the stack, with the permissions of the lambda"]),
])
def test_what_a_service_may_use_for_a_call_is_a_doubt(app_folder, call, whys):
    assert [doubt["why"] for doubt in lambda_of(app_folder, call)["doubts"]] == whys


def test_the_tables_have_services_operations_and_fields_of_botocore():
    known = botocore.session.get_session().get_available_services()
    for (service, operation), uses in lent_permissions.OF_OPERATION.items():
        assert service in known
        for use in uses:
            shape = models.shape(service, models.input_shape(service, operation))
            for field in filter(None, use.path.split(".")):
                shape = models.shape(service, shape["members"][field]["shape"])
                shape = models.shape(service, shape["member"]["shape"]) if shape["type"] == "list" else shape
            assert use.fields.split()[0] in shape["members"], (service, operation, use)
    assert {*lent_permissions.OF_SERVICE} | lent_permissions.OWN_ACCESS <= {*known}


DATA, EC2 = "boto3.client('redshift-data')", "boto3.resource('ec2')"
SES = "boto3.client('sesv2')"
CLUSTER, WORKGROUP = "redshift:cluster:a", "redshift-serverless:workgroup/*"
WITH_USER = ["redshift:GetClusterCredentials redshift:dbname:a/d", "redshift:GetClusterCredentials redshift:dbuser:a/u"]
WITH_ROLE = ["redshift:GetClusterCredentialsWithIAM redshift:dbname:a/d"]
SERVERLESS = [f"redshift-serverless:GetCredentials {WORKGROUP}"]
MAIL = "FromEmailAddress='a@b.c', Destination={'ToAddresses': ['a@b.c']}, Content="
ALL_MAIL = "ses:identity/*"
INSTANCES = "ec2:instance/*"


def role(lambda_calls, code):
    """(["ec2:StopInstances ec2:instance/*"], [why of a doubt]) of a lambda"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\n'
                                  f"def handler(event, context):\n    return {code}\n"})
    return sorted(call["action"] + " " + str(call["on"]).replace("arn:${AWS::Partition}:", "").replace(
        ":${AWS::Region}:${AWS::AccountId}:", ":") for call in calls), doubts


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
    (f"{SES}.send_email({MAIL}event)", [f"ses:SendEmail {ALL_MAIL}", "ses:SendEmail ses:template/*",
                                        f"ses:SendRawEmail {ALL_MAIL}", "ses:SendRawEmail ses:template/*"]),
    (f"{SES}.send_email({MAIL}{{'Template': {{'TemplateName': 'a' if event else 'b', 'TemplateData': '{{}}'}}}})",
     [f"ses:SendEmail {ALL_MAIL}", "ses:SendEmail ses:template/a", "ses:SendEmail ses:template/b"]),
    (f"{SES}.send_email({MAIL}{{'Template': {{'TemplateArn': 'arn:aws:ses:a:1:template/b'}}}})",
     ["ses:SendEmail arn:aws:ses:a:1:template/b", f"ses:SendEmail {ALL_MAIL}"]),
    (f"{SES}.send_email({MAIL}{{'Template': {{'TemplateContent': {{}}}}}})", [f"ses:SendEmail {ALL_MAIL}"]),
    (f"{SES}.send_email({MAIL}{{'Template': {{'TemplateName': 'a-' + event['a']}}}})",
     [f"ses:SendEmail {ALL_MAIL}", "ses:SendEmail ses:template/a-*"]),
    (f"{SES}.send_bulk_email(FromEmailAddress='a@b.c', DefaultContent={{'Template': {{'TemplateName': 'a'}}}})",
     [f"ses:{name} {to}" for name in ("SendBulkEmail", "SendBulkTemplatedEmail") for to in (ALL_MAIL, "ses:template/a")]),
    ("boto3.client('ses').send_bulk_templated_email(Source='a@b.c', **event)",
     [f"ses:SendBulkTemplatedEmail {to}" for to in (ALL_MAIL, "ses:template/*")]),
    (f"{SES}.send_bulk_email(FromEmailAddress='a@b.c', DefaultContent={{}}, BulkEmailEntries=[])",
     [f"ses:SendBulkEmail {ALL_MAIL}", f"ses:SendBulkTemplatedEmail {ALL_MAIL}"]),
    (f"{EC2}.instances.filter(Filters=[]).stop()", ["ec2:DescribeInstances *", f"ec2:StopInstances {INSTANCES}"]),
    (f"{EC2}.instances.all().start()", ["ec2:DescribeInstances *", f"ec2:StartInstances {INSTANCES}"]),
    (f"{EC2}.instances.terminate()", ["ec2:DescribeInstances *", f"ec2:TerminateInstances {INSTANCES}"]),
    (f"{EC2}.instances.filter(InstanceIds=['i-1']).reboot()", ["ec2:DescribeInstances *", f"ec2:RebootInstances {INSTANCES}"]),
    (f"{EC2}.create_instances(ImageId='a', MinCount=1, MaxCount=1)[0].id", None),
    ("boto3.resource('sqs').Queue(event['a']).receive_messages()[0].delete()", None),
])
def test_what_aws_does_for_the_caller_is_in_the_role(code, expected, lambda_calls):
    calls, doubts = role(lambda_calls, code)
    assert expected is None or (calls, doubts) == (expected, [])
