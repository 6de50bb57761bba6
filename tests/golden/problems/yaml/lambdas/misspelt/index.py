"""Hello.

infar:
  queue: {}
"""

def handler(event, context):
    pass
