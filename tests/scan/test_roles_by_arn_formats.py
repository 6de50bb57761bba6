"""Roles of calls whose resources only a part of their arguments names: WebSocket connections, executions, catalogs."""
from tests.fixtures.cases import cases, results
from tests.fixtures.scans import scanned

ARN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:"
SOCKET, GLUE = ARN % "execute-api", ARN % "glue"
CLIENT = "boto3.client('apigatewaymanagementapi', endpoint_url=%s)"
STATES = "boto3.client('stepfunctions')"
URL = "https://abc.execute-api.eu-west-1.amazonaws.com"


def role(app_folder, code):
    """[resource] of a lambda whose handler evaluates an expression"""
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\n'
                f"def handler(event, context):\n    name = event['requestContext']\n    return {code}\n"})
    return sorted({str(call["on"]) for call in scanned()["lambdas"]["a"]["calls"]})


@cases("url, method, end", [
    (f"'{URL}/live'", "post_to_connection", "abc/live/POST/@connections/*"),
    (f"'{URL}/live/'", "get_connection", "abc/live/GET/@connections/*"),
    (f"'{URL}'", "delete_connection", "abc/*/DELETE/@connections/*"),
    (f"f\"{URL}/{{name['stage']}}\"", "post_to_connection", "abc/*/POST/@connections/*"),
    ("f\"https://{name['domainName']}/{name['stage']}\"", "post_to_connection", "*/*/POST/@connections/*"),
    ("f\"https://{name['apiId']}.execute-api.{os.environ['AWS_REGION']}.amazonaws.com/live\"", "post_to_connection",
     "*/live/POST/@connections/*"),
    ("'https://ws.example.com/live'", "post_to_connection", "*/*/POST/@connections/*"),
    ("event['url'] if name else '" + URL + "/a'", "post_to_connection", "*/*/POST/@connections/*"),
    ("None", "post_to_connection", "*/*/POST/@connections/*"),
])
def test_the_url_of_a_client_names_the_websocket_api(app_folder, url, method, end):
    assert f"{SOCKET}{end}" in role(app_folder, f"{CLIENT % url}.{method}(ConnectionId='a')")


def test_a_client_without_a_known_url_may_use_every_websocket_api(app_folder):
    assert role(app_folder, "boto3.client('apigatewaymanagementapi', **event).post_to_connection(ConnectionId='a')") == [
        f"{SOCKET}*/*/POST/@connections/*"]


