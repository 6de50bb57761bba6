"""Statements of the Data API."""
import os

import boto3

rds = boto3.client("rds-data")
LOCAL = "arn:aws:rds:eu-west-1:123456789012:cluster:local"
WHERE = {"resourceArn": os.environ.get("DB_CLUSTER_ARN", LOCAL),
         "secretArn": os.environ.get("DB_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:local-AbCdEf"),
         "database": os.environ["DB_NAME"]}


def parameter(name, value):
    kind = "isNull" if value is None else "booleanValue" if isinstance(value, bool) else \
        "longValue" if isinstance(value, int) else "stringValue"
    return {"name": name, "value": {kind: True if value is None else value}}


def execute(sql, transaction=None, **values):
    more = {"transactionId": transaction} if transaction else {}
    response = rds.execute_statement(**WHERE, sql=sql, includeResultMetadata=True,
                                     parameters=[parameter(name, value) for name, value in values.items()], **more)
    names = [column["name"] for column in response.get("columnMetadata", [])]
    return [{name: next(iter(cell.values())) for name, cell in zip(names, row)} for row in response.get("records", [])]


def execute_many(sql, rows, transaction):
    rds.batch_execute_statement(**WHERE, sql=sql, transactionId=transaction, parameterSets=[
        [parameter(name, value) for name, value in row.items()] for row in rows])


def begin():
    return rds.begin_transaction(**WHERE)["transactionId"]


def commit(transaction):
    rds.commit_transaction(resourceArn=WHERE["resourceArn"], secretArn=WHERE["secretArn"], transactionId=transaction)


def roll_back(transaction):
    rds.rollback_transaction(resourceArn=WHERE["resourceArn"], secretArn=WHERE["secretArn"], transactionId=transaction)
