"""Says hello."""

def handler(event, context):
    pass
