"""What AWS does with the permissions of the caller besides the call's own action: the objects, topics, keys and
functions that another service uses for a call. Data, and pure functions.

Not here is what a service does with a role that the call names, or with its own permission in the policy of a bucket,
topic or key: OWN_ACCESS.
"""
import re
from typing import NamedTuple

from aws.iam import resources as on


class Use(NamedTuple):
    """What a call uses: `actions` on the resource that fields of the structure at `path` name.

    actions  "s3:PutObject sns:Publish"; path: "Media", "outputDataConfig.s3OutputDataConfig"; "" is the call itself,
             "*.S3Object" a structure of this name at any depth
    fields   "S3Bucket S3Prefix": of a bucket and of a key; or one field with an s3:// address, an ARN or a key of KMS
    end      follows the key: "" if it names one object; "/" if the object is in the folder that the key is in
    role     the field whose role AWS uses instead of the caller's permissions
    """
    actions: str
    path: str
    fields: str
    end: str = ""
    role: str = ""


READ = "s3:GetObject"
KEY = "kms:Decrypt kms:GenerateDataKey"
RESULTS = "s3:AbortMultipartUpload s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads " \
    "s3:ListMultipartUploadParts s3:PutObject"
DATA_ROLE = "DataAccessRoleArn"  # of Transcribe
# docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
VOLUME = "kms:CreateGrant kms:Decrypt kms:DescribeKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom " \
    "kms:ReEncryptTo"
OBJECTS = [Use(READ, "*.S3Object", "Bucket Name")]  # the user must have permission to access the S3 object
TEMPLATE = [Use(READ, "", "TemplateURL"), Use(READ, "", "StackPolicyURL")]
TEXTRACT = [*OBJECTS, Use("s3:PutObject", "OutputConfig", "S3Bucket S3Prefix", "/*"), Use(KEY, "", "KMSKeyId")]
REKOGNITION = [*OBJECTS, Use("s3:PutObject", "OutputConfig", "S3Bucket S3KeyPrefix", "*"), Use(KEY, "", "KmsKeyId"),
               Use("s3:PutObject", "Settings.OutputConfig", "S3Bucket S3KeyPrefix", "*")]
AUTOMATION = [Use(READ, "inputConfiguration", "s3Uri"), Use("s3:PutObject", "outputConfiguration", "s3Uri", "/*")]
LOCATIONS = [Use(READ, "*.s3Location", "uri")]
# {service: uses of all its operations}
OF_SERVICE = {
    # docs.aws.amazon.com/rekognition/latest/APIReference/ (Image, S3Object, OutputConfig, LivenessOutputConfig)
    "rekognition": REKOGNITION,
    # docs.aws.amazon.com/textract/latest/dg/API_OutputConfig.html, API_S3Object.html
    "textract": TEXTRACT,
    # docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
    "cloudformation": TEMPLATE,
    # docs.aws.amazon.com/bedrock/latest/userguide/bda-using-api.html
    "bedrock-data-automation-runtime": AUTOMATION,
    # docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_S3Location.html
    "bedrock-runtime": [*LOCATIONS, Use("s3:PutObject", "outputDataConfig.s3OutputDataConfig", "s3Uri", "/*"),
                        Use(KEY, "outputDataConfig.s3OutputDataConfig", "kmsKeyId")],
    "bedrock-agent-runtime": LOCATIONS,
    # docs.aws.amazon.com/transcribe/latest/dg/security_iam_id-based-policy-examples.html#auth-role-iam-user
    # Transcribe also writes an object to the folder of the output, to try whether it may.
    "transcribe": [
        Use(READ, "Media", "MediaFileUri", role=DATA_ROLE), Use(READ, "", "VocabularyFileUri", role=DATA_ROLE),
        Use(READ, "", "VocabularyFilterFileUri", role=DATA_ROLE),
        Use("s3:PutObject", "", "OutputBucketName OutputKey", "/", DATA_ROLE),
        Use("s3:PutObject", "", "OutputLocation", "/", DATA_ROLE), Use(KEY, "", "OutputEncryptionKMSKeyId")],
    # docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
    "rds": [Use("kms:CreateGrant kms:DescribeKey", "", "KmsKeyId")],
    # docs.aws.amazon.com/imagebuilder/latest/APIReference/ (uri, snsTopicArn)
    "imagebuilder": [Use(READ, "", "uri"), Use(READ, "", "dockerfileTemplateUri"),
                     Use("sns:Publish", "", "snsTopicArn")],
}
# {(service, operation): uses of one operation}
OF_OPERATION = {
    # docs.aws.amazon.com/polly/latest/dg/asynchronous-iam.html
    ("polly", "StartSpeechSynthesisTask"): [
        Use("s3:PutObject", "", "OutputS3BucketName OutputS3KeyPrefix", "*"), Use("sns:Publish", "", "SnsTopicArn")],
    # docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html, and the policy AmazonAthenaFullAccess
    ("athena", "StartQueryExecution"): [
        Use(RESULTS, "ResultConfiguration", "OutputLocation", "/*"),
        Use(KEY, "ResultConfiguration.EncryptionConfiguration", "KmsKey")],
    # docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
    ("dynamodb", "ExportTableToPointInTime"): [
        Use("s3:AbortMultipartUpload s3:PutObject s3:PutObjectAcl", "", "S3Bucket S3Prefix", "/*"),
        Use(KEY, "", "S3SseKmsKeyId")],
    # docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
    ("dynamodb", "ImportTable"): [Use("s3:GetObject s3:ListBucket", "S3BucketSource", "S3Bucket S3KeyPrefix", "*")],
    **{("ec2", name): [Use(VOLUME, "", "KmsKeyId")] for name in ("CopyImage", "CopySnapshot", "CreateVolume")},
    ("ec2", "RunInstances"): [Use(VOLUME, "BlockDeviceMappings.Ebs", "KmsKeyId")],
    # docs.aws.amazon.com/firehose/latest/APIReference/API_DeliveryStreamEncryptionConfigurationInput.html
    **{("firehose", name): [Use("kms:CreateGrant", "DeliveryStreamEncryptionConfigurationInput", "KeyARN")]
       for name in ("CreateDeliveryStream", "StartDeliveryStreamEncryption")},
    # docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
    ("lambda", "CreateFunction"): [Use(READ, "Code", "S3Bucket S3Key")],
    ("lambda", "UpdateFunctionCode"): [Use(READ, "", "S3Bucket S3Key")],
    ("lambda", "PublishLayerVersion"): [Use(READ, "Content", "S3Bucket S3Key")],
    # docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html
    ("logs", "CreateExportTask"): [Use("s3:PutObject", "", "destination destinationPrefix", "/*")],
    # docs.aws.amazon.com/timestream/latest/developerguide/batch-load-prerequisites.html
    ("timestream-write", "CreateBatchLoadTask"): [
        Use("s3:GetObject s3:GetBucketAcl s3:ListBucket", "DataSourceConfiguration.DataSourceS3Configuration",
            "BucketName ObjectKeyPrefix", "*"),
        Use("s3:PutObject s3:GetBucketAcl", "ReportConfiguration.ReportS3Configuration", "BucketName ObjectKeyPrefix",
            "/*")],
    # docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html, API_RotateSecret.html
    ("secretsmanager", "CreateSecret"): [Use(KEY, "", "KmsKeyId")],
    ("secretsmanager", "UpdateSecret"): [Use(f"{KEY} kms:Encrypt", "", "KmsKeyId")],
    ("secretsmanager", "RotateSecret"): [Use("lambda:InvokeFunction", "", "RotationLambdaARN")],
    # docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
    ("ssm", "PutParameter"): [Use("kms:Encrypt kms:GenerateDataKey", "", "KeyId")],
    # docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html
    ("acm-pca", "CreateCertificateAuthorityAuditReport"): [Use("s3:PutObject", "", "S3BucketName Key", "/*")],
}
# Services that use a bucket or a key by a role of their own or by its policy, never by the caller's permissions:
# AWS names none in their pages about permissions. Tables and partitions of Glue only note an address.
# docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html (all operations on your behalf)
# docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html (the policy of the bucket)
# Not ec2: docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-ami-store-restore.html (permissions of the caller)
OWN_ACCESS = frozenset("""backup batch bedrock bedrock-agent cloudtrail codebuild codepipeline comprehend config
    datasync ecs elb elbv2 emr emr-containers emr-serverless firehose glue guardduty iot lakeformation logs macie2
    mediaconvert personalize quicksight redshift redshift-data route53 s3 s3control s3tables s3vectors sagemaker
    securitylake ses sesv2 sns sqs ssm stepfunctions synthetics wafv2""".split())
