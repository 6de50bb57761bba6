"""The formats of ARNs in IAM's list, as a role spells them."""
from aws.iam import actions, arn_formats, dependent_actions, role_actions
from interpreter import models
from tests.fixtures.cases import cases

# With marks of the scan, as in scan/called_resources.py: text of a template replaces them.
SCOPE = {"partition": "\ue004", "region": "\ue005", "account": "\ue006"}


def resources_of(action):
    """[ARN] that a role may have for an action whose resource is known, known in part or not known."""
    patterns = [pattern for patterns in arn_formats.of_action(action).values() for pattern in patterns]
    return [arn for pattern in patterns for arn in (arn_formats.every(pattern, SCOPE), arn_formats.any_of(
        pattern, SCOPE))] + [role_actions.any_of_type(action, SCOPE), *role_actions.named_resources(action, {}, SCOPE)]


def test_no_resource_of_any_action_has_a_placeholder_that_a_template_cannot_resolve():
    unresolved = {(action, arn) for service, entry in actions.iam_actions().items() for name in entry["Actions"]
                  for action in [f"{service}:{name}"] for arn in resources_of(action) if "$" in arn or "{" in arn}
    assert not unresolved


def test_an_account_and_a_service_that_may_be_others_are_any():
    types = [("chime", "meeting"), ("kafka", "vpc-connection"), ("account", "accountInOrganization"),
             ("backup", "recoveryPoint")]
    assert [arn_formats.every(arn_formats.of_type(*type_)[0], SCOPE) for type_ in types] == [
        "arn:\ue004:chime:\ue005:\ue006:meeting/*", "arn:\ue004:kafka:\ue005:*:vpc-connection/*/*/*",
        "arn:\ue004:account::*:account/*", "arn:\ue004:*:\ue005:*:*:*"]


def fields_of(service, shape, done=()):
    """Yields (field, shape's name, its type) of a shape of botocore's models, at any depth."""
    for name, member in models.shape(service, shape).get("members", {}).items() if shape not in done else ():
        inner = member["shape"]
        while models.shape(service, inner).get("type") in ("list", "map"):
            inner = (models.shape(service, inner).get("member") or models.shape(service, inner)["value"])["shape"]
        yield name, member["shape"], models.shape(service, member["shape"])
        yield from fields_of(service, inner, (*done, shape))


def test_a_constant_of_a_service_is_no_role():
    services = ("connect", "ec2", "emr", "grafana", "kinesisvideo", "quicksight", "rds", "transcribe", "workmail")
    passed = {(service, name) for service in services for entry in models.model(service)["operations"].values()
              for name, _shape, type_ in fields_of(service, entry.get("input", {}).get("shape"))
              if type_.get("enum") and dependent_actions.passed_role(service, name, "A", {"partition": "aws", "account": "1"})}
    assert passed == set()


def test_a_field_with_the_name_or_the_arn_of_a_role_passes_it():
    fields = [("emr", "JobFlowRole"), ("batch", "instanceRole"), ("quicksight", "RoleArn"), ("opensearch", "RoleArn")]
    assert [dependent_actions.passed_role(*field, "a", {"partition": "aws", "account": "1"})[0][0] for field in fields] == [
        "iam:PassRole"] * 4


