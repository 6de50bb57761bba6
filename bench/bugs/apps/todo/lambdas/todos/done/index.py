"""Ticks an item off: PUT /todos/{id}/done

infra:
  endpoint:
    api: private
    method: PUT
    path: /todos/{id}/done
"""
import time

from lambdas import items


def handler(event, context):
    id_ = event["pathParameters"]["id"]
    try:
        answer = items.table.update_item(
            Key=items.key(items.user(event), id_),
            UpdateExpression="SET #state = :done, doneAt = :now REMOVE due",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":done": "done", ":now": int(time.time())},
            ReturnValues="ALL_NEW")
    except items.table.meta.client.exceptions.ConditionalCheckFailedException:
        return items.response(404, {"message": f"no item {id_}"})
    return items.response(200, items.shown(answer["Attributes"]))
