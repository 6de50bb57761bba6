class NotFound(Exception):
    pass


class Conflict(Exception):
    pass
