"""AWS::Route53: records of a zone, one or many."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.refusal import Refusal

RECORD = ("AliasTarget CidrRoutingConfig Failover GeoLocation HealthCheckId MultiValueAnswer Name Region "
          "ResourceRecords SetIdentifier TTL Type Weight")


def zone(task, said):
    """The id of the zone that a record, or else its group, names: by id, or by name with its dot."""
    said = said if {"HostedZoneId", "HostedZoneName"} & said.keys() else task.properties
    if "HostedZoneId" in said:
        return said["HostedZoneId"]
    name = said["HostedZoneName"]
    found = task.call("route53", "list_hosted_zones_by_name", DNSName=name)["HostedZones"]
    ids = [entry["Id"].rpartition("/")[2] for entry in found if entry["Name"].rstrip(".") == name.rstrip(".")]
    if len(ids) != 1:
        raise Refusal(f"Found {len(ids)} hosted zones with name {name}; exactly one was expected")
    return ids[0]


def change(task, action, said):
    """UPSERT or DELETE of one record."""
    wanted = {name: said[name] for name in RECORD.split() if name in said}
    if "ResourceRecords" in wanted:
        wanted["ResourceRecords"] = [{"Value": value} for value in wanted["ResourceRecords"]]
    if "AliasTarget" in wanted:
        wanted["AliasTarget"] = {"EvaluateTargetHealth": False, **wanted["AliasTarget"]}
    task.call("route53", "change_resource_record_sets", HostedZoneId=zone(task, said),
              ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": wanted}]})


def records(properties):
    """The records of a group, or the one that a record itself is."""
    return properties["RecordSets"] if "RecordSets" in properties else [properties]


def write_records(task):
    """Ref of a record is its name, of a group a made one. A record that is gone leaves nothing behind."""
    kept = {(said["Name"], said["Type"], said.get("SetIdentifier")) for said in records(task.properties)}
    for said in records(task.before) if task.before else []:
        if (said["Name"], said["Type"], said.get("SetIdentifier")) not in kept:
            change(task, "DELETE", said)
    for said in records(task.properties) if not task.ref else []:
        refuse_taken(task, said)
    for said in records(task.properties):
        change(task, "UPSERT", said)
    if not task.ref:
        task.started(task.properties.get("Name", task.name))


def refuse_taken(task, said):
    """Raises Refusal where a new record would take a name that has one: moto writes over it."""
    name = said["Name"].rstrip(".").lower() + "."
    found = task.call("route53", "list_resource_record_sets", HostedZoneId=zone(task, said),
                      StartRecordName=name, StartRecordType=said["Type"])["ResourceRecordSets"]
    if any((each["Name"], each["Type"], each.get("SetIdentifier")) == (name, said["Type"], said.get("SetIdentifier"))
           for each in found):
        raise Refusal(f"[Tried to create resource record set [name='{name}', type='{said['Type']}'] but it "
                      "already exists]")


def delete_records(task):
    """All of them."""
    for said in records(task.properties):
        change(task, "DELETE", said)


TYPES = {
    "AWS::Route53::RecordSet": Kind(
        write_records, write_records, delete_records,
        properties=f"{RECORD} HostedZoneId HostedZoneName", replacing="HostedZoneId HostedZoneName Name",
        ignored="Comment"),
    "AWS::Route53::RecordSetGroup": Kind(
        write_records, write_records, delete_records,
        properties="HostedZoneId HostedZoneName RecordSets", replacing="HostedZoneId HostedZoneName",
        ignored="Comment"),
}
