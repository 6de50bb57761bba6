"""What botocore computes again for each of its sessions and clients, once for a process: a sixth of a client's cost.

A process of handlers, the local cloud and the test kit install it. Handlers see no difference.
"""
import functools
import inspect

from botocore import hooks, session
from botocore.utils import EVENT_ALIASES


@functools.cache
def install():
    """Replaces functions of botocore. A second call does nothing."""
    # Each session has its own loader, which reads the models and lists the services' folders again.
    session.create_loader = functools.cache(session.create_loader)
    create, accepts_kwargs, names = hooks.EventAliaser.__init__, hooks.accepts_kwargs, {}

    def init(self, emitter, event_aliases=None):
        """Each client copies the emitter of its session, without the names of events that it resolved."""
        create(self, emitter, event_aliases)
        if self._event_aliases == EVENT_ALIASES:
            self._alias_name_cache = names

    def has_kwargs(handler):
        """Python's own answer takes an object of inspect.Signature for each of the hundred handlers of a session."""
        code = getattr(handler, "__code__", None)
        return code.co_flags & inspect.CO_VARKEYWORDS if code else accepts_kwargs(handler)
    hooks.EventAliaser.__init__, hooks.accepts_kwargs = init, has_kwargs
