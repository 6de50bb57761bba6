"""The calls of AWS that code makes, as the checks get them."""
from interpreter import conditions


def record_call(receiver, operation, method, arguments, site, filled=()):
    """Record a call as plain JSON (see interpreter/__init__.py) -> the call; its response refers to the same dict."""
    analysis = site.analysis
    call = {"service": receiver.service, "operation": operation, "method": method, "via": receiver.role,
            "type": receiver.type, "python": receiver.role in ("resource", "batch") or receiver.type == "python",
            "ids": {key: analysis.plain(value) for key, value in receiver.ids.items()},
            "args": {key: analysis.plain(value) for key, value in arguments.keywords.items()},
            "placed": len(arguments.positional), "filled": list(filled), "whole": not arguments.more,
            "file": site.frame.module.path, "line": site.node.lineno,
            "tried": bool(analysis.open_tries), "sure": not analysis.silenced, "reached": analysis.reached,
            "always": analysis.in_handler and not (analysis.conditions or analysis.silenced)}
    analysis.calls.append(call)
    if "ConditionExpression" in arguments.keywords or operation.startswith("Transact"):
        conditions.may_fail(site.analysis)
    return call
