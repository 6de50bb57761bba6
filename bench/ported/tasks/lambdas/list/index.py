"""All tasks.

infra:
  endpoint: {api: public, method: GET, path: /tasks}
"""
from lambdas.store import get_table, reply


def handler(event, context):
    result = get_table().scan()
    return reply(200, result["Items"])
