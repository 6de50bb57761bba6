"""The books of an author, page by page: GET /books?author=Hamsun&next=...

infra:
  endpoint:
    api: public
    method: GET
    path: /books
    parameters: [author]
"""
import base64
import json

from lambdas.shared import books
from lambdas.shared.answers import answer

SHOWN = ("isbn", "title", "author", "available")


def encoded(key):
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text))


def handler(event, context):
    query = event["queryStringParameters"]
    limit = int(query.get("limit", 20))
    token = query.get("next")
    items, following = books.by_author(query["author"], limit, decoded(token) if token else None)
    page = {"books": [{name: item.get(name) for name in SHOWN} for item in items]}
    if following:
        page["next"] = encoded(following)
    return answer(200, page)
