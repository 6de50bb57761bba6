"""Responses in pages."""
from localcloud.cloudformation.errors import ApiError

PAGE = 100  # entries of a response; NextToken leads to the next ones


def page(key, entries, request, size=PAGE):
    """{key: one page of the entries, "NextToken": the index of the next page, or None}."""
    token = request.get("NextToken", "0")
    if not token.isdecimal() or int(token) > len(entries):
        raise ApiError("The NextToken is invalid.")
    start, end = int(token), int(token) + size
    return {key: entries[start:end], "NextToken": str(end) if end < len(entries) else None}
