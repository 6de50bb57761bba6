"""Listings of DynamoDB's backups, of a range of time."""
import datetime

from localcloud.moto import table_backups
from tests.fixtures.cases import cases

DAY = datetime.timedelta(days=1)


@cases("first, last, is_listed", [(None, None, True), (-1, None, True), (1, None, False), (None, 1, True), (None, -1, False), (-1, 1, True)])
def test_a_backup_is_listed_if_it_is_in_the_range(cloud, first, last, is_listed):
    table_backups.install()
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(TableName="saved", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                          AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    try:
        made = dynamodb.create_backup(TableName="saved", BackupName="saved")["BackupDetails"]
        bounds = {"TimeRangeLowerBound": first, "TimeRangeUpperBound": last}
        times = {name: made["BackupCreationDateTime"] + days * DAY for name, days in bounds.items() if days}
        listed = dynamodb.list_backups(TableName="saved", **times)["BackupSummaries"]
        assert [backup["BackupArn"] for backup in listed] == [made["BackupArn"]] * is_listed
        dynamodb.delete_backup(BackupArn=made["BackupArn"])
    finally:
        dynamodb.delete_table(TableName="saved")
