"""The resources of calls whose names are ARNs, paths, defaults, stages, or of several parts; and buckets that AWS's other
services use for the lambda."""
import pytest

from recipes import template
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

HEAD = '"""\ninfra: {}\n"""\nimport json\nimport os\nimport boto3\n\n\ndef handler(event, context):\n    '
ARN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
SETTINGS = "name: demo\nenv: {KEY: a, PATH_OF: /a/b}\n"
STORE = "secrets: {demo-odd: {store: parameter-store}}\n"
STORED = "bucket = os.environ['DEMO_BUCKET']\n    "


def app_of(app_folder, code):
    """The app model of one lambda `a`"""
    settings = SETTINGS + STORE * ("DEMO_ODD_SECRET" in code)
    app_folder({"app.yaml": settings, "lambdas/a/index.py": f"{HEAD}{code}\n"})
    return scanned()


def resources(app):
    """[(action, Resource)] of the role, without those of every lambda."""
    policies = template.template(app)["Resources"]["ARole"]["Properties"]["Policies"]
    return [(action, statement["Resource"]) for statement in policies[0]["PolicyDocument"]["Statement"][2:]
            for action in statement["Action"]]


@pytest.mark.parametrize("code, name, itself, service", [
    ("boto3.client('lambda').invoke(FunctionName=os.environ['KEY'])", "function:${EnvKey}", {"Ref": "EnvKey"}, "lambda"),
    ("boto3.client('secretsmanager').get_secret_value(SecretId=os.environ['KEY'])", "secret:${EnvKey}-??????",
     {"Ref": "EnvKey"}, "secretsmanager"),
    ("boto3.client('dynamodb').query(TableName=os.environ['KEY'], IndexName='i')", "table/${EnvKey}/index/i",
     {"Fn::Sub": "${EnvKey}/index/i"}, "dynamodb"),
    ("boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['KEY'], 'Source': 'a', 'DetailType': 'b',"
     " 'Detail': '{}'}])", "event-bus/${EnvKey}", {"Ref": "EnvKey"}, "events"),
])
def test_a_value_may_be_the_name_of_a_resource_or_its_arn(app_folder, code, name, itself, service):
    app = app_of(app_folder, code)
    assert resources(app)[0][1] == {"Fn::If": ["IsArnEnvKey", itself, {"Fn::Sub": ARN % (service, name)}]}
    assert template.template(app)["Conditions"]["IsArnEnvKey"] == {"Fn::Equals": ["arn", {"Fn::Select": [0, {
        "Fn::Split": [":", {"Fn::Join": ["", [{"Ref": "EnvKey"}, ":"]]}]}]}]}


def test_a_parameter_whose_name_begins_with_a_slash_has_one_slash_in_its_arn(app_folder):
    app = app_of(app_folder, "boto3.client('ssm').get_parameter(Name=os.environ['PATH_OF'])")
    assert resources(app)[0][1]["Fn::If"][2] == {"Fn::If": [
        "IsPathEnvPathOf", {"Fn::Sub": ARN % ("ssm", "parameter${EnvPathOf}")},
        {"Fn::Sub": ARN % ("ssm", "parameter/${EnvPathOf}")}]}
    assert set(template.template(app)["Conditions"]) == {"IsArnEnvPathOf", "IsPathEnvPathOf"}


