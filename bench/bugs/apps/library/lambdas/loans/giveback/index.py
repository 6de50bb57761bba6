"""A book comes back: POST /loans/{isbn}/return

infra:
  endpoint:
    api: private
    method: POST
    path: "/loans/{isbn}/return"
"""
import logging
from datetime import date

from lambdas.shared import books, loans
from lambdas.shared.answers import answer
from lambdas.shared.bus import emit

logger = logging.getLogger()
logger.setLevel("INFO")
CENTS_A_DAY = 20
NotOut = loans.table.meta.client.exceptions.ConditionalCheckFailedException


def fee(due):
    """What a member pays for a book that comes too late."""
    late = (date.today() - date.fromisoformat(due)).days
    return max(late, 0) * CENTS_A_DAY


def handler(event, context):
    isbn = event["pathParameters"]["isbn"]
    member = event["requestContext"]["authorizer"]["claims"]["sub"]
    try:
        loan = loans.end(member, isbn)
    except NotOut:
        return answer(404, {"error": f"{isbn} is not borrowed"})
    books.change_available(isbn, 1)
    cents = fee(loan["due"])
    if cents:
        logger.info("%s owes %d", member, cents)
    emit("BookReturned", isbn=isbn, title=loan["title"], member=member)
    return answer(200, {"isbn": isbn, "fee": cents})
