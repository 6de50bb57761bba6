"""Recipes, by PynamoDB.

infra:
  endpoint: {api: public, routes: ["PUT /recipes/{slug}", "GET /recipes/{slug}", "GET /tags/{tag}"]}
  layers: [pynamodb]
"""
import json

from lambdas.models import Recipe


def handler(event, context):
    path = event["pathParameters"]
    if "tag" in path:
        return {"statusCode": 200, "body": json.dumps([recipe.title for recipe in Recipe.tags.query(path["tag"])])}
    if event["httpMethod"] == "PUT":
        Recipe(path["slug"], **json.loads(event["body"])).save()
        return {"statusCode": 204}
    try:
        recipe = Recipe.get(path["slug"])
    except Recipe.DoesNotExist:
        return {"statusCode": 404, "body": json.dumps({"message": "no such recipe"})}
    return {"statusCode": 200, "body": json.dumps({"title": recipe.title, "minutes": recipe.minutes})}