@cases("code, expected", [
    ("boto3.client('ssm').get_parameter(Name=f\"/{os.environ['DEMO_STAGE']}/db\")",
     [("ssm:GetParameter", ARN % ("ssm", "parameter/${Stage}/db"))]),
    ("boto3.client('ssm').get_parameters_by_path(Path='/demo/')",
     [("ssm:GetParametersByPath", ARN % ("ssm", f"parameter/demo{end}")) for end in ("", "/")]),
    ("boto3.client('ssm').get_parameters(Names=event['names'])",
     [("ssm:GetParameters", ARN % ("ssm", "parameter/*"))]),
    ("boto3.client('secretsmanager').get_secret_value(SecretId=os.environ['DEMO_STAGE'] + '/db')",
     [("secretsmanager:GetSecretValue", ARN % ("secretsmanager", "secret:${Stage}/db-??????"))]),
    ("boto3.client('stepfunctions').start_execution(stateMachineArn=f\"arn:aws:states:eu-west-1:{event['id']}:"
     "stateMachine:x\")", [("states:StartExecution", "arn:aws:states:eu-west-1:*:stateMachine:x")]),
    ("boto3.client('lambda').invoke(FunctionName=context.function_name)",
     [("lambda:InvokeFunction", ARN % ("lambda", "function:${AWS::StackName}-a"))]),
    ("boto3.client('lambda').invoke(FunctionName='other', Qualifier='live')",
     [("lambda:InvokeFunction", ARN % ("lambda", "function:other:live"))]),
    ("boto3.client('kms').encrypt(KeyId='alias/a', Plaintext=b'')", [("kms:Encrypt", ARN % ("kms", "key/*"))]),
    ("boto3.client('ecs').update_service(cluster='c', service='s')",
     [("ecs:UpdateService", ARN % ("ecs", "service/c/s"))]),
    ("boto3.client('ecs').stop_task(task='t')", [("ecs:StopTask", ARN % ("ecs", "task/*/t"))]),
    ("boto3.client('glue').get_table(DatabaseName='d', Name='t')",
     [("glue:GetTable", ARN % ("glue", name)) for name in ("catalog", "database/d", "table/d/t")]),
    ("boto3.client('appconfig').get_environment(ApplicationId='x', EnvironmentId=event)",
     [("appconfig:GetEnvironment", ARN % ("appconfig", name)) for name in ("application/x", "application/x/environment/*")
      ]),
    (STORED + "boto3.client('s3').put_object(Bucket=bucket, Key='a', SSEKMSKeyId='1-2')",
     [("s3:PutObject", "${DemoBucket.Arn}/a"), ("kms:Decrypt", ARN % ("kms", "key/1-2")),
      ("kms:GenerateDataKey", ARN % ("kms", "key/1-2"))]),
    (STORED + "boto3.client('s3').generate_presigned_post(bucket, 'a', Fields={'acl': 'private', 'tagging': ''})",
     [("s3:PutObject", "${DemoBucket.Arn}/a"), ("s3:PutObjectAcl", "${DemoBucket.Arn}/a"),
      ("s3:PutObjectTagging", "${DemoBucket.Arn}/a")]),
])
def test_names_of_other_forms(app_folder, code, expected):
    written = [(action, resource["Fn::Sub"] if isinstance(resource, dict) else resource)
               for action, resource in resources(app_of(app_folder, code))]
    assert sorted(written) == sorted(expected)


@pytest.mark.parametrize("value, parameter, code, expected", [
    ("!Sub '/${AWS::StackName}/settings'", "", "get_parameter(Name=os.environ['OF'] + '/a')",
     "parameter/${AWS::StackName}/settings/a"),
    ("!Sub '/${Stage}/a'", "", "get_parameter(Name=os.environ['OF'])", "parameter/${Stage}/a"),
    ("!Sub '/${AWS::StackName}'", "", "get_parameters_by_path(Path=os.environ['OF'])", "parameter/${AWS::StackName}"),
    ("!Ref Rate", "Name: /rates/a, ", "get_parameter(Name=os.environ['OF'])", "parameter${Rate}"),
    ("!Ref Rate", "Name: !Sub '/${Stage}/a', ", "get_parameter(Name=os.environ['OF'])", "parameter${Rate}"),
    ("!Ref Rate", "Name: rate, ", "get_parameter(Name=os.environ['OF'])", "parameter/${Rate}"),
    ("!Ref Rate", "", "put_parameter(Name=os.environ['OF'], Value='a', Overwrite=True)", "parameter/${Rate}"),
])
def test_a_parameter_may_be_that_of_resources_yaml(app_folder, value, parameter, code, expected):
    app_folder({"app.yaml": f"name: demo\nenv:\n  OF: {value}\n",
                "resources.yaml": f"Resources:\n  Rate:\n    Type: AWS::SSM::Parameter\n"
                                  f"    Properties: {{{parameter}Type: String, Value: a}}\n",
                "lambdas/a/index.py": f"{HEAD}boto3.client('ssm').{code}\n"})
    app = scanned()
    assert app["lambdas"]["a"]["doubts"] == []
    assert resources(app)[0][1] == {"Fn::Sub": ARN % ("ssm", expected)}


