"""What is safe without anybody asking, over every golden template: docs/security.md says the same in words.

That state is kept and that every permission names its source stands in test_golden_templates.py, what a role may do in
test_roles.py, and the bucket of artifacts in tests/push/test_push.py.
"""
import re

from kit import files
from recipes import bucket, builder, failures_queue, function, log, schedule, vpc
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.update_golden import golden_app

GOLDEN = ROOT / "tests" / "golden" / "template"
TEMPLATES = {path.parent.name: files.read_json(path) for path in sorted(GOLDEN.glob("*/template.json"))}
# Actions that IAM knows no narrower resource for.
ANYWHERE = {"translate:TranslateText", "dynamodb:ListStreams", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
            *vpc.ON_INTERFACES}
ABSENT = object()
# What app.yaml of the case has written: `versioning: false`.
WRITTEN = {("bucket-settings/DemoBucket", "VersioningConfiguration.Status"),
           *((f"log/{name}LogGroup", "RetentionInDays") for name in ("Forever", "Plain", "SharedAlerts", "Spoken")),
           *((f"endpoint-settings/{id_}", "RetentionInDays") for id_ in ("ApiAccessLogs", "OrdersLogGroup", "RootLogGroup")),
           ("endpoint-settings/ApiStage", "MethodSettings.0.ThrottlingRateLimit")}


def resources(type_):
    """[("bucket/DemoBucket", its properties)] of every golden template; there must be some."""
    found = [(f"{case}/{id_}", one.get("Properties", {})) for case, template in TEMPLATES.items()
             for id_, one in template["Resources"].items() if one["Type"] == type_]
    assert found, f"no golden template has a {type_}"
    return found


def at(properties, path):
    """The value at "A.B.0.C" of an Fn::If's first branch or of plain properties; ABSENT without one."""
    for part in path.split("."):
        if isinstance(properties, dict) and "Fn::If" in properties:
            properties = properties["Fn::If"][1]
        properties = properties[int(part)] if isinstance(properties, list) else properties.get(part, ABSENT)
        if properties is ABSENT:
            break
    return properties


def inside(value):
    """Every dict that is somewhere in a value, itself too."""
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from inside(one)
    if isinstance(value, dict):
        yield value


def allowed():
    """[("bucket/HelloRole", statement)] of every statement that allows something, in policies of any kind."""
    return [(f"{case}/{id_}", statement) for case, template in TEMPLATES.items()
            for id_, one in template["Resources"].items()
            for statement in inside(one) if statement.get("Effect") == "Allow"]


def several(value):
    """IAM says one or a list of them."""
    return value if isinstance(value, list) else [value]


def written(place):
    """The actions that a person allowed on every resource, in the app of that place."""
    app = golden_app(place.split("/")[0])
    return {action for fn in app["lambdas"].values() for one in fn["infra"]["permissions"]
            if one["resource"] is None for action in one["action"]}


