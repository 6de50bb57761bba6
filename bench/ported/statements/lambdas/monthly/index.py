"""A workbook of last month's sales, by e-mail.

infra:
  timer: {cron: 0 6 1 * ? *, zone: Europe/Paris, body: {shop: main}}
  layers: [openpyxl]
  timeout: 120
  size: medium
"""
import io
import os
from datetime import date, timedelta
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import boto3
from boto3.dynamodb.conditions import Key
from openpyxl import Workbook
from openpyxl.styles import Font

s3 = boto3.client("s3")
ses = boto3.client("ses")
table = boto3.resource("dynamodb").Table(os.environ["STATEMENTS_SALES_TABLE"])
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sales(shop, month):
    condition = Key("shop").eq(shop) & Key("sold").begins_with(month)
    answer = table.query(KeyConditionExpression=condition)
    yield from answer["Items"]
    while "LastEvaluatedKey" in answer:
        answer = table.query(KeyConditionExpression=condition, ExclusiveStartKey=answer["LastEvaluatedKey"])
        yield from answer["Items"]


def workbook(rows):
    book = Workbook()
    sheet = book.active
    sheet.title = "Sales"
    sheet.append(["Sold", "Article", "Amount"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([row["sold"], row["article"], float(row["amount"])])
    sheet.append(["", "Total", f"=SUM(C2:C{sheet.max_row})"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def mail(subject, text, name, data):
    message = MIMEMultipart("mixed")
    message["Subject"], message["From"], message["To"] = subject, os.environ["SENDER"], os.environ["RECIPIENTS"]
    message.attach(MIMEText(text, "plain", "utf-8"))
    part = MIMEApplication(data, TYPE.partition("/")[2])
    part.add_header("Content-Disposition", "attachment", filename=name)
    message.attach(part)
    return ses.send_raw_email(Source=message["From"], Destinations=os.environ["RECIPIENTS"].split(","),
                              RawMessage={"Data": message.as_bytes()})["MessageId"]


def handler(event, context):
    month = event.get("month") or (date.today().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    data = workbook(sales(event["shop"], month))
    name = f"sales-{month}.xlsx"
    key = f"statements/{event['shop']}/{name}"
    s3.put_object(Bucket=os.environ["STATEMENTS_BUCKET"], Key=key, Body=data, ContentType=TYPE,
                  ServerSideEncryption="AES256")
    link = s3.generate_presigned_url("get_object", Params={"Bucket": os.environ["STATEMENTS_BUCKET"], "Key": key,
                                                           "ResponseContentDisposition": f'attachment; filename="{name}"'},
                                     ExpiresIn=3600)
    return {"message": mail(f"Sales {month}", f"The workbook is attached, or here: {link}", name, data), "link": link}
