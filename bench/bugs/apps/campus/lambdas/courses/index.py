"""Everybody reads the courses of a term, a page at a time: GET /courses?term=2026a&free=1&after=

infra:
  endpoint:
    api: public
    method: GET
    path: /courses
    parameters: [term]
  timeout: medium
"""
from boto3.dynamodb.conditions import Attr

from lambdas.shared import rows
from lambdas.shared.http import HttpError, endpoint

SIZE = 50


def condition(query):
    filters = Attr("sk").eq("course") & Attr("term").eq(query["term"])
    if query.get("teacher"):
        filters &= Attr("teacher").eq(query["teacher"])
    return filters


def page(query, start):
    """At least one page of courses, and where the next one starts."""
    courses = []
    while len(courses) < SIZE:
        options = {"ExclusiveStartKey": start} if start else {}
        response = rows.table.scan(FilterExpression=condition(query), Limit=SIZE, **options)
        courses.extend(response["Items"])
        start = response.get("LastEvaluatedKey")
        if start is None:
            break
    return courses, start


def view(row):
    seats, taken = row.get("seats", 0), row.get("taken", 0)
    return {"course": row["pk"].split("#", 1)[1], "title": row["title"], "free": max(seats - taken, 0)}


@endpoint
def handler(event, context):
    query = event["queryStringParameters"]
    after = query.get("after")
    if after and not after.isalnum():
        raise HttpError(400, "after is no course")
    found, start = page(query, rows.course_key(after) if after else None)
    courses = [view(row) for row in found]
    if query.get("free") == "1":
        courses = [course for course in courses if course["free"] > 0]
    courses.sort(key=lambda course: (course["title"].casefold(), course["course"]))
    return 200, {"courses": courses, "more": start is not None}
