"""Roles of calls whose names are not those of ARNs: AWS takes a part of an ARN, a prefix or a version with a name; and
what such calls need besides their own action."""
from tests.fixtures.cases import cases, results
from tests.fixtures.scans import scanned

START = '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\ndef handler(event, context):\n    '
OWN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:"
LITERAL = "arn:aws:%s:eu-west-1:111122223333:"
FUNCTION, POINT, CLUSTER = LITERAL % "lambda" + "function:a", LITERAL % "s3" + "accesspoint/a", LITERAL % "ecs" + "cluster/a"
SECRET, GROUP, KEY = LITERAL % "secretsmanager" + "secret:a/b", LITERAL % "logs" + "log-group:/a", OWN % "kms" + "key/"
EC2, RDS = OWN % "ec2", OWN % "rds"
ROLE = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/"


def role(app_folder, code):
    """({action: {resource}}, the number of doubts)"""
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f"{START}boto3.client({code}\n"})
    fn, result = scanned()["lambdas"]["a"], {}
    for call in fn["calls"]:
        result.setdefault(call["action"], set()).add(call["on"])
    return result, len(fn["doubts"])


test_a_name_is_written_as_its_arn_has_it = results(lambda app_folder, code, action: role(app_folder, code)[0][action], [
    ("'route53').list_resource_record_sets(HostedZoneId='/hostedzone/Z1')", "route53:ListResourceRecordSets",
     {"arn:${AWS::Partition}:route53:::hostedzone/Z1"}),
    ("'route53').get_change(Id='/change/C1')", "route53:GetChange", {"arn:${AWS::Partition}:route53:::change/C1"}),
    ("'ssm').get_parameter(Name='/a/b:3')", "ssm:GetParameter", {OWN % "ssm" + "parameter/a/b"}),
    ("'ssm').get_parameters(Names=['a:live', 'c'])", "ssm:GetParameters", {OWN % "ssm" + f"parameter/{end}" for end in "ac"}),
    ("'ssm').get_parameter(Name='/aws/service/a')", "ssm:GetParameter", {
        "arn:${AWS::Partition}:ssm:${AWS::Region}:*:parameter/aws/service/a"}),
    *[(f"'ssm').get_parameter(Name='{LITERAL % 'ssm'}parameter/a/b{end}')", "ssm:GetParameter", {
        LITERAL % "ssm" + "parameter/a/b"}) for end in ("", ":3")],
    ("'ssm').get_parameter(Name='/aws/reference/secretsmanager/a/b')", "secretsmanager:GetSecretValue", {
        OWN % "secretsmanager" + "secret:a/b-??????"}),
    *[(f"'kms').{verb}_alias(AliasName='alias/a'{more})", f"kms:{verb.capitalize()}Alias", {
        OWN % "kms" + "alias/a", f"{KEY}{key}"}) for verb, more, key in (
            ("create", ", TargetKeyId='k'", "k"), ("delete", "", "*"))],
    (f"'s3').get_object(Bucket='{POINT}', Key='k')", "s3:GetObject", {f"{POINT}/object/k"}),
    (f"'s3').list_objects_v2(Bucket='{POINT.replace('t/', 't:')}')", "s3:ListBucket", {POINT}),
    *[(f"'lambda').invoke(FunctionName='{name}'{more})", "lambda:InvokeFunction", {resource}) for name, more, resource in (
        ("111122223333:function:a", "", (OWN % "lambda").replace("${AWS::AccountId}", "111122223333") + "function:a"),
        ("eu-west-1:111122223333:function:a:live", "",
         "arn:${AWS::Partition}:lambda:eu-west-1:111122223333:function:a:live"),
        ("function:a", ", Qualifier='live'", OWN % "lambda" + "function:a:live"), (FUNCTION, "", FUNCTION))],
    ("'lambda').get_function(FunctionName='111122223333:function:a')", "lambda:GetFunction", {
        (OWN % "lambda").replace("${AWS::AccountId}", "111122223333") + "function:a"}),
    (f"'ecs').describe_clusters(clusters=['{CLUSTER}'])", "ecs:DescribeClusters", {CLUSTER}),
    (f"'ecs').stop_task(cluster='{CLUSTER}', task='b')", "ecs:StopTask", {LITERAL % "ecs" + "task/a/b"}),
    (f"'ecs').describe_tasks(cluster='{CLUSTER}', tasks=['b'])", "ecs:DescribeTasks", {LITERAL % "ecs" + "task/a/b"}),
    *[(f"'secretsmanager').get_secret_value(SecretId='{SECRET}{end}')", "secretsmanager:GetSecretValue", resources)
      for end, resources in (("", {f"{SECRET}-??????"}), ("-AbC1eF", {f"{SECRET}-AbC1eF"}),
                             ("-secret", {f"{SECRET}-secret", f"{SECRET}-secret-??????"}))],
    *[(f"'logs').start_query(logGroupIdentifiers=['{GROUP}{end}'], startTime=0, endTime=1, queryString='a:*')",
       "logs:StartQuery", {GROUP, f"{GROUP}:*"}) for end in ("", ":*")],
    ("'ecr').describe_images(repositoryName='a', registryId='111122223333')", "ecr:DescribeImages", {
        (OWN % "ecr").replace("${AWS::AccountId}", "111122223333") + "repository/a"}),
    ("'ec2').authorize_security_group_ingress(GroupName='a')", "ec2:AuthorizeSecurityGroupIngress", {
        EC2 + "security-group/*"}),
    ("'ec2').delete_security_group(GroupId='sg-1')", "ec2:DeleteSecurityGroup", {EC2 + "security-group/sg-1"}),
], "app_folder")


