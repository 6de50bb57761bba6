"""Which key of a row `make ping` makes new: one on which the pattern or the filter has no condition."""
from recipes import table
from tests.fixtures.cases import cases
from watching import pings

ROW = {"pk": {"S": "example"}, "sk": {"S": "note#example"}}
ORDER = {"id": {"S": "a"}, "at": {"N": "1"}}
SOURCE = {"source": {"type": "table", "name": "bell"}}


def of_stream(**keys):
    return {"table": "bell", "filter": {"dynamodb": {"Keys": {key: {"S": [value]} for key, value in keys.items()}}}}


@cases("block, row, changed", [
    ({**SOURCE, "pattern": {"sk": ["note"]}}, ROW, ["sk"]),  # the event has what is before "#"
    ({**SOURCE}, ROW, ["sk"]),
    ({"table": "bell"}, ROW, ["sk"]),
    (of_stream(pk="example"), ROW, ["sk"]),
    (of_stream(sk="note#example"), ROW, ["pk"]),
    (of_stream(pk="example", sk="note#example"), ROW, []),
    ({**SOURCE, "pattern": {"at": [1]}}, ORDER, ["id"]),
    ({**SOURCE, "pattern": {"at": [1], "id": ["a"]}}, ORDER, []),
    (of_stream(id="a"), ORDER, ["at"]),
])
def test_the_new_key_is_one_without_a_condition(block, row, changed):
    keys = [{"name": name, "type": next(iter(value))} for name, value in row.items()]
    app = {"state": {"table": {"bell": {"settings": {"key": keys}}}}}
    physical = {table.table_id("bell"): "bell"}
    request = pings.of_rows(app, block, "bell", None, {**row}, physical)[0].request
    assert [key for key in row if request["Item"][key] != row[key]] == changed
