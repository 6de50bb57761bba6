import os
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

import boto3
from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from .schemas import NewTicket, Ticket

logger = Logger(child=True)
tracer = Tracer()
router = APIGatewayRouter()
table = boto3.resource("dynamodb").Table(os.environ["TICKETS_TABLE"])
sqs = boto3.client("sqs")


@router.post("/")
@tracer.capture_method
def create(ticket: NewTicket) -> tuple[Ticket, int]:
    made = Ticket(id=uuid4().hex, **ticket.model_dump())
    table.put_item(Item=made.model_dump())
    sqs.send_message(QueueUrl=os.environ["TICKETS_FULFIL_QUEUE"], MessageBody=made.model_dump_json(),
                     MessageGroupId=made.priority, MessageDeduplicationId=made.id)
    logger.info("created", extra={"ticket": made.id})
    return made, HTTPStatus.CREATED


@router.get("/<ticket_id>")
def read(ticket_id: Annotated[str, Path(min_length=32)]) -> Ticket:
    item = table.get_item(Key={"id": ticket_id}).get("Item")
    if not item:
        raise NotFoundError("no such ticket")
    return Ticket(**item)


@router.get("/")
def search(limit: Annotated[int, Query(ge=1, le=50)] = 10) -> list[Ticket]:
    return [Ticket(**item) for item in table.scan(Limit=limit)["Items"]]
