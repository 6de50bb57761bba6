"""The environment variables that classes of pydantic's settings read: each field is a variable.

    class Settings(BaseSettings):
        model_config = SettingsConfigDict(env_prefix="DEMO_")
        orders_table: str                                     # DEMO_ORDERS_TABLE
        token: str = Field(validation_alias="API_TOKEN")      # API_TOKEN
        page_size: int = 20                                   # DEMO_PAGE_SIZE, if it is set

docs.pydantic.dev/latest/concepts/pydantic_settings/
"""
import ast
from collections.abc import Iterable
from typing import NamedTuple

BASE = "BaseSettings"
ALIASES = ("validation_alias", "alias", "env")
DEFAULTS = ("default", "default_factory")


class Field(NamedTuple):
    """A field of a class of settings."""

    variables: list[str]  # the first that is set counts
    line: int
    optional: bool  # whether it has a default
    is_text: bool


def reads(tree: ast.Module, source: str, ignored: set) -> list:
    """[[variable, line, optional]] of the classes of settings of a file. ignored: lines with `# pareto: ignore`"""
    if BASE not in source:
        return []
    classes = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    fields_of_classes = [fields(lineage) for node in classes.values() if (lineage := _lineage(node, classes))]
    found = {(variable, field.line): field.optional or len(field.variables) > 1 for own in fields_of_classes
             for field in own.values() for variable in field.variables if field.line not in ignored}
    return [[variable, line, optional] for (variable, line), optional in found.items()]


def _lineage(node, classes):
    """[ClassDef] of a class and those of the file from which it inherits, the first ancestor first; [] if none of them
    is a class of settings."""
    lineage, names = [node], set()
    for current in lineage:  # which grows meanwhile
        bases = [getattr(base, "attr", getattr(base, "id", "")) for base in current.bases]
        names.update(bases)
        lineage += [classes[name] for name in bases if name in classes and classes[name] not in lineage]
    return lineage[::-1] if BASE in names else []


def fields(lineage: Iterable[ast.ClassDef]) -> dict[str, Field]:
    """{name: Field} of a class of settings. lineage: its ancestors, then the class itself"""
    prefix, nesting, exact, declared = "", False, False, {}
    for node in lineage:
        for entry in _options(node):
            value = getattr(entry.value, "value", None)
            prefix = value if entry.arg == "env_prefix" and isinstance(value, str) else prefix
            nesting = nesting or entry.arg == "env_nested_delimiter"
            exact = exact or entry.arg == "case_sensitive" and value is True
        declared |= {part.target.id: part for part in node.body if isinstance(part, ast.AnnAssign)
                     and isinstance(part.target, ast.Name) and not part.target.id.startswith(("_", "model_"))
                     and "ClassVar" not in ast.unparse(part.annotation)}
    made = {name: _field(part, prefix + name if exact else f"{prefix}{name}".upper(), exact)
            for name, part in declared.items()}
    return {name: field for name, field in made.items() if field.is_text or not nesting}


def _options(node):
    """[ast.keyword] of the configuration of a class: of model_config, of its class Config, and of the statement."""
    result = list(node.keywords)
    for part in node.body:
        is_config = isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") == "model_config"
        if is_config and isinstance(part.value, ast.Call):
            result += part.value.keywords
        elif is_config and isinstance(part.value, ast.Dict):
            result += [ast.keyword(getattr(key, "value", None), value)
                       for key, value in zip(part.value.keys, part.value.values)]
        elif isinstance(part, ast.ClassDef) and part.name == "Config":
            result += [ast.keyword(line.targets[0].id, line.value) for line in part.body
                       if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)]
    return result


def _field(part, variable, exact):
    """The Field of an annotated name. variable: its own; exact: whether the case of an alias counts"""
    calls = [node for node in (part.value, *ast.walk(part.annotation)) if isinstance(node, ast.Call)
             and ast.unparse(node.func).rpartition(".")[2] == "Field"]
    keywords = {entry.arg: entry.value for call in calls for entry in call.keywords}
    alias = next((keywords[name] for name in ALIASES if name in keywords), None)
    texts = [node.value for node in ast.walk(alias) if isinstance(node, ast.Constant) and isinstance(node.value, str)] \
        if alias is not None else []
    value = part.value
    if value is not None and value in calls:
        value = value.args[0] if value.args else next((keywords[name] for name in DEFAULTS if name in keywords), None)
    has_default = value is not None and getattr(value, "value", None) is not Ellipsis
    return Field([text if exact else text.upper() for text in texts] or [variable], part.lineno, has_default,
                 _type(part.annotation) in ("str", "str | None", "Optional[str]"))


def _type(annotation):
    """The text of an annotation, without what Annotated adds."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value).rpartition(".")[2] == "Annotated" \
            and isinstance(annotation.slice, ast.Tuple):
        annotation = annotation.slice.elts[0]
    return ast.unparse(annotation).removeprefix("typing.")
