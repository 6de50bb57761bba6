"""
infra: {}
"""


def handler(event):
    pass
