"""The types of keys in requests to DynamoDB: AWS rejects values of another type, moto finds nothing or stores them.

docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""
import functools

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from localcloud.moto.replacing import replace

NO_KEY = "The provided key element does not match the schema"
NO_CONDITION = "One or more parameter values were invalid: Condition parameter type does not match schema type"


@functools.cache
def install():
    """Let moto refuse keys of another type than the table's, and indexes that it does not have. Once a process."""

    @replace(DynamoDBBackend, "get_keys_value")
    def key_of_item(original, self, table, keys):
        types = key_types(table, table.schema)
        if any(name not in keys or type_of(keys[name]) != type_ for name, type_ in types.items()):
            raise MockValidationException(NO_KEY)
        return original(self, table, keys)

    @replace(DynamoDBBackend, "get_schema")
    def schema(original, self, table_name, index_name):
        table = self.get_table(table_name)
        if index_name and index_name not in [index.name for index in [*table.global_indexes, *table.indexes]]:
            raise MockValidationException(f"The table does not have the specified index: {index_name}")
        return original(self, table_name, index_name)

    @replace(Table, "put_item")
    def put_item(original, self, item_attrs, *args, **kwargs):
        for index in [*self.global_indexes, *self.indexes]:
            for name, type_ in key_types(self, index.schema).items():
                if name in item_attrs and type_of(item_attrs[name]) != type_:
                    raise MockValidationException(
                        f"One or more parameter values were invalid: Type mismatch for Index Key {name} Expected: "
                        f"{type_} Actual: {type_of(item_attrs[name])} IndexName: {index.name}")
        return original(self, item_attrs, *args, **kwargs)

    @replace(DynamoDBBackend, "query")
    def query(original, self, table_name, *args, **kwargs):
        types = attribute_types(self.get_table(table_name))
        conditions = [(name, [value]) for name, value in kwargs.get("hash_key_conditions") or []]
        conditions += [(name, values) for name, _operator, values in kwargs.get("range_key_conditions") or []]
        if any(type_of(value) != types.get(name, type_of(value)) for name, values in conditions for value in values):
            raise MockValidationException(NO_CONDITION)
        return original(self, table_name, *args, **kwargs)


def attribute_types(table):
    """{attribute: S, N or B} of a table of moto: those in the keys of the table and of its indexes."""
    return {entry["AttributeName"]: entry["AttributeType"] for entry in table.attr}


def key_types(table, schema):
    """{attribute: S, N or B} of a key schema, [{"AttributeName": ...}]."""
    types = attribute_types(table)
    return {entry["AttributeName"]: types[entry["AttributeName"]] for entry in schema}


def type_of(value):
    """The type of an attribute value: "S" of {"S": "a"}; "NULL" of an invalid one."""
    return next(iter(value), "NULL")
