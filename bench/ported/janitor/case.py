def run(app):
    ec2 = app.client("ec2")
    ec2.allocate_address(Domain="vpc")
    result = app.invoke("sweep", {"time": "2020-05-01T00:00:00Z", "resources": [], "detail": {}})
    assert len(result) == 3 and all(set(counts) == {"images", "snapshots", "addresses"} for counts in result.values())
