"""The dispatchers' API of vehicles.

infra:
  layers: [powertools]
  endpoint:
    api: private
    groups: [dispatch]
    routes:
    - GET /vehicles
    - POST /vehicles
    - GET /vehicles/{plate}
    - PUT /vehicles/{plate}/driver
    - DELETE /vehicles/{plate}
  timeout: medium
"""
from http import HTTPStatus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

from lambdas.shared import store

logger = Logger()
app = APIGatewayHttpResolver()


def shown(row):
    return {"plate": row["plate"], "model": row["model"], "driver": row.get("driver"), "inspection": row["inspection"]}


@app.get("/vehicles")
def list_vehicles():
    return {"vehicles": sorted((shown(row) for row in store.vehicles()), key=lambda row: row["plate"])}


@app.post("/vehicles")
def add_vehicle():
    body = app.current_event.json_body
    for name in ("plate", "model", "inspection"):
        if not body.get(name):
            raise BadRequestError(f"{name} is missing")
    try:
        store.table.put_item(
            Item={**store.vehicle_key(body["plate"]), "plate": body["plate"], "model": body["model"],
                  "inspection": body["inspection"]},
            ConditionExpression=Attr("pk").not_exists())
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise BadRequestError("this plate is known") from error
        raise
    return {"plate": body["plate"]}, HTTPStatus.CREATED


@app.get("/vehicles/<plate>")
def one_vehicle(plate):
    row = store.vehicle(plate)
    if row is None:
        raise NotFoundError(f"no vehicle {plate}")
    return shown(row)


@app.put("/vehicles/<plate>/driver")
def assign(plate):
    driver = app.current_event.json_body.get("driver")
    try:
        store.table.update_item(
            Key=store.vehicle_key(plate),
            UpdateExpression="SET driver = :driver",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":driver": driver})
    except store.table.meta.client.exceptions.ConditionalCheckFailedException as error:
        raise NotFoundError(f"no vehicle {plate}") from error
    logger.info("assigned", extra={"plate": plate, "driver": driver})
    return {"plate": plate, "driver": driver}


@app.delete("/vehicles/<plate>")
def remove(plate):
    store.table.delete_item(Key=store.vehicle_key(plate))
    return {}, HTTPStatus.NO_CONTENT


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
