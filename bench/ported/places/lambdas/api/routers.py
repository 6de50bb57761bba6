"""The places' routes."""
import os
import uuid

import boto3
from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

router = APIRouter(prefix="/places", tags=["places"])
table = boto3.resource("dynamodb").Table(os.environ["PLACES_TABLE"])


class Place(BaseModel):
    name: str = Field(min_length=1)
    rating: int = Field(ge=1, le=5)


@router.get("")
async def list_places(limit: int = 20):
    return table.scan(Limit=limit)["Items"]


@router.post("", status_code=201)
def create_place(place: Place):
    item = {"place_id": str(uuid.uuid4()), **place.model_dump()}
    table.put_item(Item=item)
    return item


@router.get("/{place_id}")
def get_place(place_id: str):
    item = table.get_item(Key={"place_id": place_id}).get("Item")
    if item is None:
        raise HTTPException(status_code=404, detail="no such place")
    return item
