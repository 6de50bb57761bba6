"""Creates the tables of the database.

infra: {timeout: 300}
"""
import json
import urllib.request

from lambdas.shared import database

TABLES = ["CREATE TABLE IF NOT EXISTS machines (id text PRIMARY KEY, region text)",
          "CREATE TABLE IF NOT EXISTS packages (machine text, name text, version text)"]


def respond(event, status, reason=""):
    fields = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    body = json.dumps({**fields, "Status": status, "PhysicalResourceId": "schema", "Reason": reason})
    request = urllib.request.Request(event["ResponseURL"], body.encode(), {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=10).close()


def handler(event, context):
    try:
        if event["RequestType"] != "Delete":
            for table in TABLES:
                database.execute(table)
    except Exception as error:
        respond(event, "FAILED", str(error))
    else:
        respond(event, "SUCCESS")
