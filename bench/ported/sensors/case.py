def run(app):
    kinesis = app.client("kinesis")
    name = next(name for name in kinesis.list_streams()["StreamNames"] if "Readings" in name)
    kinesis.put_record(StreamName=name, PartitionKey="s1", Data=b'{"at": 5, "value": 2.5}')
    item = app.wait(lambda: app.table("sensors").scan()["Items"])[0]
    assert (item["pk"], item["value"]) == ("s1", "2.5")
