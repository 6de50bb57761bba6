"""Publishing a folder on a website of the app: its objects in the bucket of recipes/website.py.

    site              which objects a folder is, and what publishing changes
    page_config       the addresses that pages need: config.json
"""
