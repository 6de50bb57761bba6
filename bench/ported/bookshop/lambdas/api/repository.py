from typing import Annotated

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError
from fastapi import Depends

from .config import Settings, get_settings
from .errors import Conflict, NotFound


class BookRepository:
    def __init__(self, settings: Settings):
        self.table = boto3.resource("dynamodb").Table(settings.books_table)
        self.page_size = settings.page_size

    def add(self, book: dict) -> dict:
        try:
            self.table.put_item(Item=book, ConditionExpression=Attr("isbn").not_exists())
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise Conflict(book["isbn"]) from error
            raise
        return book

    def get(self, isbn: str) -> dict:
        item = self.table.get_item(Key={"isbn": isbn}).get("Item")
        if item is None:
            raise NotFound(isbn)
        return item

    def by_author(self, author: str) -> list[dict]:
        return self.table.query(IndexName="by_author", KeyConditionExpression=Key("author").eq(author),
                                Limit=self.page_size)["Items"]

    def remove(self, isbn: str) -> None:
        self.table.delete_item(Key={"isbn": isbn})


def get_repository(settings: Annotated[Settings, Depends(get_settings)]) -> BookRepository:
    return BookRepository(settings)


Repository = Annotated[BookRepository, Depends(get_repository)]
