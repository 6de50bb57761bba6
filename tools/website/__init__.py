"""Publishing a folder on a website of the app: its objects in the bucket of recipes/website.py."""
