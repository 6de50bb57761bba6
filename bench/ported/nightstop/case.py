def run(app):
    ec2 = app.client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Scheduled", "Value": "Stop"}]}]
    machine = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, TagSpecifications=tags)["Instances"][0]
    assert app.invoke("stop", {"tag": "Scheduled", "values": ["Stop"]}) == [machine["InstanceId"]]
    state = ec2.describe_instances(InstanceIds=[machine["InstanceId"]])["Reservations"][0]["Instances"][0]["State"]
    assert state["Name"] in ("stopping", "stopped")
