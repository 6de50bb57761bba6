"""
infra: {}
"""


async def handler(event, context):
    pass
