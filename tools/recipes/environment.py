"""The environment variables of a lambda: what each holds, and what the role may do with what it names."""
from aws import cfn
from kit import names
from recipes import bucket, bus, function, queue, table, topic, website

# kind of a variable -> the module that knows its value(app, of) and grants(app, of)
NAMED = {"bucket": bucket, "bus": bus, "function": function, "queue": queue, "table": table, "topic": topic,
         "website": website}


def variables(app, fn, optional):
    """{"DEMO_TABLE": {"Ref": "DemoTable"}, ...} of a lambda; `optional` as below."""
    return {one["name"]: value(app, one, optional) for one in fn["env"]}


def value(app, one, optional):
    """What a variable holds; one without a value is absent, not empty, so that the code's default counts."""
    if one["kind"] in NAMED:
        return NAMED[one["kind"]].value(app, one["of"])
    parameter = names.value_parameter(one["name"])
    if parameter in optional:
        return {"Fn::If": [condition(parameter), cfn.ref(parameter), cfn.ref("AWS::NoValue")]}
    return cfn.ref(parameter)


def statements(app, fn):
    """What the lambda's role may do with everything that its variables name."""
    return [statement for one in fn["env"] if one["kind"] in NAMED
            for statement in NAMED[one["kind"]].grants(app, one["of"])]


def values(app):
    """{"EnvSlackUrl": every variable of that parameter} of all lambdas: app.json's entries, kind value."""
    found = {}
    for name in sorted(app["lambdas"]):
        for one in app["lambdas"][name]["env"]:
            if one["kind"] == "value":
                found.setdefault(names.value_parameter(one["name"]), []).append(one)
    return found


def optional_parameters(values_):
    """The parameters without which every lambda can do: a lambda that cannot makes it needed for all."""
    return {parameter for parameter, ones in values_.items() if all(one["optional"] for one in ones)}


def condition(parameter):
    """"EnvSlackUrl" -> "HasEnvSlackUrl": whether a value was given."""
    return f"Has{parameter}"


def parameters(values_, optional):
    """{"EnvSlackUrl": {"Type": "String", "NoEcho": True}}, with an empty default if it may be left out."""
    return {parameter: {"Type": "String", "NoEcho": True,
                        **({"Default": ""} if parameter in optional else {})} for parameter in values_}


def conditions(optional):
    """{"HasEnvSlackUrl": whether it is not empty}"""
    return {condition(parameter): {"Fn::Not": [{"Fn::Equals": [cfn.ref(parameter), ""]}]}
            for parameter in optional}