@cases("service, operation, params, expected", [
    ("codepipeline", "GetPipelineState", {"name": "a"}, "codepipeline:\ue005:\ue006:a"),
    ("glue", "StartWorkflowRun", {"Name": "a"}, "glue:\ue005:\ue006:workflow/a"),
    ("glue", "PutWorkflowRunProperties", {"Name": "a", "RunId": "b", "RunProperties": {}}, "glue:\ue005:\ue006:workflow/a"),
    ("glue", "BatchGetWorkflows", {"Names": ["a"]}, "glue:\ue005:\ue006:workflow/a"),
    ("glue", "GetMLTransform", {"TransformId": "a"}, "glue:\ue005:\ue006:mlTransform/a"),
    ("mwaa", "CreateCliToken", {"Name": "a"}, "airflow:\ue005:\ue006:environment/a"),
    ("cloudtrail", "StartLogging", {"Name": "a"}, "cloudtrail:\ue005:\ue006:trail/a"),
    ("iot", "UpdateCertificate", {"certificateId": "a", "newStatus": "ACTIVE"}, "iot:\ue005:\ue006:cert/a"),
    ("iot", "AttachPolicy", {"policyName": "a", "target": "arn:aws:iot:b:1:cert/c"}, "arn:aws:iot:b:1:cert/c"),
    ("ec2", "ReleaseAddress", {"AllocationId": "a"}, "ec2:\ue005:\ue006:elastic-ip/a"),
    ("pinpoint", "UpdateEndpoint", {"ApplicationId": "a", "EndpointId": "b"}, "mobiletargeting:\ue005:\ue006:apps/a/endpoints/b"),
    ("pinpoint", "GetCampaigns", {"ApplicationId": "a"}, "mobiletargeting:\ue005:\ue006:apps/a"),
    ("amplify", "GetApp", {"appId": "a"}, "amplify:\ue005:\ue006:apps/a"),
    ("appsync", "GetGraphqlApi", {"apiId": "a"}, "appsync:\ue005:\ue006:apis/a"),
    ("athena", "GetDatabase", {"CatalogName": "a", "DatabaseName": "b"}, "athena:\ue005:\ue006:datacatalog/a"),
    ("databrew", "StartJobRun", {"Name": "a"}, "databrew:\ue005:\ue006:job/a"),
    ("eks", "UpdateClusterConfig", {"name": "a"}, "eks:\ue005:\ue006:cluster/a"),
    ("sesv2", "GetEmailIdentity", {"EmailIdentity": "a"}, "ses:\ue005:\ue006:identity/a"),
    ("ssm", "GetMaintenanceWindow", {"WindowId": "a"}, "ssm:\ue005:\ue006:maintenancewindow/a"),
    ("ssm", "ListDocumentVersions", {"Name": "a"}, "ssm:\ue005:\ue006:document/a"),
    ("workspaces", "StartWorkspacesPool", {"PoolId": "a"}, "workspaces:\ue005:\ue006:workspacespool/a"),
])
def test_a_parameter_names_the_resource_though_its_type_has_another_name(service, operation, params, expected):
    arns = [arn.removeprefix("arn:\ue004:") for _action, arn in role_actions.narrowest(service, operation, params, SCOPE)]
    assert arns == [expected]


@cases("service, operation, params", [
    ("stepfunctions", "CreateStateMachineAlias", {"name": "a"}),
    ("codebuild", "BatchGetFleets", {"names": ["a"]}),
    ("eks", "DescribePodIdentityAssociation", {"clusterName": "a", "associationId": "b"}),
    ("rds", "DeleteDBProxyEndpoint", {"DBProxyEndpointName": "a"}),
    ("omics", "GetReadSetMetadata", {"id": "a", "sequenceStoreId": "b"}),
])
def test_a_name_that_is_not_in_the_arn_of_the_type_narrows_nothing(service, operation, params):
    assert not [arn for _action, arn in role_actions.narrowest(service, operation, params, SCOPE) if arn and arn[-1] == "a"]


@cases("service, operation, params, expected", [
    ("ecr", "DescribeRepositories", {"repositoryNames": ["a"]}, ["ecr:\ue005:\ue006:repository/a"]),
    ("cloudwatch", "DescribeAlarms", {"AlarmTypes": "MetricAlarm"}, ["cloudwatch:\ue005:\ue006:alarm:*"]),
    ("cloudwatch", "DescribeAlarms", {"AlarmTypes": ["MetricAlarm"], "AlarmNames": ["a"]}, ["cloudwatch:\ue005:\ue006:alarm:a"]),
    ("cloudwatch", "DescribeAlarms", {"AlarmTypes": ["CompositeAlarm"], "AlarmNames": ["a"]}, ["*"]),
    ("cloudwatch", "DescribeAlarms", {"AlarmTypes": "MetricAlarm", "ParentsOfAlarmName": "a"}, ["*"]),
])
def test_what_a_call_describes_is_as_narrow_as_aws_compares_it(service, operation, params, expected):
    arns = [arn.removeprefix("arn:\ue004:") for _action, arn in role_actions.narrowest(service, operation, params, SCOPE)]
    assert arns == expected