@cases("code, action, resources, doubts", [
    ("'ec2').run_instances(ImageId='ami-1', IamInstanceProfile={'Name': 'p'})", "iam:PassRole", {ROLE + "p"}, 1),
    ("'ec2').run_instances(ImageId='ami-1', IamInstanceProfile={'Arn': 'arn:aws:iam::1:instance-profile/x/p'})",
     "iam:PassRole", {ROLE + "p"}, 1),
    ("'ec2').run_instances(ImageId='ami-1', IamInstanceProfile=event['a'])", "iam:PassRole", None, 1),
    ("'ec2').request_spot_instances(LaunchSpecification={'ImageId': 'ami-1', 'IamInstanceProfile': {'Name': 'p'}})",
     "iam:PassRole", {ROLE + "p"}, 1),
    ("'ec2').associate_iam_instance_profile(InstanceId='i-1', IamInstanceProfile={'Name': 'p'})", "iam:PassRole",
     {ROLE + "p"}, 1),
    ("'ec2').create_launch_template(LaunchTemplateName='t', LaunchTemplateData={'IamInstanceProfile': {'Name': 'p'}})",
     "iam:PassRole", {ROLE + "p"}, 1),
    ("'autoscaling').create_launch_configuration(LaunchConfigurationName='c', IamInstanceProfile='p')", "iam:PassRole",
     {ROLE + "p"}, 1),
    ("'ec2').run_instances(LaunchTemplate={'LaunchTemplateName': 't'})", "iam:PassRole", None, 1),
    ("'ec2').run_instances(ImageId='ami-1')", "iam:PassRole", None, 0),
    ("'iam').add_role_to_instance_profile(InstanceProfileName='p', RoleName='r')", "iam:PassRole", None, 0),
    (f"'lambda').update_function_configuration(FunctionName='{FUNCTION}', Layers=['{LITERAL % 'lambda'}layer:l:1'])",
     "lambda:GetLayerVersion", {LITERAL % "lambda" + "layer:l:1"}, 0),
    ("'sts').assume_role(RoleArn='arn:aws:iam::1:role/r', RoleSessionName='s', Tags=[])", "sts:TagSession",
     {"arn:aws:iam::1:role/r"}, 0),
    ("'sts').assume_role(RoleArn='arn:aws:iam::1:role/r', RoleSessionName='s', SourceIdentity='a')",
     "sts:SetSourceIdentity", {"arn:aws:iam::1:role/r"}, 0),
    ("'acm').request_certificate(DomainName='a.example', Tags=[])", "acm:AddTagsToCertificate", {"*"}, 0),
    ("'cognito-idp').create_user_pool(PoolName='p', UserPoolTags={})", "cognito-idp:TagResource", {"*"}, 0),
    ("'cloudwatch').put_metric_alarm(AlarmName='a', Tags=[])", "cloudwatch:TagResource", {OWN % "cloudwatch" + "alarm:a"}, 0),
    ("'ses').send_email(Source='a@example.org', Destination={}, Message={}, Tags=[])", "ses:TagResource", None, 0),
    *[(f"'translate').{code}", "comprehend:DetectDominantLanguage", resources, 0) for code, resources in (
        ("translate_text(Text='a', SourceLanguageCode='auto', TargetLanguageCode='de')", {"*"}),
        ("translate_text(Text='a', SourceLanguageCode=event['a'], TargetLanguageCode='de')", {"*"}),
        ("translate_text(Text='a', SourceLanguageCode='en', TargetLanguageCode='de')", None), ("list_languages()", None))],
])
def test_a_call_needs_what_its_arguments_use(app_folder, code, action, resources, doubts):
    actions, count = role(app_folder, code)
    assert (actions.get(action), count) == (resources, doubts)


