"""All tasks.

infra:
  endpoint: {api: public, method: GET, path: /tasks}
"""
from lambdas.store import get_table, reply


def handler(event, context):
    table = get_table()
    result = table.scan()
    tasks = result["Items"]
    while "LastEvaluatedKey" in result:
        result = table.scan(ExclusiveStartKey=result["LastEvaluatedKey"])
        tasks += result["Items"]
    return reply(200, tasks)