@cases("service, operation, params, expected", [
    ("appconfig", "GetDeployment", {"ApplicationId": "a", "EnvironmentId": "b", "DeploymentNumber": 3},
     ["appconfig:1:application/a", "appconfig:1:application/a/environment/b",
      "appconfig:1:application/a/environment/b/deployment/*"]),
    ("appconfig", "GetHostedConfigurationVersion", {"ApplicationId": "a", "ConfigurationProfileId": "b", "VersionNumber": 3},
     ["appconfig:1:application/a", "appconfig:1:application/a/configurationprofile/b",
      "appconfig:1:application/a/configurationprofile/b/hostedconfigurationversion/*"]),
    ("kendra", "DeleteFaq", {"IndexId": "a", "Id": "b"}, ["kendra:1:index/a", "kendra:1:index/a/faq/*"]),
    ("emr-containers", "DescribeJobRun", {"virtualClusterId": "a", "id": "b"},
     ["emr-containers:1:/virtualclusters/a/jobruns/*"]),
    ("amp", "DescribeRuleGroupsNamespace", {"workspaceId": "a", "name": "b"}, ["aps:1:rulegroupsnamespace/a/b"]),
    ("iot", "DeletePackageVersion", {"packageName": "a", "versionName": "b"},
     ["iot:1:package/a", "iot:1:package/a/version/b"]),
    ("greengrassv2", "GetDeployment", {"deploymentId": "a"},
     ["greengrass:1:/greengrass/groups/a", "greengrass:1:deployments:a"]),
    ("lexv2-models", "DescribeBot", {"botId": "a"}, ["lex:1:bot/a"]),
])
def test_a_part_of_a_resource_has_an_arn_of_its_own(service, operation, params, expected):
    pairs = role_actions.narrowest(service, operation, params, {"partition": "aws", "region": "", "account": "1"})
    assert sorted({arn.removeprefix("arn:aws:").replace("::", ":") for _action, arn in pairs}) == expected


@cases("operation, params, expected", [
    ("DescribeOrganizationalUnit", {"OrganizationalUnitId": "ou-a-b"}, ["ou/o-*/ou-a-b"]),
    ("DescribeOrganizationalUnit", {"OrganizationalUnitId": "\ua66eOWN\ua66e"}, ["ou/o-*/\ua66eOWN\ua66e"]),
    ("DescribeOrganizationalUnit", {"OrganizationalUnitId": "\ue003"}, ["ou/o-*/\ue003"]),
    ("DescribePolicy", {"PolicyId": "p-1"}, ["policy/o-*/*/p-1"]),
    ("ListChildren", {"ParentId": "r-1"}, ["root/o-*/r-1"]),
    ("ListChildren", {"ParentId": "\ue003"}, ["ou/\ue003", "root/\ue003"]),
    ("AttachPolicy", {"PolicyId": "p-1", "TargetId": "\ue003"}, [
        "account/\ue003", "ou/\ue003", "policy/o-*/*/p-1", "root/\ue003"]),
    ("TagResource", {"ResourceId": "123456789012"}, ["account/o-*/123456789012"]),
    ("AttachPolicy", {"PolicyId": "p-1", "TargetId": "ou-a-b"}, ["ou/o-*/ou-a-b", "policy/o-*/*/p-1"]),
    ("AttachPolicy", {"TargetId": "ou-a-b"}, ["ou/o-*/ou-a-b", "policy/o-*/*/p-*"]),
    ("MoveAccount", {"AccountId": "123456789012", "SourceParentId": "r-1", "DestinationParentId": "ou-a-b"},
     ["account/o-*/123456789012", "ou/o-*/ou-a-b", "root/o-*/r-1"]),
    ("MoveAccount", {"AccountId": "123456789012", "SourceParentId": "ou-a-c", "DestinationParentId": "ou-a-b"},
     ["account/o-*/123456789012", "ou/o-*/ou-*", "root/o-*/r-*"]),
])
def test_an_id_of_an_organization_has_its_type(operation, params, expected):
    pairs = role_actions.narrowest("organizations", operation, params, SCOPE)
    assert sorted(arn.split(":")[5] for _action, arn in pairs if arn) == expected
