"""infra: see the README"""

def handler(event, context):
    pass
