"""The types of resources of a call where IAM's list of actions does not tell them: of a call that does not name its
resource, of types that an action may do without, and of what an operation creates; and fields that are no roles. Data.

docs.aws.amazon.com/service-authorization/latest/reference/
"""
import re

# {service: {action: types}}, or {service: types} of all, of actions on a resource that the call itself does not name
WITHOUT_NAME: dict[str, str | dict[str, str]] = {
    "neptune-db": "database",
    "ecr": {"DescribeRepositories": "repository"},  # AccessDenied names repository/*
    "codebuild": {"BatchGetBuilds": "project", "StopBuild": "project"},
    "dynamodb": {"DeleteBackup": "backup", "DescribeBackup": "backup", "GetRecords": "stream"},
    "iam": {"GetAccessKeyLastUsed": "user"},
    "athena": dict.fromkeys("""BatchGetNamedQuery BatchGetQueryExecution DeleteNamedQuery GetNamedQuery
        GetQueryExecution GetQueryResults GetQueryResultsStream GetQueryRuntimeStatistics StartQueryExecution
        StopQueryExecution UpdateNamedQuery""".split(), "workgroup"),
    "kinesis": {"GetRecords": "stream"}, "lambda": dict.fromkeys(
        ("DeleteEventSourceMapping", "GetEventSourceMapping", "UpdateEventSourceMapping"), "eventSourceMapping"),
    "logs": {"GetQueryResults": "log-group"},
    # AccessDenied names db:* and cluster:* as the resource
    "rds": {"DescribeDBClusters": "cluster", "DescribeDBInstances": "db", "DescribeDBSnapshots": "db snapshot",
            "DescribeDBClusterSnapshots": "cluster cluster-snapshot"},
    "elasticfilesystem": {"DescribeFileSystems": "file-system"},
    "ec2": {"CancelExportTask": "export-image-task export-instance-task",
            "CancelImportTask": "import-image-task import-snapshot-task",
            "DetachNetworkInterface": "instance network-interface",
            "DisassociateAddress": "elastic-ip network-interface"}}
# {action: types} that the list of cfn-lint does not have
TYPES = {"connect:StartOutboundVoiceContact": ["contact"]}
# {(service, operation): type} of resources that an operation creates, which do not have the operation's name
CREATED = {("ecs", "RunTask"): "task", ("ecs", "StartTask"): "task", ("batch", "SubmitJob"): "job"}
# Types of resources that an action accepts and that a call need not have.
OPTIONAL_TYPES = {
    "bedrock:ApplyGuardrail": {"guardrail-profile"}, "cloudwatch:PutMetricAlarm": {"dataset"},
    "ec2:AuthorizeSecurityGroupIngress": {"security-group-rule"}, "sagemaker:InvokeEndpoint": {"inference-component"},
    "securityhub": {"hubv2"}, "ssm:SendCommand": {"bucket"}, "rds:StopDBInstance": {"snapshot"},
    "rds:DescribeDBSnapshots": {"db"}, "rds:CreateDBInstanceReadReplica": {"cluster"},
    "iot:CreateThing": {"billinggroup"},
    "mediaconvert:CreateJob": {"jobtemplate", "preset"},
    "sagemaker:CreateTrainingJob": {"reserved-capacity", "training-plan"},
    "states:ListExecutions": {"maprun", "statemachine"}}
# {the beginning of an id of Organizations: type}
OF_IDS = {"r-": "root", "ou-": "organizationalunit", "p-": "policy", r"\d{12}$": "account"}
# {(service, operation): actions} that a call needs on any resource, besides its own action
# docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-authorizing-access.html, and Aurora's
# docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html (ReplicateKey)
BESIDES = {
    ("rds", "CreateBlueGreenDeployment"): "AddTagsToResource CreateDBCluster CreateDBClusterEndpoint CreateDBInstance "
                                          "CreateDBInstanceReadReplica",
    ("rds", "SwitchoverBlueGreenDeployment"): "ModifyDBCluster ModifyDBInstance PromoteReadReplica "
                                              "PromoteReadReplicaDBCluster",
    ("rds", "DeleteBlueGreenDeployment"): "DeleteDBCluster DeleteDBClusterEndpoint DeleteDBInstance",
    ("kms", "ReplicateKey"): "CreateKey"}
# Operations that launch instances, or may do so later, whose launch template names a role
# docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
OF_TEMPLATES = {("ec2", "RunInstances"), ("ec2", "CreateFleet"), ("ec2", "RequestSpotFleet"),
                ("autoscaling", "CreateAutoScalingGroup"), ("autoscaling", "UpdateAutoScalingGroup")}
# {parameter: action} of what the session of a role gets
# docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html, id_credentials_temp_control-access_monitor.html
OF_SESSIONS = {"Tags": "sts:TagSession", "SourceIdentity": "sts:SetSourceIdentity"}
# Actions on the resource that their name has
ON_ONE = re.compile("(?:Modify|Start(?=Instances))(.*)")
MAY_HAVE_MORE = "\ue003"  # a parameter of a call (**more) that only a run knows
# {boto3's service: the beginnings of the ARNs that only another service's resources have, whose actions have the same
# names: Lex V1 and V2, both kinds of load balancers, both kinds of event buses}
FOREIGN = {
    **dict.fromkeys(("lex-models", "lex-runtime"), re.compile("(bot|bot-alias|test-set)/")),
    **dict.fromkeys(("lexv2-models", "lexv2-runtime"), re.compile("(bot|bot-channel|intent|slottype):")),
    "chime-sdk-voice": re.compile("media-pipeline/"), "chime-sdk-media-pipelines": re.compile("vc/"),
    "elb": re.compile("loadbalancer/(app|gwy|net)/"), "elbv2": re.compile(r"loadbalancer/\.\*"),
    "events": re.compile("event-(bus|source)v2/|subscriber/"), "eventbridgev2": re.compile("event-(bus|source)/|rule/")}
# {type: its field in RunInstances} of types that an instance only has if a field or its launch template names them
# docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
OF_LAUNCHES = {
    "capacity-reservation": "CapacityReservationSpecification", "elastic-gpu": "ElasticGpuSpecification",
    "elastic-inference": "ElasticInferenceAccelerators", "group": "Placement", "key-pair": "KeyName",
    "launch-template": "LaunchTemplate", "license-configuration": "LicenseSpecifications",
    "placement-group": "Placement", "secondary-interface": "SecondaryInterfaces",
    "secondary-subnet": "SecondaryInterfaces", "snapshot": "BlockDeviceMappings",
    "spot-instances-request": "InstanceMarketOptions"}
# Services whose fields are roles of IAM only if their names end with Arn; others name a role of a user or of a node.
ONLY_ARNS = set("""chime chime-sdk-media-pipelines connect es grafana invoicing iot-managed-integrations kinesisvideo
    medialive opensearch quicksight rds repostspace securityhub transcribe workdocs workmail""".split())
NO_ROLES = {("datazone", "snowflakeRole"), ("ec2", "Role"), ("emr", "InstanceRole"), ("firehose", "SnowflakeRole")}
