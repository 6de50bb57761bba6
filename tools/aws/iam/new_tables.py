"""What calls of DynamoDB need that make a table of other data: of a backup, of another table, or of files in S3. Pure.

docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
"""
from aws.iam import resources as on

DATA = ("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem")  # on the new table
LOGS = ("CreateLogGroup", "CreateLogStream", "DescribeLogGroups", "DescribeLogStreams", "PutLogEvents",
        "PutRetentionPolicy")


def of_backup(params, scope):
    """[(action, ARN)] of RestoreTableFromBackup; IAM's list has both types of resources for it."""
    target = _table(params.get("TargetTableName"), scope)
    return [("dynamodb:RestoreTableFromBackup", params.get("BackupArn")),
            *((f"dynamodb:{name}", target) for name in ("RestoreTableFromBackup", *DATA))]


def of_table(params, scope):
    """[(action, ARN)] of RestoreTableToPointInTime."""
    source = _table(params.get("SourceTableArn") or params.get("SourceTableName"), scope)
    target = _table(params.get("TargetTableName"), scope)
    return [("dynamodb:RestoreTableToPointInTime", source), *((f"dynamodb:{name}", target) for name in DATA)]


def of_files(params, scope):
    """[(action, ARN)] of ImportTable, which writes what it reads in CloudWatch Logs with the permissions of the caller;
    lent_permissions.py has the files."""
    table = params.get("TableCreationParameters")
    name = table.get("TableName") if isinstance(table, dict) else None
    return [("dynamodb:ImportTable", _table(name, scope)),
            *((f"logs:{action}", on.arn("logs", "log-group:/aws-dynamodb/*", scope)) for action in LOGS)]


def _table(name, scope):
    """The ARN of a table, None without a name."""
    return name and on.arn_of_table(name, scope)
