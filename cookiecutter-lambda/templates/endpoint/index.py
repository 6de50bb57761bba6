"""Lists the rows of {{ cookiecutter.name }}: GET /{{ cookiecutter.name }}

infra:
  endpoint:
    api: public
    method: GET
    path: /{{ cookiecutter.name }}
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])
{%- if "listed" in cookiecutter.cors %}
ORIGINS = os.environ["{{ cookiecutter.variables }}_CORS_ORIGINS"].split(",")  # of app.yaml
{%- endif %}


def handler(event, context):
    rows = table.query(KeyConditionExpression=Key("pk").eq("{{ cookiecutter.name }}"))["Items"]
    return {"statusCode": 200,
{%- if cookiecutter.cors == "any" %}
            "headers": {"Content-Type": "application/json",
                        "Access-Control-Allow-Origin": "*"},  # a page of any website may read it
{%- elif "listed" in cookiecutter.cors %}
            "headers": {"Content-Type": "application/json", **cors_headers(event)},
{%- else %}
            "headers": {"Content-Type": "application/json"},
{%- endif %}
            "body": json.dumps(rows, default=float)}  # DynamoDB's numbers are Decimals
{%- if "listed" in cookiecutter.cors %}


def cors_headers(event):
    """A page of one of these origins may read the response."""
    origin = event["headers"].get("Origin") or event["headers"].get("origin")
    if origin not in ORIGINS:
        return {"Access-Control-Allow-Origin": ORIGINS[0]}
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"
{%- if "credentials" in cookiecutter.cors %}, "Access-Control-Allow-Credentials": "true"{% endif %}}
{%- endif %}
