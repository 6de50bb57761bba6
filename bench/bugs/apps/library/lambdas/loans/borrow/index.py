"""Borrows a book, or puts the member on its list: POST /loans with {"isbn"}

infra:
  endpoint:
    api: private
    method: POST
    path: /loans
    schema:
      type: object
      required: [isbn]
      properties:
        isbn: {type: string}
"""
import json

from lambdas.shared import books, loans
from lambdas.shared.answers import answer
from lambdas.shared.bus import emit


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    member, email = claims["sub"], claims["email"]
    isbn = json.loads(event["body"])["isbn"]
    book = books.find(isbn)
    if book is None:
        return answer(404, {"error": f"no book {isbn}"})
    if not books.change_available(isbn, -1):
        books.hold(isbn, member, email)
        return answer(202, {"held": isbn})
    due = loans.lend(member, isbn, book["title"], email)
    emit("BookBorrowed", isbn=isbn, title=book["title"], member=member, email=email, due=due)
    return answer(201, {"isbn": isbn, "title": book["title"], "due": due})
