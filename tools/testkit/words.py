"""How the kit shows values in what it says."""
import json

LONGEST = 80


def shown(value):
    """A value as JSON, cut if it is long; "absent" for None."""
    if value is None:
        return "absent"
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