def test_the_default_of_a_value_is_a_resource_too(app_folder):
    code = "name = os.environ.get('OTHER', 'prod/stripe')\n    boto3.client('secretsmanager')" \
        ".get_secret_value(SecretId=name)\n    boto3.resource('dynamodb').Table(os.getenv('DEMO_TABLE', 'x')).scan()"
    assert [call["on"] for call in app_of(app_folder, code)["lambdas"]["a"]["calls"]] == [
        ARN % ("secretsmanager", "secret:${env:OTHER}-??????"), ARN % ("secretsmanager", "secret:prod/stripe-??????"),
        {"kind": "table", "name": "demo"}]


@cases("call, expected", [
    ("boto3.client('athena').start_query_execution(QueryString='SELECT a FROM b', WorkGroup='c')",
     ["start_query_execution() reads tables of Glue and their files, and writes results to the bucket of its workgroup, with the "
      "permissions of the lambda"]),
    ("boto3.client('athena').start_query_execution(QueryString=event['query'], WorkGroup='c')",
     ["start_query_execution() reads tables of Glue and their files, and writes results to the bucket of its workgroup, with the "
      "permissions of the lambda"]),
    ("boto3.client('athena').start_query_execution(QueryString='SELECT a FROM b', ResultConfiguration={'OutputLocation': 's3://a/b/'})",
     ["start_query_execution() reads tables of Glue and their files, with the permissions of the lambda"]),
    ("boto3.client('athena').start_query_execution(QueryString='SELECT 1', WorkGroup='c')", []),
    ("boto3.client('cloudformation').create_stack(StackName='a')",
     ["create_stack() creates the resources of the stack, with the permissions of the lambda"]),
    ("boto3.client('cloudformation').create_stack(StackName='a', RoleARN='arn:aws:iam::123456789012:role/a')", []),
])
def test_what_aws_uses_with_the_role_of_the_lambda_is_a_doubt(app_folder, call, expected):
    assert [doubt["why"] for doubt in app_of(app_folder, STORED + call)["lambdas"]["a"]["doubts"]] == expected


@pytest.mark.parametrize("call, expected", [
    ("boto3.client('transcribe').start_transcription_job(TranscriptionJobName='a', Media={'MediaFileUri': "
     "f's3://{bucket}/a.mp3'})", []),
    ("boto3.client('athena').start_query_execution(QueryString='x', ResultConfiguration={'OutputLocation': "
     "f's3://{bucket}/out/'})", []),
    ("boto3.client('dynamodb').export_table_to_point_in_time(TableArn='arn:aws:dynamodb:eu-west-1:1:table/a', "
     "S3Bucket=bucket)", []),
    ("boto3.client('signer').start_signing_job(source={'s3': {'bucketName': bucket, 'key': 'a', 'version': '1'}}, "
     "destination={'s3': {'bucketName': 'x'}}, profileName='p')", ["DEMO_BUCKET"]),
    ("boto3.client('s3control').create_job(AccountId='1', RoleArn='arn:aws:iam::123456789012:role/a', Report={'Bucket': f'arn:aws:s3:::{bucket}'})",
     []),
    ("boto3.client('rekognition').detect_labels(Image={'S3Object': {'Bucket': bucket, 'Name': 'a'}})", []),
    ("boto3.client('stepfunctions').start_execution(stateMachineArn='arn:aws:states:eu-west-1:1:stateMachine:x', "
     "input=json.dumps({'Bucket': bucket}))", []),
    ("boto3.client('dynamodb').put_item(TableName='a', Item={'Bucket': {'S': bucket}})", []),
    ("boto3.client('cloudwatch').put_metric_data(Namespace='a', MetricData=[{'MetricName': 'b', 'Dimensions': [{'Name':"
     " 'Bucket', 'Value': bucket}]}])", []),
])
def test_a_bucket_that_another_service_uses_keeps_its_permissions(app_folder, call, expected):
    doubts = app_of(app_folder, STORED + call)["lambdas"]["a"]["doubts"]
    assert [name for doubt in doubts if doubt["why"].endswith("the permissions of the lambda")
            for name in doubt["variables"]] == expected


