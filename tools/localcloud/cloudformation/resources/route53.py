"""AWS::Route53: one record, or a group of records, of a hosted zone."""
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind

RECORD = ("AliasTarget CidrRoutingConfig Failover GeoLocation HealthCheckId MultiValueAnswer Name Region "
          "ResourceRecords SetIdentifier TTL Type Weight")


def zone(task, record):
    """The id of the hosted zone that a record, or else its group, refers to: by id, or by name with its dot."""
    record = record if {"HostedZoneId", "HostedZoneName"} & record.keys() else task.properties
    if "HostedZoneId" in record:
        return record["HostedZoneId"]
    name = record["HostedZoneName"]
    zones = task.call("route53", "list_hosted_zones_by_name", DNSName=name)["HostedZones"]
    ids = [entry["Id"].rpartition("/")[2] for entry in zones if entry["Name"].rstrip(".") == name.rstrip(".")]
    if len(ids) != 1:
        raise ApiError(f"Found {len(ids)} hosted zones with name {name}; exactly one was expected")
    return ids[0]


def change(task, action, record):
    """Applies an action, UPSERT or DELETE, to one record."""
    record_set = {name: record[name] for name in RECORD.split() if name in record}
    if "ResourceRecords" in record_set:
        record_set["ResourceRecords"] = [{"Value": value} for value in record_set["ResourceRecords"]]
    if "AliasTarget" in record_set:
        record_set["AliasTarget"] = {"EvaluateTargetHealth": False, **record_set["AliasTarget"]}
    task.call("route53", "change_resource_record_sets", HostedZoneId=zone(task, record),
              ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record_set}]})


def records(properties):
    """[record] of a group; of a single record a list with its own properties."""
    return properties.get("RecordSets", [properties])


def write_records(task):
    """Writes the records, and deletes removed ones. Ref of a record is its name, of a group a generated name."""
    current_keys = set(map(key, records(task.properties)))
    for record in records(task.before) if task.before else []:
        if key(record) not in current_keys:
            change(task, "DELETE", record)
    for record in records(task.properties) if not task.ref else []:
        check_new(task, record)
    for record in records(task.properties):
        change(task, "UPSERT", record)
    task.mark_created(task.properties.get("Name", task.name))


def key(record):
    """(name, type, set identifier): what makes a record unique in its zone."""
    return record["Name"], record["Type"], record.get("SetIdentifier")


def check_new(task, record):
    """Raises ApiError where a new record already exists: moto would overwrite it."""
    name = record["Name"].rstrip(".").lower() + "."
    record_sets = task.call("route53", "list_resource_record_sets", HostedZoneId=zone(task, record),
                            StartRecordName=name, StartRecordType=record["Type"])["ResourceRecordSets"]
    if key({**record, "Name": name}) in map(key, record_sets):
        raise ApiError(f"[Tried to create resource record set [name='{name}', type='{record['Type']}'] but it "
                       "already exists]")


def delete_records(task):
    """Deletes all records of the resource."""
    for record in records(task.properties):
        change(task, "DELETE", record)


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
