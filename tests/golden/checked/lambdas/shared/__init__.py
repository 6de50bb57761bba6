from .db import Repository, table  # noqa
