"""New sessions and clients of botocore, without what each of them computes again: a third of a handler's cold start.

Run by zygote.py before it forks, by the local cloud for its own sessions, and by Pareto's own tests.
"""
import functools
import inspect

import botocore.hooks
import botocore.session


def install():
    """Let new sessions of botocore share what each computes again, in this process. A second call does nothing."""
    if hasattr(botocore.session.create_loader, "cache_info"):
        return
    # Each session has its own loader, which reads the models and lists the services' folders again.
    botocore.session.create_loader = functools.cache(botocore.session.create_loader)
    verified, alias, names = botocore.hooks.accepts_kwargs, botocore.hooks.EventAliaser._alias_event_name, {}

    def accepts_kwargs(handler):
        code = getattr(handler, "__code__", None)  # inspect takes fifty times as long, for 140 handlers of each session
        return code.co_flags & inspect.CO_VARKEYWORDS if code else verified(handler)

    def alias_event_name(self, event_name):
        if event_name not in names:  # botocore compares it with a hundred aliases, again for each client
            names[event_name] = alias(self, event_name)
        return names[event_name]

    botocore.hooks.accepts_kwargs = accepts_kwargs
    botocore.hooks.EventAliaser._alias_event_name = alias_event_name
