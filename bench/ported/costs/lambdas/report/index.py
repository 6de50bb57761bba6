"""What the last week cost, by e-mail.

infra:
  timer: {cron: 0 7 ? * MON *}
  timeout: 60
  permissions: [ce:GetCostAndUsage]
"""
import datetime
import os

import boto3

ce = boto3.client("ce", region_name="us-east-1")
sns = boto3.client("sns")

SNS_TOPIC_ARN = os.environ["COSTS_MAIL_TOPIC"]


def get_cost_breakdown():
    end_date = datetime.date.today()
    start_date = end_date - datetime.timedelta(days=7)
    response = ce.get_cost_and_usage(
        TimePeriod={"Start": start_date.strftime("%Y-%m-%d"), "End": end_date.strftime("%Y-%m-%d")},
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
        GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}],
    )
    costs = []
    for result in response["ResultsByTime"]:
        for group in result.get("Groups", []):
            costs.append((group["Keys"][0], float(group["Metrics"]["UnblendedCost"]["Amount"])))
    return sorted(costs, key=lambda x: x[1], reverse=True)


def handler(event, context):
    costs = get_cost_breakdown()
    message = "The last seven days\n\n" + "".join(f"{name}: ${amount:.2f}\n" for name, amount in costs)
    sns.publish(TopicArn=SNS_TOPIC_ARN, Subject="Costs", Message=message)
    return {"status": "report_sent", "services_reported": len(costs)}
