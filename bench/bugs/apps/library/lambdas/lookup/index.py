"""Asks the catalog for a book. The lambda books/add invokes it.

infra:
  timeout: medium
"""
import json
import os
import urllib.request

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    isbn = event["isbn"]
    key = secrets.get_secret_value(SecretId=os.environ["LIBRARY_CATALOG_SECRET"])["SecretString"]
    request = urllib.request.Request(
        f"{os.environ['CATALOG_URL']}/{isbn}",
        headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        book = json.loads(response.read())
    authors = book.get("authors") or ["unknown"]
    return {"title": book["title"], "author": authors[0], "pages": book.get("pages")}
