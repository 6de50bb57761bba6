r"""Raw \n text.

infra:
  quue: {}
"""

def handler(event, context):
    pass
