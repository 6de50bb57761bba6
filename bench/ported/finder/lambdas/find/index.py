"""Searches articles.

infra:
  endpoint: {api: public, method: GET, path: /search, parameters: [q]}
  layers: [opensearch]
  permissions:
  - {action: "es:ESHttpPost", resource: "arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/finder/*"}
"""
import json

from lambdas.cluster import INDEX, search


def handler(event, context):
    query = event["queryStringParameters"]["q"]
    hits = search.search(index=INDEX, body={"size": 10, "query": {"multi_match": {
        "query": query, "fields": ["title^2", "text"]}}})["hits"]["hits"]
    return {"statusCode": 200, "body": json.dumps([hit["_source"]["title"] for hit in hits])}
