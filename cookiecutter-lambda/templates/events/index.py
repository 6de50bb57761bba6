"""Stores a row for each object *.csv that is put into the app's bucket.

A rule can also match changes of a table's rows, or the app's own events.

infra:
  events:
  - name: {{ cookiecutter.yaml_name }}
    source: {type: bucket, name: {{ cookiecutter.yaml_app }}}
    topic: Object Created
    suffix: .csv
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    # An event may be delivered twice: with the object's key in the row's key, it is stored once.
    created = event["detail"]["object"]
    table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": created["key"], "size": created["size"]})