@cases("code, action, ends", [
    ("'rds').modify_db_instance(DBInstanceIdentifier='a', MultiAZ=True)", "rds:ModifyDBInstance", {RDS + "db:a"}),
    ("'rds').modify_db_instance(DBInstanceIdentifier='a', OptionGroupName='b')", "rds:ModifyDBInstance", {
        RDS + "db:a", RDS + "og:b"}),
    ("'rds').modify_db_instance(DBInstanceIdentifier='a', **event)", "rds:ModifyDBInstance", {
        RDS + end for end in ("db:a", "og:*", "pg:*", "secgrp:*", "subgrp:*")}),
    ("'rds').modify_db_cluster(DBClusterIdentifier='a')", "rds:ModifyDBCluster", {RDS + "cluster:a"}),
    ("'ec2').run_instances(ImageId='ami-1', SubnetId='subnet-1', SecurityGroupIds=['sg-1'], KeyName='k')", "ec2:RunInstances", {
        "arn:${AWS::Partition}:ec2:${AWS::Region}::image/ami-1", *(EC2 + end for end in (
            "instance/*", "key-pair/k", "network-interface/*", "security-group/sg-1", "subnet/subnet-1", "volume/*"))}),
])
def test_a_type_that_the_call_does_not_name_is_not_allowed_where_it_is_not_needed(app_folder, code, action, ends):
    assert role(app_folder, code)[0][action] == ends


def test_the_resources_of_a_launch_template_may_be_any(app_folder):
    code = "'ec2').run_instances(LaunchTemplate={'LaunchTemplateId': 'lt-1'})"
    assert {EC2 + "key-pair/*", EC2 + "placement-group/*"} <= role(app_folder, code)[0]["ec2:RunInstances"]


ATHENA, KINESIS = OWN % "athena" + "workgroup/", OWN % "kinesis" + "stream/"
QUERY = "'athena').start_query_execution(QueryString='SELECT 1'%s)['QueryExecutionId']"
ROOT = "arn:${AWS::Partition}:organizations::${AWS::AccountId}:"


@cases("code, action, resources, doubts", [
    *[(f"'athena').get_query_execution(QueryExecutionId=boto3.client({QUERY % more})", "athena:GetQueryExecution",
       {ATHENA + end}, 0) for more, end in ((", WorkGroup='w'", "w"), ("", "*"))],
    ("'athena').get_query_execution(QueryExecutionId=event['a'])", "athena:GetQueryExecution", {ATHENA + "*"}, 0),
    ("'s3').get_object(Bucket='b', Key=boto3.client(" + QUERY % ", WorkGroup='w'" + ")", "s3:GetObject",
     {"arn:${AWS::Partition}:s3:::b/*"}, 0),
    ("'kinesis').list_shards(NextToken=boto3.client('kinesis').list_shards(StreamName='s')['NextToken'])",
     "kinesis:ListShards", {KINESIS + "s"}, 0),
    ("'kinesis').get_records(ShardIterator=boto3.client('kinesis').get_shard_iterator(StreamName='s', ShardId='0', "
     "ShardIteratorType='LATEST')['ShardIterator'])", "kinesis:GetRecords", {KINESIS + "s"}, 0),
    ("'kinesis').get_records(ShardIterator=event['a'])", "kinesis:GetRecords", {KINESIS + "*"}, 1),
    ("'organizations').list_organizational_units_for_parent(ParentId=event['a'])",
     "organizations:ListOrganizationalUnitsForParent", {ROOT + "ou/*", ROOT + "root/*"}, 1),
    ("'autoscaling').set_desired_capacity(AutoScalingGroupName=event['a'], DesiredCapacity=1)",
     "autoscaling:SetDesiredCapacity", {OWN % "autoscaling" + "autoScalingGroup:*:autoScalingGroupName/*"}, 1),
    ("'autoscaling').set_desired_capacity(AutoScalingGroupName='a-' + event['a'], DesiredCapacity=1)",
     "autoscaling:SetDesiredCapacity", {OWN % "autoscaling" + "autoScalingGroup:*:autoScalingGroupName/a-*"}, 0),
    ("'kms').encrypt(KeyId=event['a'], Plaintext=b'')", "kms:Encrypt", {KEY + "*"}, 1),
    ("'kms').encrypt(KeyId='alias/a', Plaintext=b'')", "kms:Encrypt", {KEY + "*"}, 0),
    ("'kms').decrypt(CiphertextBlob=b'')", "kms:Decrypt", {KEY + "*"}, 0),
])
def test_an_id_of_aws_is_of_what_the_code_names_and_another_one_is_a_doubt(app_folder, code, action, resources, doubts):
    actions, count = role(app_folder, code)
    assert (actions[action], min(count, 1)) == (resources, doubts)
