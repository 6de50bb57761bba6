"""What code that is not followed may do with the values that it gets: call functions, and change mappings."""
from interpreter import amazon, escaping, uncalled, unresolved, values, warm_state
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Aws, Const, Dict, External, Function, Instance, List, Method, Partial

# Values that unknown code can neither call nor change
WITHOUT_EFFECT = {Const, External, values.Unknown, values.Shaped, values.Row, values.Answer, Method}


def escape(argument, site, changes=True, to=""):
    """Handle values that are passed to unknown code: it may call functions with any arguments, and change mappings."""
    for value in argument:
        for option in values.options(value):
            if option.__class__ in WITHOUT_EFFECT:
                if changes and (option.__class__ is External or option.__class__ is Method):
                    _note_reference(option, to, site)
                continue
            if changes:
                warm_state.note_emptied(option)
            if option.__class__ is Function:
                uncalled.follow_function(option, changes, site)
            elif option.__class__ is Aws and option.role == "method":  # executor.map(table.put_item, items)
                amazon.called(option, Arguments([], {}, True), site)
            elif option.__class__ is Partial:
                result = site.analysis.call(option, Arguments([], {}, True), site)
                escaping.note([result], site.analysis)
            elif option.__class__ is Aws or changes and option.__class__ is values.Text:
                variables = [part[1] for part in getattr(option, "parts", ()) if part.__class__ is tuple
                             and part[0] == "env"]
                if variables or option.__class__ is Aws:
                    site.note("escaped", service=getattr(option, "service", ""), variables=variables,
                              to=to, pure=not changes)
            elif option.__class__ is Dict and changes:
                option.open = True
            elif option.__class__ is Instance and changes:
                _loosen(option)
            elif option.__class__ is List:
                if changes and option.kind != "tuple":
                    option.open = True
                    option.items += [UNKNOWN] * (option.kind == "queue")
                escape(option.items, site, changes, to)


def _note_reference(value, to, site):
    """Note what makes clients of boto3, or a method of what may be one, if unknown code gets it."""
    if value.__class__ is Method and unresolved.is_unknown(value.of):
        unresolved.record(value.name, Arguments([], {}, True), site)
    elif unresolved.makes_clients(value) and site.node is not None:
        site.note("escaped", service="boto3", variables=[], to=to, pure=False)


def _loosen(instance):
    """Make attributes possibly unknown, which unknown code may set: none of boto3, the app's objects, variables."""
    attributes_ = {**{name: value for name, value in getattr(instance.class_, "names", {}).items()
                      if value.__class__ is not Function}, **instance.names}
    instance.names.update((name, values.union([value, UNKNOWN])) for name, value in attributes_.items()
                          if value.__class__ not in (Aws, Instance, values.Text))
