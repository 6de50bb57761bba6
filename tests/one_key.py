"""moto reads its one RSA key anew for each user pool, which takes a tenth of a second. Imported, this has it read once."""
import functools
import json

from moto.cognitoidp import models

_import_key = models.jwk.RSAKey.import_key


@functools.cache
def key(text):
    """A key of joserfc of its JSON."""
    return _import_key(json.loads(text))


class Jwk:
    """In place of joserfc's module in moto's, which uses nothing else of it."""

    class RSAKey:
        """Its class of keys."""

        import_key = staticmethod(lambda facts: key(json.dumps(facts)))


models.jwk = Jwk
