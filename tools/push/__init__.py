"""Zips and layers, from the app to S3. layers/ are the packages of layers/.

    zips              which files are in a lambda's zip, and the zip
"""
