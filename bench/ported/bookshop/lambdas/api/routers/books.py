from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, Field

from ..repository import Repository

router = APIRouter(prefix="/books", tags=["books"])


class Book(BaseModel):
    isbn: str = Field(min_length=10, max_length=13)
    title: str
    author: str
    price: int = Field(ge=0)


@router.post("", status_code=status.HTTP_201_CREATED)
def add(book: Book, repository: Repository) -> Book:
    return Book(**repository.add(book.model_dump()))


@router.get("/{isbn}")
def read(isbn: str, repository: Repository) -> Book:
    return Book(**repository.get(isbn))


@router.get("")
def search(repository: Repository, author: str = Query()) -> list[Book]:
    return [Book(**item) for item in repository.by_author(author)]


@router.delete("/{isbn}", status_code=204)
def remove(isbn: str, repository: Repository):
    repository.remove(isbn)
    return Response(status_code=204)
