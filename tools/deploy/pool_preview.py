"""Attributes of users that the next deploy would change or remove, which Cognito refuses."""
from deploy.failures import ATTRIBUTE_HINT
from kit import files, settings, user_settings
from kit.problems import Problem
from kit.schema import line_of
from recipes import user_pool


def attributes(app):
    """{pool: {attribute: type}} of an app, "" is the pool without a name: what stack.json records of a deploy."""
    pools = user_pool.needed(app) if app["settings"].get("users") else []
    return {pool: entries for pool in pools if (entries := user_pool.settings(app, pool)["attributes"])}


def problems(app, records):
    """[Problem] of attributes. records: {stage: stack.json}, see preview.records()

    docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
    """
    result = []
    for stage, record in records.items():
        for pool, before in record.get("attributes", {}).items():
            present = user_pool.settings(app, pool)["attributes"]
            for name, type_ in before.items() if pool in user_pool.needed(app) else ():
                if present.get(name) != type_:
                    change = f"from {type_} to {present[name]}" if name in present else ""
                    users = f"the attribute {name} of the users{f' of {pool}' if pool else ''} {change}".rstrip()
                    result.append(Problem(settings.FILE, line(user_settings.key_of(pool, "attributes", name)),
                                          f"a deploy to {stage} would {'change' if change else 'remove'} {users}",
                                          ATTRIBUTE_HINT))
    return result


def line(key):
    """The line of a dotted key of app.yaml, or of the nearest key above it; 0 of a file without the key."""
    from kit import yaml_lines  # 15 ms, and only this problem needs it
    return line_of(yaml_lines.file_document(files.read_text(settings.FILE), {}, functions=True)[1], key)
