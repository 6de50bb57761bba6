"""Queues the e-mails about what happened to an appointment.

infra:
  events:
  - name: booked
    topic: AppointmentBooked
  - name: cancelled
    topic: AppointmentCancelled
  - name: offered
    topic: SlotOffered
"""
import os

from lambdas.common.post import mail, queue_all

SUBJECTS = {
    "AppointmentBooked": "Your appointment",
    "AppointmentCancelled": "Your appointment is cancelled",
    "SlotOffered": "A time is free",
}


def handler(event, context):
    topic, detail = event["detail-type"], event["detail"]
    text = (f"Dear {detail['name']},\n\n{SUBJECTS[topic]}: {detail['day']} at {detail['time']}, "
            f"Dr. {detail['doctor'].title()}.\n")
    if topic == "SlotOffered":
        text += f"\nTo take it: {os.environ['PORTAL']}/book?id={detail['id']}\n"
    queue_all([mail(f"{topic}-{event['id']}", detail["email"], SUBJECTS[topic], text)])
