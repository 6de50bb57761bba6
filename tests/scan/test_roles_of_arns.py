"""Roles of calls that name their resource by an ARN, which alone has its type: a literal one, one of a list of AWS, or
that of the lambda itself; and calls that make a table of other data."""
from interpreter import models
from scan.called_actions import of_call
from scan.called_resources import Names
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\ndef handler(event, context):\n    '
OWN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:"
LITERAL = "arn:aws:%s:eu-west-1:111122223333:"


def role(app_folder, code):
    """({action without its service: [resource]}, whether there is a doubt)"""
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f"{START}{code}\n"})
    fn, result = scanned()["lambdas"]["a"], {}
    for call in fn["calls"]:
        result.setdefault(call["action"].partition(":")[2], []).append(call["on"])
    return result, bool(fn["doubts"])


@cases("service, operation, parameter, resource", [
    ("lambda", "ListTags", "Resource", "function:a"), ("lambda", "TagResource", "Resource", "function:a"),
    ("lambda", "UntagResource", "Resource", "event-source-mapping:a"), ("sns", "TagResource", "ResourceArn", "a"),
    ("dynamodb", "ListTagsOfResource", "ResourceArn", "table/a"), ("events", "TagResource", "ResourceARN", "rule/a"),
    ("kinesis", "GetRecords", "StreamARN", "stream/a"), ("ecs", "TagResource", "resourceArn", "service/a/b"),
    ("rds", "AddTagsToResource", "ResourceName", "pg:a"), ("logs", "TagResource", "resourceArn", "log-group:a"),
    ("elbv2", "DeleteLoadBalancer", "LoadBalancerArn", "loadbalancer/app/a/b"),
    ("elbv2", "ModifyRule", "RuleArn", "listener-rule/net/a/b/c/d"),
    ("elbv2", "AddTags", "ResourceArns", "targetgroup/a/b"),
    ("sqs", "StartMessageMoveTask", "SourceArn", "a"),
])
def test_a_literal_arn_is_the_resource_whatever_its_type(service, operation, parameter, resource):
    prefix = {"elbv2": "elasticloadbalancing"}.get(service, service)
    arn = LITERAL % prefix + resource
    members = models.shape(service, models.input_shape(service, operation))["members"]
    is_list = models.shape(service, members[parameter]["shape"])["type"] == "list"
    call = {"service": service, "operation": operation, "method": "a", "via": "client", "whole": True, "file": "a", "line": 1,
            "args": {parameter: {"list": [arn], "open": False} if is_list else arn}}
    calls, _doubts = of_call(call, Names({"env": [], "infra": {}, "name": "a"}))
    assert {entry["on"] for entry in calls if entry["action"] == f"{prefix}:{operation}"} == {arn}


def test_an_arn_of_a_type_that_the_action_does_not_have_is_no_resource_of_it(app_folder):
    arn = LITERAL % "ecs" + "capacity-provider/a"
    assert role(app_folder, f"boto3.client('ecs').create_daemon(capacityProviderArns=['{arn}'])") == ({"CreateDaemon": ["*"]}, False)


@cases("operation, more", [
    ("add_permission", ", Label='a', AWSAccountIds=[], Actions=[]"), ("remove_permission", ", Label='a'"),
    ("delete_queue", ""), ("list_queue_tags", ""), ("tag_queue", ", Tags={}"), ("untag_queue", ", TagKeys=[]"),
    ("list_dead_letter_source_queues", ""),
])
def test_each_operation_on_a_queue_takes_its_url(app_folder, operation, more):
    code = f"boto3.client('sqs').{operation}(QueueUrl='https://sqs.eu-west-1.amazonaws.com/111122223333/a'{more})"
    action = "".join(part.capitalize() for part in operation.split("_"))
    assert role(app_folder, code) == ({action: ["arn:${AWS::Partition}:sqs:${AWS::Region}:111122223333:a"]}, False)


@cases("service, listing, tagging, action, resource", [
    ("lambda", "list_functions()['Functions']", "list_tags(Resource=entry['FunctionArn'])", "ListTags", "function:*"),
    ("sns", "list_topics()['Topics']", "list_tags_for_resource(ResourceArn=entry['TopicArn'])", "ListTagsForResource", "*"),
    ("dynamodb", "list_tables()['TableNames']", "list_tags_of_resource(ResourceArn=client.describe_table(TableName=entry)"
     "['Table']['TableArn'])", "ListTagsOfResource", "table/*"),
    ("sqs", "list_queues()['QueueUrls']", "tag_queue(QueueUrl=entry, Tags={})", "TagQueue", "*"),
    ("ecs", "list_clusters()['clusterArns']", "tag_resource(resourceArn=entry, tags=[])", "TagResource", "cluster/*"),
    ("rds", "describe_db_instances()['DBInstances']", "add_tags_to_resource(ResourceName=entry['DBInstanceArn'], Tags=[])",
     "AddTagsToResource", "db:*"),
    ("events", "list_rules()['Rules']", "tag_resource(ResourceARN=entry['Arn'], Tags=[])", "TagResource", "rule/*"),
    ("stepfunctions", "list_state_machines()['stateMachines']", "list_tags_for_resource(resourceArn=entry['stateMachineArn'])",
     "ListTagsForResource", "stateMachine:*"),
    ("elbv2", "describe_load_balancers()['LoadBalancers']", "add_tags(ResourceArns=[entry['LoadBalancerArn']], Tags=[])",
     "AddTags", "loadbalancer/*"),
    ("cognito-idp", "list_user_pools(MaxResults=9)['UserPools']", "list_tags_for_resource(ResourceArn=client."
     "describe_user_pool(UserPoolId=entry['Id'])['UserPool']['Arn'])", "ListTagsForResource", "userpool/*"),
])
def test_an_arn_of_a_list_of_aws_is_any_of_the_type_that_its_field_names(app_folder, service, listing, tagging, action, resource):
    granted, doubt = role(app_folder, f"client = boto3.client('{service}')\n    for entry in client.{listing}:\n        client.{tagging}")
    prefix = {"elbv2": "elasticloadbalancing", "stepfunctions": "states"}.get(service, service)
    assert (granted[action], doubt) == ([OWN % prefix + resource], False)


