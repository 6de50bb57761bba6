"""Publishing a folder on a website.

    site              which objects a folder is, and what publishing changes
    page_config       the addresses that pages need: config.json
"""
