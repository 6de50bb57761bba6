import os


def handler(event, context):
    pass
