"""The variables that the fields of pydantic's classes of settings are."""
import ast

from kit import settings_classes
from tests.fixtures.cases import cases

BASE = "class A(BaseSettings):\n"


@cases("code, expected", [
    ("class A(Base):\n    table: str", []),
    (BASE + "    orders_table: str", [("ORDERS_TABLE", False)]),
    (BASE + "    orders_table: str\n    size: int = 20", [("ORDERS_TABLE", False), ("SIZE", True)]),
    (BASE + "    table: str = ...\n    model_config = SettingsConfigDict(env_prefix='DEMO_')", [("DEMO_TABLE", False)]),
    (BASE + "    model_config = {'env_prefix': 'demo_'}\n    table: str | None = None", [("DEMO_TABLE", True)]),
    (BASE + "    class Config:\n        env_prefix = 'DEMO_'\n    table: str", [("DEMO_TABLE", False)]),
    ("class A(BaseSettings, env_prefix='DEMO_'):\n    table: str", [("DEMO_TABLE", False)]),
    ("class A(pydantic_settings.BaseSettings):\n    table: str", [("TABLE", False)]),
    (BASE + "    table: str = Field(validation_alias='DEMO_TABLE')", [("DEMO_TABLE", False)]),
    (BASE + "    table: str = Field('x', alias='demo_table')", [("DEMO_TABLE", True)]),
    (BASE + "    table: str = Field(..., env='DEMO_TABLE')", [("DEMO_TABLE", False)]),
    (BASE + "    table: str = Field(default_factory=str)", [("TABLE", True)]),
    (BASE + "    table: str = Field(description='rows')", [("TABLE", False)]),
    (BASE + "    table: Annotated[str, Field(alias='DEMO_TABLE')]", [("DEMO_TABLE", False)]),
    (BASE + "    table: str = Field(validation_alias=AliasChoices('A', 'B'))", [("A", True), ("B", True)]),
    (BASE + "    kinds: ClassVar[list] = []\n    _hidden: str = 'a'\n    plain = 1", []),
    (BASE + "    model_config = SettingsConfigDict(case_sensitive=True)\n    Table: str", [("Table", False)]),
    (BASE + "    model_config = SettingsConfigDict(env_nested_delimiter='__')\n    db: Database\n    table: str",
     [("TABLE", False)]),
    (BASE + "    table: str\n\n\nclass B(A):\n    model_config = SettingsConfigDict(env_prefix='DEMO_')\n    bucket: str",
     [("TABLE", False), ("DEMO_TABLE", False), ("DEMO_BUCKET", False)]),
    (BASE + "    token: str  # pareto: ignore", []),
    ("class A(B, BaseSettings):\n    x: str\n\n\nclass B(A):\n    y: str", [("Y", False), ("X", False)]),
    (BASE + "    x: str\n\n\nclass A1(A):\n    pass\n\n\n" + "".join(
        f"class A{at}(A{at - 1}, {f'A{at - 2}' if at > 2 else 'A'}):\n    pass\n\n\n" for at in range(2, 40)), [("X", False)]),
])
def test_each_field_is_a_variable(code, expected):
    ignored = {number for number, line in enumerate(code.split("\n"), 1) if "ignore" in line}
    reads = settings_classes.reads(ast.parse(code), code, ignored)
    assert [(variable, optional) for variable, _line, optional in reads] == expected