KEY_OF = "boto3.client('%s').%s(%s=os.environ['DEMO_%s']%s)"
SECRET, OF_PARAMETER, OBJECT = {"Ref": "DemoKeySecret"}, {"Fn::Sub": ARN % ("ssm", "parameter/${AWS::StackName}/demo-odd")}, {
    "Fn::Sub": "${DemoBucket.Arn}/a"}


@cases("code, action, resource", [
    *[(KEY_OF % ("secretsmanager", method, "SecretId", "KEY_SECRET", rest), f"secretsmanager:{action}", SECRET)
      for method, action, rest in [
          ("delete_secret", "DeleteSecret", ""), ("restore_secret", "RestoreSecret", ""),
          ("list_secret_version_ids", "ListSecretVersionIds", ""), ("get_resource_policy", "GetResourcePolicy", ""),
          ("update_secret_version_stage", "UpdateSecretVersionStage", ", VersionStage='a'"),
          ("tag_resource", "TagResource", ", Tags=[]")]],
    ("boto3.client('secretsmanager').create_secret(Name='a')\n    print(os.environ['DEMO_KEY_SECRET'])",
     "secretsmanager:CreateSecret", {"Fn::Sub": ARN % ("secretsmanager", "secret:a-??????")}),
    ("boto3.client('ssm').delete_parameters(Names=[os.environ['DEMO_ODD_SECRET']])", "ssm:DeleteParameters", OF_PARAMETER),
    (KEY_OF % ("ssm", "label_parameter_version", "Name", "ODD_SECRET", ", Labels=['a']"), "ssm:LabelParameterVersion",
     OF_PARAMETER),
    (KEY_OF % ("s3", "restore_object", "Bucket", "BUCKET", ", Key='a', RestoreRequest={'Days': 1}"), "s3:RestoreObject",
     OBJECT),
    (KEY_OF % ("s3", "delete_object_tagging", "Bucket", "BUCKET", ", Key='a'"), "s3:DeleteObjectTagging", OBJECT),
    (KEY_OF % ("s3", "get_object_retention", "Bucket", "BUCKET", ", Key='a'"), "s3:GetObjectRetention", OBJECT),
])
def test_a_call_that_names_its_resource_is_no_doubt(app_folder, code, action, resource):
    app = app_of(app_folder, code)
    assert (action, resource) in resources(app)
    assert app["lambdas"]["a"]["doubts"] == []


@pytest.mark.parametrize("call", [
    "boto3.client('ecs').run_task(taskDefinition='a')",
    "boto3.client('scheduler').create_schedule(Name='a', Target={'Arn': 'b', 'RoleArn': event['role']})"])
def test_a_role_that_is_not_known_may_not_be_passed(app_folder, call):
    app = app_of(app_folder, call)
    assert not any(action == "iam:PassRole" for action, _resource in resources(app))
    assert "iam:PassRole" in [doubt["action"] for doubt in app["lambdas"]["a"]["doubts"]]