# Of these, services that use a key by its policy alone; of SQS and SNS who sends and receives needs the key.
# docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
OWN_KEYS = frozenset("cloudtrail config firehose glue guardduty iot logs s3 s3control ses sesv2 sns sqs".split())
S3_ADDRESS = re.compile(r"s3://([^/]*)/?(.*)|https://s3[.-][^/]*\.amazonaws\.com/([^/]+)/(.*)|"
                        r"https://([^/]+)\.s3[.-][^/]*amazonaws\.com/(.*)", re.DOTALL)
ANY = "\ue003"  # of the scan (scan/sent_values.py): any text
OWN_KEY = re.compile(r"(arn:.*:)?alias/aws/.*")  # a key of AWS, which needs no permission


def uses(service: str, operation: str) -> list[Use]:
    """The uses of an operation."""
    return [*OF_SERVICE.get(service, []), *OF_OPERATION.get((service, operation), [])]


def used_resource(action: str, texts: list, end: str, scope: dict) -> list:
    """[ARN] of what the texts of a use's fields name; [None] if only a run knows it, [] if they name nothing.

    texts  [text, with the marks of the scan, or None of a field that is absent]; one or two, as Use.fields
    """
    name = texts[0]
    if not isinstance(name, str):
        return [None]
    if action.startswith("kms:"):
        return [] if OWN_KEY.fullmatch(name) else on.key({"KeyId": name}, scope)
    if not action.startswith("s3:"):
        return [name]
    if len(texts) == 1:
        match = S3_ADDRESS.fullmatch(name)
        if not match:
            return [] if name.startswith("http") else [None]
        name, *rest = (part for part in match.groups() if part is not None)
        texts = [name, *rest]
    return [of_object({"Bucket": name, "Key": texts[1]}, action, end, scope)]


def of_object(params: dict, action: str, end: str, scope: dict) -> str:
    """The ARN of an object, or of all that begin with its key; of a bucket for an action that has no object."""
    if "Bucket" in action and "Object" not in action:
        return on.s3_bucket(params, scope)[0]
    key = params["Key"]
    if not isinstance(key, str) or not key:
        key = ANY
    elif end == "/":
        key = f"{key[:key.rfind('/') + 1]}{ANY}"
    elif end:
        key = f"{key.rstrip('/') if end == '/*' else key}{end.replace('*', ANY)}"
    return on.s3_object({**params, "Key": key}, scope)[0]
