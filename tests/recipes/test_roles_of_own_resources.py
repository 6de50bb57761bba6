"""The role of a lambda for calls of resources of resources.yaml, which a variable of app.yaml names."""
from recipes import template
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.written_files import write_files

INDEX = '"""Calls.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    boto3.client("%s").%s\n'
NONE = {"Fn::Sub": "arn:${AWS::Partition}:s3:::${AWS::StackName}-none"}
PLAIN = 'Resources:\n  Own:\n    Type: "%s"\n    DeletionPolicy: Delete\n    UpdateReplacePolicy: Delete\n'
OWN = 'os.environ["OWN"]'


def statements(folder, monkeypatch, service, call, resources, value="!Ref Own"):
    """[(actions, resource)] of the lambda's role besides those for its log and failed events; and its doubts."""
    monkeypatch.chdir(folder)
    write_files({"lambdas/a/index.py": INDEX % (service, call), "app.yaml": f"name: demo\nenv: {{OWN: {value}}}\n",
                 "resources.yaml": resources}, folder)
    app = scan("lambdas", "app.yaml", {}, {})
    role = template.template(app)["Resources"]["ARole"]["Properties"]
    return [(entry["Action"], entry["Resource"]) for entry in role["Policies"][0]["PolicyDocument"]["Statement"][2:]], \
        app["lambdas"]["a"]["doubts"]


@cases("type_, value, service, call, actions, arn", [
    ("AWS::SNS::Topic", "!Ref Own", "sns", f'publish(TopicArn={OWN}, Message="a")', ["sns:Publish"], "${Own}"),
    ("AWS::SQS::Queue", "!Ref Own", "sqs", f'send_message(QueueUrl={OWN}, MessageBody="a")', ["sqs:SendMessage"], "${Own.Arn}"),
    ("AWS::SQS::Queue", "!GetAtt Own.QueueName", "sqs", f"get_queue_url(QueueName={OWN})", ["sqs:GetQueueUrl"], "${Own.Arn}"),
    ("AWS::S3::Bucket", "!Ref Own", "s3", f'put_object(Bucket={OWN}, Key="in/" + event["id"], Body=b"")', ["s3:PutObject"], "${Own.Arn}/in/*"),
    ("AWS::DynamoDB::Table", "!Ref Own", "dynamodb", f'query(TableName={OWN}, IndexName="by")', ["dynamodb:Query"], "${Own.Arn}/index/by"),
    ("AWS::StepFunctions::StateMachine", "!Ref Own", "stepfunctions", f"start_execution(stateMachineArn={OWN})", ["states:StartExecution"],
     "${Own}"),
    ("AWS::StepFunctions::StateMachine", "!GetAtt Own.Arn", "stepfunctions", f"start_execution(stateMachineArn={OWN})", ["states:StartExecution"],
     "${Own.Arn}"),
    ("AWS::SecretsManager::Secret", "!Ref Own", "secretsmanager", f"get_secret_value(SecretId={OWN})", ["secretsmanager:GetSecretValue"],
     "${Own}"),
    ("AWS::KinesisFirehose::DeliveryStream", "!Ref Own", "firehose", f'put_record(DeliveryStreamName={OWN}, Record={{"Data": b""}})',
     ["firehose:PutRecord"], "${Own.Arn}"),
    ("AWS::Events::EventBus", "!Ref Own", "events", f'put_rule(EventBusName={OWN}, Name="a", EventPattern="{{}}")', ["events:PutRule"],
     "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*/a"),
    ("AWS::IAM::Role", "!GetAtt Own.Arn", "sts", f'assume_role(RoleArn={OWN}, RoleSessionName="a")', ["sts:AssumeRole"], "${Own.Arn}"),
    ("AWS::KMS::Key", "!GetAtt Own.Arn", "kms", f'encrypt(KeyId={OWN}, Plaintext=b"")', ["kms:Encrypt"], "${Own.Arn}"),
    ("AWS::RDS::DBCluster", "!GetAtt Own.DBClusterArn", "rds-data", f'execute_statement(resourceArn={OWN}, secretArn="arn:aws:secretsmanager:eu-west-1:1:secret:a", sql="y")',
     ["rds-data:ExecuteStatement"], "${Own.DBClusterArn}"),
    ("AWS::RDS::DBCluster", "!GetAtt Own.MasterUserSecret.SecretArn", "secretsmanager", f"get_secret_value(SecretId={OWN})",
     ["secretsmanager:GetSecretValue"], "${Own.MasterUserSecret.SecretArn}"),
    ("AWS::DynamoDB::Table", "!GetAtt Own.StreamArn", "dynamodbstreams", f"describe_stream(StreamArn={OWN})", ["dynamodb:DescribeStream"],
     "${Own.StreamArn}"),
    ("AWS::Batch::JobQueue", "!Ref Own", "batch", f'submit_job(jobName="a", jobQueue={OWN}, jobDefinition="b")', ["batch:SubmitJob"], "${Own}"),
])
def test_the_role_allows_the_call_on_the_resource_alone(tmp_path, monkeypatch, type_, value, service, call, actions, arn):
    found, doubts = statements(tmp_path, monkeypatch, service, call, PLAIN % type_, value)
    assert (actions, {"Fn::Sub": arn}) in found and doubts == []
    assert "*" not in [resource for _actions, resource in found]


def test_a_resource_with_a_condition_is_named_where_it_is(tmp_path, monkeypatch):
    text = "Conditions: {OnAws: !Not [!Equals [!Ref Stage, local]]}\nResources: {Own: {Type: AWS::SQS::Queue, Condition: OnAws}}\n"
    found, _doubts = statements(tmp_path, monkeypatch, "sqs", f'send_message(QueueUrl={OWN}, MessageBody="a")', text)
    assert found == [(["sqs:SendMessage"], {"Fn::If": ["OnAws", {"Fn::Sub": "${Own.Arn}"}, NONE]})]


def test_a_type_without_a_known_arn_stays_a_doubt(tmp_path, monkeypatch):
    found, doubts = statements(tmp_path, monkeypatch, "glue", f'start_job_run(JobName={OWN})', PLAIN % "AWS::Glue::Job")
    assert [doubt["action"] for doubt in doubts] == ["glue:StartJobRun"]
    assert [actions for actions, _resource in found] == [["glue:StartJobRun"]]


@cases("needs", ["{AWS: !GetAtt ARole.Arn}", "{AWS: !Sub '${AFunction.Arn}'}"])
def test_a_role_that_trusts_the_lambdas_role_makes_no_circle(own_folder, monkeypatch, needs):
    text = "Resources:\n  Own:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n" \
        f'        Statement: [{{Effect: Allow, Principal: {needs}, Action: "sts:AssumeRole"}}]\n'
    found, doubts = statements(own_folder, monkeypatch, "sts", f'assume_role(RoleArn={OWN}, RoleSessionName="a")', text, "!GetAtt Own.Arn")
    assert [doubt["action"] for doubt in doubts] == ["sts:AssumeRole"]
    assert "${Own" not in str(found)


def test_another_type_of_the_resource_is_another_role(tmp_path, monkeypatch):
    call = f'send_message(QueueUrl={OWN}, MessageBody="a")'
    monkeypatch.chdir(tmp_path)
    assert statements(tmp_path, monkeypatch, "sqs", call, PLAIN % "AWS::SQS::Queue")[0]
    assert statements(tmp_path, monkeypatch, "sqs", call, PLAIN % "AWS::SNS::Topic")[0] == []
