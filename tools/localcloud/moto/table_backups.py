"""The range of time in a listing of DynamoDB's backups, which moto ignores: code that deletes old backups deleted all.

docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html: from TimeRangeLowerBound, before
TimeRangeUpperBound.
"""
import datetime
import functools

from moto.dynamodb.responses import DynamoHandler

from localcloud.moto.replacing import replace


@functools.cache
def install():
    """Lets moto list the backups of a range of time. Once a process."""

    @replace(DynamoHandler, "list_backups")
    def list_backups(original, self):
        response = original(self)
        first, last = self.body.get("TimeRangeLowerBound"), self.body.get("TimeRangeUpperBound")
        response.result["BackupSummaries"] = [
            backup for backup in response.result["BackupSummaries"]
            if is_between(first, backup["BackupCreationDateTime"], last)]
        return response


def is_between(first, time, last):
    """Whether a time is in the range; None is no limit."""
    return (first is None or seconds(time) >= seconds(first)) and (last is None or seconds(time) < seconds(last))


def seconds(time):
    """The seconds since 1970 of a datetime, which is in UTC if it has no time zone."""
    return (time if time.tzinfo else time.replace(tzinfo=datetime.UTC)).timestamp()
