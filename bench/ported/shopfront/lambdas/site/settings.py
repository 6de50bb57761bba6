"""Django's settings."""
import os
from urllib.parse import urlsplit

import boto3

DEBUG = False
ALLOWED_HOSTS = [os.environ["ALLOWED_HOST"]]
ROOT_URLCONF = "lambdas.site.urls"
INSTALLED_APPS = ["lambdas.site"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True


def secret(name):
    return boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]


SECRET_KEY = secret(os.environ["SHOPFRONT_DJANGO_SECRET"])
place = urlsplit(os.environ["DATABASE_URL"])
if place.scheme == "sqlite":
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": place.path[1:]}}
else:
    DATABASES = {"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": place.path[1:], "HOST": place.hostname, "USER": place.username,
        "PASSWORD": secret(os.environ["SHOPFRONT_DATABASE_SECRET"]), "CONN_MAX_AGE": 60}}
