"""app.yaml of a new app: every key of the settings' schema with what it means, from that schema."""
import textwrap

import yaml

from kit import names, settings
from project.lambda_files import yaml_text

WIDTH = 100
TOP = """# yaml-language-server: $schema=docs/settings.schema.json
## The settings of the app. A setting that begins with "# " is not set: take the "# " away to set it.
## docs/settings.md has all of them.
"""


def app_yaml(name: str) -> str:
    """The text of app.yaml for an app of that name; without every "# " it is valid too."""
    fields = settings.SCHEMA["properties"].items()
    paragraphs = "".join(f"\n{paragraph(key, field, name)}" for key, field in fields)
    return TOP + paragraphs.replace("demo", name).replace("DEMO", names.prefix(name))


def paragraph(key: str, field: dict, name: str) -> str:
    """The lines of a setting in app.yaml under its meaning; all but `name` commented out, with default or example."""
    if key == "name":
        return f"{prose(field['description'])}name: {yaml_text(name)}\n"
    if field.get("default"):
        value, lead = field["default"], "Without it:"
    else:
        value, lead = field["examples"][0], "For example:"
    text = yaml.safe_dump({key: value}, sort_keys=False, allow_unicode=True, width=1000)
    return prose(f"{field['description']}. {lead}") + textwrap.indent(text, "# ", lambda _line: True)


def prose(text: str) -> str:
    """A sentence as comment lines, which begin with "## "."""
    return "".join(f"## {line}\n" for line in textwrap.wrap(text[:1].upper() + text[1:], WIDTH))
