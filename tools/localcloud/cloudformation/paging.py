"""Long answers, in pages."""
from localcloud.cloudformation.refusal import Refusal

PAGE = 100  # entries in an answer; the rest waits behind NextToken


def page(key, entries, asked):
    """{key: the entries that an answer holds, "NextToken": where the next begins, if any}."""
    token = asked.get("NextToken", "0")
    if not token.isdecimal() or int(token) > len(entries):
        raise Refusal("The NextToken is invalid.")
    start, end = int(token), int(token) + PAGE
    return {key: entries[start:end], "NextToken": str(end) if end < len(entries) else None}