test_an_arn_that_only_a_run_knows_is_one_of_its_type = results(role, [
    (f"{STATES}.stop_execution(executionArn=event['a'])", ["arn:${AWS::Partition}:states:*:*:execution:*"]),
    (f"{STATES}.stop_execution(executionArn=event['a'].strip())", ["arn:${AWS::Partition}:states:*:*:execution:*"]),
    ("boto3.client('stepfunctions', region_name='eu-west-1').stop_execution(executionArn=event['a'])", [
        "arn:${AWS::Partition}:states:eu-west-1:*:execution:*"]),
    ("boto3.client('acm', 'us-east-1').describe_certificate(CertificateArn=event['a'])", [
        "arn:${AWS::Partition}:acm:us-east-1:*:certificate/*"]),
    ("boto3.client('acm', region_name=event['r']).describe_certificate(CertificateArn=event['a'])", [
        "arn:${AWS::Partition}:acm:*:*:certificate/*"]),
    ("boto3.client('rds', 'eu-west-1').copy_db_snapshot(SourceDBSnapshotIdentifier=event['a'], "
     "TargetDBSnapshotIdentifier='b')", ["arn:${AWS::Partition}:rds:*:*:snapshot:*",
                                         "arn:${AWS::Partition}:rds:eu-west-1:${AWS::AccountId}:snapshot:b"]),
    (f"{STATES}.describe_execution(executionArn={STATES}.start_execution(stateMachineArn='arn:aws:states:eu-west-1:1:"
     "stateMachine:a')['executionArn'])", [
         "arn:aws:states:eu-west-1:1:execution:a:*", "arn:aws:states:eu-west-1:1:stateMachine:a"]),
    (f"{STATES}.stop_execution(executionArn={STATES}.list_executions(stateMachineArn=event['a'])['executions'][0]"
     "['executionArn'])", ["arn:${AWS::Partition}:states:*:*:execution:*", "arn:${AWS::Partition}:states:*:*:stateMachine:*"]),
    ("boto3.client('athena').get_query_results(QueryExecutionId=event['a'])", [ARN % "athena" + "workgroup/*"]),
    ("boto3.client('cloudwatch').put_metric_data(Namespace='a', MetricData=[])", ["*"]),
    (f"{STATES}.describe_execution(executionArn='arn:aws:states:eu-west-1:1:execution:a:b')", [
        "arn:aws:states:eu-west-1:1:execution:a:b"]),
    (f"{STATES}.list_executions(mapRunArn='arn:aws:states:eu-west-1:1:mapRun:a/b:c')", [
        "arn:aws:states:eu-west-1:1:mapRun:a/b:c"]),
    ("boto3.client('dynamodb').delete_backup(BackupArn=event['a'])", [ARN % "dynamodb" + "table/*/backup/*"]),
    ("boto3.client('dynamodb').get_item(TableName=f\"a-{event['a']}\", Key={})", [ARN % "dynamodb" + "table/a-*"]),
    ("boto3.client('ecs').list_tasks(cluster='jobs')", ["*"]),
    # the task definition has a role, and describing it passes none
    ("boto3.client('ecs').describe_task_definition(taskDefinition='a')", ["*"]),
    ("boto3.client('workspaces').stop_workspaces(StopWorkspaceRequests=[{'WorkspaceId': event['a']}])", [
        ARN % "workspaces" + "workspace/*"]),
    ("boto3.client('rds').copy_db_snapshot(SourceDBSnapshotIdentifier=boto3.client('rds').describe_db_snapshots()"
     "['DBSnapshots'][0]['DBSnapshotArn'], TargetDBSnapshotIdentifier=event['a'])", [ARN % "rds" + "db:*", ARN % "rds" + "snapshot:*",
        "arn:${AWS::Partition}:rds:*:*:snapshot:*"]),
    ("boto3.client('athena').batch_get_named_query(NamedQueryIds=event['a'])", [ARN % "athena" + "workgroup/*"]),
    ("boto3.client('polly').synthesize_speech(Text='a', OutputFormat='mp3', VoiceId='Joanna')", ["*"]),
    *[(f"boto3.client('logs').put_subscription_filter(logGroupName='a', filterName='b', filterPattern='', "
       f"destinationArn='{to}')", [*(ARN % "logs" + f"log-group:a{end}" for end in ("", ":*")), *own]) for to, own in (
           ("arn:aws:firehose:eu-west-1:1:deliverystream/a", []),
           ("arn:aws:logs:eu-west-1:1:destination:a", ["arn:aws:logs:eu-west-1:1:destination:a"]))],
    ("boto3.client('bedrock-agent-runtime').invoke_flow(flowIdentifier='a', flowAliasIdentifier='b', inputs=[])", [
        ARN % "bedrock" + "flow/a/alias/b"]),
    ("boto3.client('lambda').get_layer_version(LayerName='a', VersionNumber=3)", [
        ARN % "lambda" + "layer:a", ARN % "lambda" + "layer:a:*"]),
    ("boto3.client('lambda').update_event_source_mapping(UUID=event['a'])", [
        ARN % "lambda" + "event-source-mapping:*"]),
    ("boto3.client('ec2').create_snapshot(VolumeId='vol-1', TagSpecifications=[{'ResourceType': 'snapshot'}])", [
        ARN % "ec2" + "volume/vol-1", "arn:${AWS::Partition}:ec2:${AWS::Region}::snapshot/*"]),
    ("boto3.client('rds').stop_db_instance(DBInstanceIdentifier='a')", [ARN % "rds" + "db:a"]),
    ("boto3.client('rds').generate_db_auth_token('host', 5432, 'app')", [ARN % "rds-db" + "dbuser:*/app"]),
    ("boto3.client('dsql').generate_db_connect_auth_token('abc.dsql.eu-west-1.on.aws', 'eu-west-1')", [
        ARN % "dsql" + "cluster/abc"]),
    ("boto3.client('dsql').generate_db_connect_admin_auth_token(Hostname=event['a'])", [ARN % "dsql" + "cluster/*"]),
    ("boto3.client('batch').submit_job(jobName='a', jobQueue='fast', jobDefinition='b')", [
        ARN % "batch" + "job-definition/b", ARN % "batch" + "job-definition/b:*", ARN % "batch" + "job-queue/fast"]),
    ("boto3.client('wafv2').get_ip_set(Name='a', Id='1', Scope='REGIONAL')", [ARN % "wafv2" + "regional/ipset/a/1"]),
    ("boto3.client('codepipeline').start_pipeline_execution(name='a')", [ARN % "codepipeline" + "a"]),
    ("boto3.client('timestream-query').query(QueryString='SELECT 1 FROM \"a\".\"b\"')", [
        "*", ARN % "timestream" + "database/a/table/b"]),
    ("boto3.client('s3').write_get_object_response(RequestRoute='a', RequestToken='b')", [
        ARN % "s3-object-lambda" + "accesspoint/*"]),
    ("boto3.client('cloudformation').delete_stack(StackName=f\"a-{event['a']}\")", [
        ARN % "cloudformation" + "stack/a-*/*"]),
    ("boto3.client('iot-data').publish(topic=f\"a/{event['a']}/b\", retain=True)", [ARN % "iot" + "topic/a/*/b"]),
    ("boto3.client('kms').re_encrypt(CiphertextBlob=b'', SourceKeyId='a', DestinationKeyId='alias/b')", [
        ARN % "kms" + "key/*", ARN % "kms" + "key/a"]),
    ("boto3.client('mediaconvert').create_job(Role='own', Queue='fast', Settings={})", [
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/own", ARN % "mediaconvert" + "queues/fast"]),
    ("boto3.client('rekognition').start_label_detection(Video={}, NotificationChannel={'RoleArn': os.environ['ROLE']})", [
        "${env:ROLE}", "*"]),
    ("boto3.client('bedrock-runtime').converse(modelId='a.b', messages=[{'role': 'user', 'content': []}])", [
        "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/a.b"]),
    ("boto3.client('ecs').stop_task(task=event['a'], cluster='jobs')", [ARN % "ecs" + "task/jobs/*"]),
    ("boto3.client('ecs').run_task(taskDefinition='a:3')", [ARN % "ecs" + "task-definition/a:3"]),
    ("boto3.client('ecs').run_task(taskDefinition='a')", [ARN % "ecs" + "task-definition/a:*"]),
    ("boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:1:a-${name}', Message='a')", ["arn:aws:sns:eu-west-1:1:a-*"]),
    ("boto3.client('ecr', region_name='${a}').describe_images(repositoryName='${b')", [
        "arn:${AWS::Partition}:ecr:*:${AWS::AccountId}:repository/*"]),
    ("boto3.client('connect').start_outbound_voice_contact(InstanceId='a', ContactFlowId='b')", [
        ARN % "connect" + "instance/a/contact/*"]),
    ("boto3.client('ec2').disassociate_address(AssociationId=event['a'])", [
        ARN % "ec2" + "elastic-ip/*", ARN % "ec2" + "network-interface/*"]),
    *[(f"boto3.client('rds').describe_db_snapshots({params})", [ARN % "rds" + "db:*", ARN % "rds" + "snapshot:*"])
      for params in ("SnapshotType='manual'", "DBInstanceIdentifier=event['a']")],
    ("boto3.client('rds').describe_db_snapshots(DBSnapshotIdentifier='a-' + event['a'])", [ARN % "rds" + "snapshot:a-*"]),
    ("boto3.client('rds').describe_db_cluster_snapshots(DBClusterIdentifier='a')", [
        ARN % "rds" + "cluster-snapshot:*", ARN % "rds" + "cluster:a"]),
    ("boto3.client('efs').describe_file_systems()", [ARN % "elasticfilesystem" + "file-system/*"]),
    ("boto3.client('efs').describe_file_systems(FileSystemId='a')", [ARN % "elasticfilesystem" + "file-system/a"]),
    ("boto3.client('ecs').run_task(taskDefinition=event['a'])", [ARN % "ecs" + "task-definition/*:*"]),
], "app_folder")


@cases("code, ends", [
    ("get_table(DatabaseName='web', Name='visits')", ["catalog", "database/web", "table/web/visits"]),
    ("get_tables(DatabaseName='web')", ["catalog", "database/web", "table/web/*"]),
    ("get_database(Name='web')", ["catalog", "database/web"]),
    ("get_table(CatalogId='000000000000', DatabaseName='web', Name='visits')", ["catalog", "database/web", "table/web/visits"]),
    ("get_table(CatalogId='123456789012:s3tablescatalog/lake', DatabaseName='web', Name='visits')", [
        "catalog", "catalog/*", "database/*", "table/*"]),
    ("get_table(CatalogId=event['a'], DatabaseName='web', Name='visits')", ["catalog", "catalog/*", "database/*", "table/*"]),
    ("get_table(DatabaseName='web', **event)", ["catalog", "catalog/*", "database/*", "table/*"]),
])
def test_names_of_glue_are_those_of_the_default_catalog_unless_another_one_is_named(app_folder, code, ends):
    assert role(app_folder, f"boto3.client('glue').{code}") == [f"{GLUE}{end}" for end in ends]


test_each_value_of_a_field_inside_a_parameter_names_a_resource = results(role, [
    ("boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': 'a' if name else 'b', 'Item': {}}}])",
     [ARN % "dynamodb" + "table/a", ARN % "dynamodb" + "table/b"]),
    ("boto3.client('events').put_events(Entries=[{'EventBusName': os.environ.get('BUS', 'a')}])",
     [ARN % "events" + "event-bus/${env:BUS}", ARN % "events" + "event-bus/a"]),
    ("boto3.client('s3').copy(Bucket='to', Key='k', CopySource={'Bucket': os.environ.get('FROM', 'a'), 'Key': 'k'})",
     ["arn:${AWS::Partition}:s3:::${env:FROM}/k", "arn:${AWS::Partition}:s3:::a/k", "arn:${AWS::Partition}:s3:::to/k"]),
    ("boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': 'a', 'Item': {"
     "key: {'S': 'a' if name else 'b'} for key in 'abcdefghij'}}}])", [ARN % "dynamodb" + "table/a"]),
], "app_folder")


@cases("name, ends", [
    ("'AWS-UpdateLinuxAmi'", ["${AWS::AccountId}:automation-execution/*", ":automation-definition/AWS-UpdateLinuxAmi:*",
                              ":document/AWS-UpdateLinuxAmi"]),
    ("'Own', DocumentVersion='3'", [f"${{AWS::AccountId}}:{end}" for end in (
        "automation-definition/Own:*", "automation-execution/*", "document/Own")]),
    ("'Own-' + event['a']", [f"${{AWS::AccountId}}:{end}" for end in (
        "automation-definition/Own-*:*", "automation-execution/*", "document/Own-*")]),
    ("event['a']", ["${AWS::AccountId}:automation-execution/*", "*:automation-definition/*:*", "*:document/*"]),
])
def test_an_automation_is_of_a_document_and_of_its_definition(app_folder, name, ends):
    ssm = "arn:${AWS::Partition}:ssm:${AWS::Region}:"
    assert role(app_folder, f"boto3.client('ssm').start_automation_execution(DocumentName={name})") == sorted(
        f"{ssm}{end}" for end in ends)


LEX, ELB, S3 = ARN % "lex", ARN % "elasticloadbalancing", "arn:${AWS::Partition}:s3:::a"
test_a_call_needs_nothing_of_another_service_with_its_prefix = results(role, [
    ("boto3.client('lexv2-runtime').delete_session(botId='A', botAliasId='B', localeId='en_US', sessionId='s')", [
        LEX + "bot-alias/A/B"]),
    ("boto3.client('lexv2-runtime').get_session(botId='A', botAliasId='B', localeId='en_US', sessionId='s')", [
        LEX + "bot-alias/A/B"]),
    ("boto3.client('lex-runtime').get_session(botName='pizza', botAlias='live', userId='u')", [LEX + "bot:pizza:*"]),
    ("boto3.client('lexv2-models').delete_utterances(botId='A')", [LEX + "bot/A"]),
    ("boto3.client('lex-models').delete_utterances(botName='pizza', userId='u')", [LEX + "bot:pizza", LEX + "bot:pizza:*"]),
    ("boto3.client('events').describe_event_bus(Name='jobs')", [ARN % "events" + "event-bus/jobs"]),
    ("boto3.client('elb').delete_load_balancer(LoadBalancerName='web')", [ELB + "loadbalancer/web"]),
    ("boto3.client('elbv2').create_load_balancer(Name='web')", [
        f"{ELB}loadbalancer/{kind}/web/*" for kind in ("app", "gwy", "net")]),
    ("boto3.client('chime-sdk-voice').get_speaker_search_task(VoiceConnectorId='v', SpeakerSearchTaskId='t')", [
        ARN % "chime" + "vc/v"]),
    ("boto3.client('s3').get_bucket_location(Bucket='a')", [S3]), ("boto3.client('s3').get_bucket_acl(Bucket='a')", [S3]),
    ("boto3.client('s3').get_bucket_policy(Bucket='a')", [S3])], "app_folder")


BUILDS, LOGS = "(c := boto3.client('codebuild'))", "(c := boto3.client('logs'))"
START_BUILD, START_QUERY = "c.start_build(projectName='p')['build']['id']", (
    "c.start_query(logGroupName='/g', startTime=0, endTime=1, queryString='')['queryId']")
PROJECT, GROUP = ARN % "codebuild" + "project/%s", ARN % "logs" + "log-group:%s"
test_an_id_that_a_call_answered_names_what_it_is_part_of = results(role, [
    (f"{BUILDS}.batch_get_builds(ids=[{START_BUILD}])", [PROJECT % "p"]),
    (f"{BUILDS}.stop_build(id={START_BUILD})", [PROJECT % "p"]),
    (f"{BUILDS}.stop_build(id=c.batch_get_builds(ids=[{START_BUILD}])['builds'][0]['id'])", [PROJECT % "p"]),
    (f"{BUILDS}.batch_get_builds(ids=c.list_builds_for_project(projectName='p')['ids'])", [PROJECT % "p"]),
    (f"{BUILDS}.batch_get_builds(ids=c.list_builds_for_project(projectName='p')['ids'][:5])", [PROJECT % "p"]),
    (f"{BUILDS}.batch_get_builds(ids=[id_ for page in c.get_paginator('list_builds_for_project').paginate(projectName='p')"
     " for id_ in page['ids']])", [PROJECT % "p"]),
    (f"{BUILDS}.batch_get_builds(ids=[{START_BUILD}, event['id']])", [PROJECT % "*", PROJECT % "p"]),
    (f"{BUILDS}.batch_get_builds(ids=[event['id']])", [PROJECT % "*"]),
    (f"{BUILDS}.start_build(projectName=os.environ['AWS_LAMBDA_FUNCTION_NAME'])", [PROJECT % "*"]),
    (f"{BUILDS}.batch_get_builds(ids=c.list_builds()['ids'])", ["*", PROJECT % "*"]),
    (f"{LOGS}.get_query_results(queryId={START_QUERY})", [GROUP % "*", GROUP % "/g", GROUP % "/g:*"]),
    (f"{LOGS}.get_query_results(queryId=event['id'])", [GROUP % "*"]),
    ("(c := boto3.client('athena')).batch_get_query_execution(QueryExecutionIds=c.list_query_executions(WorkGroup='w')"
     "['QueryExecutionIds'])", [ARN % "athena" + "workgroup/w"]),
    ("(c := boto3.client('athena')).get_session(SessionId=c.start_session(WorkGroup='w', EngineConfiguration={})"
     "['SessionId'])", [ARN % "athena" + "workgroup/w", ARN % "athena" + "workgroup/w/session/*"]),
    ("(c := boto3.client('codecommit')).get_pull_request(pullRequestId=c.list_pull_requests(repositoryName='r')"
     "['pullRequestIds'][0])", [ARN % "codecommit" + "r"]),
    ("(c := boto3.client('efs')).delete_mount_target(MountTargetId=c.create_mount_target(FileSystemId='fs-1', SubnetId='s')"
     "['MountTargetId'])", [ARN % "elasticfilesystem" + "file-system/fs-1"]),
    ("(c := boto3.client('ds')).delete_snapshot(SnapshotId=c.create_snapshot(DirectoryId='d')['SnapshotId'])", [
        ARN % "ds" + "directory/d"])], "app_folder")