@cases("service, call, action, resources", [
    ("lambda", "list_tags(Resource=f'%s{name}' if event else '%sc')", "ListTags", ["function:a", "function:b", "function:c"]),
    ("events", "tag_resource(Tags=[], ResourceARN=f'%s{name}' if event else '%sc')", "TagResource", ["rule/a", "rule/b", "rule/c"]),
])
def test_each_of_several_arns_is_a_resource(app_folder, service, call, action, resources):
    start = LITERAL % service + resources[0][:-1]
    granted, doubt = role(app_folder, f"for name in ('a', 'b'):\n        boto3.client('{service}').{call % (start, start)}")
    assert (sorted(granted[action]), doubt) == ([LITERAL % service + name for name in resources], False)


def test_an_arn_that_a_generator_yields_from_the_pages_of_a_list_is_one_of_its_type(app_folder):
    granted, doubt = role(app_folder, "for entry in pages(boto3.client('lambda')):\n        boto3.client('lambda').list_tags("
                          "Resource=entry['FunctionArn'])\n\n\ndef pages(client, marker=None):\n    while True:\n"
                          "        page = client.list_functions(**({'Marker': marker} if marker else {}))\n"
                          "        yield from page['Functions']\n        if not (marker := page.get('NextMarker')):\n"
                          "            return\n")
    assert (granted["ListTags"], doubt) == ([OWN % "lambda" + "function:*"], False)


@cases("code, action, resources, doubt", [
    ("boto3.client('lambda').list_tags(Resource=context.invoked_function_arn)", "ListTags",
     [{"kind": "function", "name": "a"}], False),
    ("client = boto3.client('dynamodb')\n    name = os.environ['DEMO_TABLE']\n    client.tag_resource(Tags=[], ResourceArn="
     "client.describe_table(TableName=name)['Table']['TableArn'])", "TagResource", [{"kind": "table", "name": "demo"}], False),
    # The value may be a name, and no resource of a role.
    ("client = boto3.client('lambda')\n    name = os.environ['NAME']\n    client.tag_resource(Tags={}, Resource="
     "client.get_function(FunctionName=name)['Configuration']['FunctionArn'])", "TagResource", None, True),
    ("boto3.client('lambda').list_tags(Resource=event['arn'])", "ListTags", None, True),
    ("boto3.client('sns').unsubscribe(SubscriptionArn='arn:aws:sns:eu-west-1:1:a:b')", "Unsubscribe", None, True),
])
def test_an_arn_of_the_app_is_that_resource_and_any_other_one_a_doubt(app_folder, code, action, resources, doubt):
    granted, is_doubtful = role(app_folder, code)
    assert (granted.get(action), is_doubtful) == (resources, doubt)


TABLE = OWN % "dynamodb" + "table/"
DATA = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]
LOGS = ["CreateLogGroup", "CreateLogStream", "DescribeLogGroups", "DescribeLogStreams", "PutLogEvents", "PutRetentionPolicy"]


@cases("call, granted", [
    ("restore_table_to_point_in_time(SourceTableName='a', TargetTableName='b')", {
        "RestoreTableToPointInTime": [f"{TABLE}a"], **{name: [f"{TABLE}b"] for name in DATA}}),
    (f"restore_table_from_backup(BackupArn='{LITERAL % 'dynamodb'}table/a/backup/c', TargetTableName='b')", {
        "RestoreTableFromBackup": [LITERAL % "dynamodb" + "table/a/backup/c", f"{TABLE}b"],
        **{name: [f"{TABLE}b"] for name in DATA}}),
    ("import_table(S3BucketSource={'S3Bucket': 'c', 'S3KeyPrefix': 'in/'}, InputFormat='CSV', "
     "TableCreationParameters={'TableName': 'b', 'KeySchema': event['keys']})", {
         "ImportTable": [f"{TABLE}b"], "GetObject": ["arn:${AWS::Partition}:s3:::c/in/*"],
         "ListBucket": ["arn:${AWS::Partition}:s3:::c"],
         **{name: [OWN % "logs" + "log-group:/aws-dynamodb/*"] for name in LOGS}}),
])
def test_a_table_made_of_other_data_needs_what_dynamodb_writes_for_the_caller(app_folder, call, granted):
    assert role(app_folder, f"boto3.client('dynamodb').{call}") == (granted, False)
