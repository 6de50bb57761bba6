"""\
Says \
hello\nand\nmore.

infra:
  quue: {}

The end.
"""

def handler(event, context):
    pass