@cases("type_, path, wanted", [
    ("AWS::S3::Bucket", "PublicAccessBlockConfiguration", {
        "BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}),
    ("AWS::S3::Bucket", "OwnershipControls.Rules.0.ObjectOwnership", "BucketOwnerEnforced"),
    ("AWS::S3::Bucket", "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault",
     {"SSEAlgorithm": "AES256"}),
    ("AWS::S3::Bucket", "VersioningConfiguration.Status", "Enabled"),
    ("AWS::S3::Bucket", "LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays",
     bucket.OLD_VERSION_DAYS),
    ("AWS::S3::Bucket", "WebsiteConfiguration", ABSENT),
    ("AWS::S3::Bucket", "AccessControl", ABSENT),
    ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", True),
    ("AWS::DynamoDB::Table", "SSESpecification.SSEEnabled", True),
    ("AWS::SQS::Queue", "SqsManagedSseEnabled", True),
    ("AWS::IAM::Role", "Policies.0.PolicyName", "lambda"),  # checkov passes over policies that are named by Fn::Sub
    ("AWS::Logs::LogGroup", "RetentionInDays", log.DAYS),
    ("AWS::Cognito::UserPool", "Policies.PasswordPolicy.MinimumLength", 12),
    ("AWS::Cognito::UserPool", "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate", ["email"]),
    ("AWS::Cognito::UserPoolClient", "PreventUserExistenceErrors", "ENABLED"),
    ("AWS::Cognito::UserPoolClient", "EnableTokenRevocation", True),
    ("AWS::CloudFront::Distribution", "DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy",
     "redirect-to-https"),
    ("AWS::CloudFront::OriginAccessControl", "OriginAccessControlConfig.SigningBehavior", "always"),
    ("AWS::ApiGateway::DomainName", "SecurityPolicy", "TLS_1_2"),
    ("AWS::ApiGateway::Stage", "MethodSettings.0.ThrottlingRateLimit", 1000),
    ("AWS::Lambda::EventInvokeConfig", "DestinationConfig.OnFailure.Destination", {"Fn::GetAtt": [failures_queue.ID, "Arn"]}),
    ("AWS::SNS::Subscription", "RedrivePolicy.deadLetterTargetArn", {"Fn::GetAtt": [failures_queue.ID, "Arn"]}),
    ("AWS::Events::Rule", "Targets.0.DeadLetterConfig.Arn", {"Fn::GetAtt": [failures_queue.ID, "Arn"]}),
])
def test_all_of_a_kind_are_as_safe(type_, path, wanted):
    assert {place: said for place, one in resources(type_) if (said := at(one, path)) != wanted
            and (place, path) not in WRITTEN and one.get("Protocol") != "sqs"} == {}


def test_a_queue_that_listens_to_a_topic_has_the_dead_letters_of_its_subscription():
    queues = {place: one for place, one in resources("AWS::SNS::Subscription") if one["Protocol"] == "sqs"}
    assert queues
    for one in queues.values():
        assert at(one, "RedrivePolicy.deadLetterTargetArn") == {"Fn::GetAtt": [f"{one['Endpoint']['Fn::GetAtt'][0]}Dlq", "Arn"]}


def test_a_website_under_a_name_of_its_own_takes_no_old_tls():
    path = "DistributionConfig.ViewerCertificate.MinimumProtocolVersion"
    versions = {place: at(one, path) for place, one in resources("AWS::CloudFront::Distribution")}
    named = {place: version for place, version in versions.items() if place.startswith("domain/")}
    assert named and set(named.values()) == {"TLSv1.2_2021"}


def test_a_bucket_answers_over_tls_only():
    refused = {place.removesuffix("Policy"): statement for place, one in resources("AWS::S3::BucketPolicy")
               for statement in one["PolicyDocument"]["Statement"] if statement["Effect"] == "Deny"}
    for place, _properties in resources("AWS::S3::Bucket"):
        id_ = place.split("/")[-1]
        assert refused.get(place) == {
            "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": [{"Fn::GetAtt": [id_, "Arn"]}, {"Fn::Sub": f"${{{id_}.Arn}}/*"}],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}, place


def test_a_bucket_is_read_by_its_distribution_and_by_nobody_else():
    found = [(place, one) for place, one in allowed() if "Principal" in one and "s3:" in str(one["Action"])]
    assert found
    for place, one in found:
        if place == "bucket-settings/DemoBucketPolicy":  # its `writers`
            assert one["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
            continue
        assert place.endswith("WebsitePolicy"), place
        assert (one["Principal"], one["Action"], list(one["Condition"]["StringEquals"])) == (
            {"Service": "cloudfront.amazonaws.com"}, "s3:GetObject", ["AWS:SourceArn"]), place


def test_a_bucket_a_queue_or_a_role_opens_to_no_account_and_to_no_public():
    principals = [(place, one) for place, one in allowed() if "Principal" in one]
    open_ = {place: one["Principal"] for place, one in principals if list(one["Principal"]) != ["Service"]}
    unbound = [place for place, one in principals
               if one["Action"] != "sts:AssumeRole" and not re.search("Source(Arn|Account)", str(one.get("Condition")))]
    assert principals and (open_, unbound) == ({}, [])


def test_a_role_is_for_lambda_for_the_scheduler_in_one_group_or_for_the_project_of_this_account():
    trusted = {place: one["AssumeRolePolicyDocument"] for place, one in resources("AWS::IAM::Role")}
    others = {place: document["Statement"] for place, document in trusted.items() if document != function.ASSUME}
    for (build,) in (others.pop(f"{case}/BuilderRole") for case in ("builder", "first-version")):
        assert build["Principal"] == {"Service": "codebuild.amazonaws.com"} and build["Condition"] == {"StringEquals": {
            "aws:SourceAccount": {"Ref": "AWS::AccountId"}, "aws:SourceArn": {"Fn::Sub": builder.PROJECT_ARN}}}
    assert others.keys() == {"schedule/RemindScheduleInvoker", "timer/ZonedTimerInvoker", "timer/LaunchTimerInvoker",
                             "timer/RawzonedTimerInvoker", "live/ZonedTimerInvoker"}
    for place, (statement,) in others.items():
        assert statement["Principal"] == {"Service": "scheduler.amazonaws.com"}, place
        condition = statement["Condition"]["StringEquals"]
        assert condition["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}, place
        assert condition["aws:SourceArn"] in (schedule.DEFAULT_GROUP, {"Fn::GetAtt": ["RemindScheduleGroup", "Arn"]}), place


def test_only_services_call_a_lambda_or_everybody_its_public_url():
    callers = {one["Principal"] for _place, one in resources("AWS::Lambda::Permission")
               if not {"FunctionUrlAuthType", "InvokedViaFunctionUrl"} & one.keys()}
    assert callers == {"apigateway.amazonaws.com", "cognito-idp.amazonaws.com", "events.amazonaws.com",
                       "lambda.alarms.cloudwatch.amazonaws.com", "logs.amazonaws.com", "sns.amazonaws.com"}


def test_a_star_for_a_resource_is_written_by_the_user_or_iam_has_no_narrower_one():
    wide = [(place, action) for place, one in allowed() if "*" in several(one.get("Resource"))
            for action in several(one["Action"])]
    assert [(place, action) for place, action in wide if action not in ANYWHERE | written(place)] == []
    assert {action for _place, action in wide} >= ANYWHERE


def test_no_role_has_all_actions_of_a_service():
    assert {place: one["Action"] for place, one in allowed()
            if any(action.endswith("*") for action in several(one["Action"]))} == {}


@cases("case", TEMPLATES)
def test_what_fails_in_a_lambda_is_kept(case):
    made = TEMPLATES[case]["Resources"]
    of = {type_: [one["Properties"] for one in made.values() if one["Type"] == f"AWS::Lambda::{type_}"]
          for type_ in ("EventInvokeConfig", "EventSourceMapping", "Permission", "Url")}
    kept = {one["FunctionName"]["Ref"] for one in of["EventInvokeConfig"]}
    waited_for = {one["FunctionName"]["Ref"] for one in of["Permission"]
                  if one["Principal"] in ("apigateway.amazonaws.com", "cognito-idp.amazonaws.com")}
    waited_for |= {one["TargetFunctionArn"]["Ref"] for one in of["Url"]}
    for one in of["EventSourceMapping"]:
        source = next(iter(one["EventSourceArn"].values()))[0]
        assert "DestinationConfig" in one or "RedrivePolicy" in made[source]["Properties"], source
        waited_for.add(one["FunctionName"]["Ref"])
    of_alias = {id_: one["Properties"]["FunctionName"]["Ref"] for id_, one in made.items()
                if one["Type"] == "AWS::Lambda::Alias"}
    waited_for = {of_alias.get(id_, id_) for id_ in waited_for}
    assert {id_ for id_, one in made.items() if one["Type"] == "AWS::Lambda::Function"} <= kept | waited_for


def test_there_is_no_way_in_past_the_gateway_and_no_key_that_could_be_lost():
    types = {one["Type"] for case, template in TEMPLATES.items() for one in template["Resources"].values()
             if case not in ("url", "live") or one["Type"] != "AWS::Lambda::Url"}  # only the word `url` opens one
    assert types & {"AWS::Lambda::Url", "AWS::Cognito::IdentityPool", "AWS::IAM::User", "AWS::IAM::AccessKey",
                    "AWS::S3::AccessPoint", "AWS::SNS::TopicPolicy", "AWS::Events::EventBusPolicy"} == set()


def test_a_value_from_outside_is_shown_nowhere():
    given = {(case, id_): one for case, template in TEMPLATES.items()
             for id_, one in template["Parameters"].items() if id_.startswith("Env")}
    assert given and [place for place, one in given.items() if one.get("NoEcho") is not True] == []
    shown = [template.get("Outputs") for template in TEMPLATES.values()]
    assert [id_ for _case, id_ in given if f"'Ref': '{id_}'" in str(shown)] == []


def test_every_exception_of_the_scanner_has_its_reason():
    page = (ROOT / "docs" / "security.md").read_text()
    rows = re.findall(r"^\| ([^|]*CKV[^|]*) \| ([^|]*) \| ([^|]*) \|$", page, re.M)
    listed = [id_ for ids, _wanted, _reason in rows for id_ in re.findall(r"CKV2?_AWS_\d+", ids)]
    assert listed and all(wanted.strip() and reason.strip() for _ids, wanted, reason in rows)
    assert sorted(listed) == sorted(set(re.findall(r"CKV2?_AWS_\d+", page)))
