"""Layers: from a requirements.txt to a zip for the app's Python and machine.

    layer_files       the folders of layers/, and their requirements, pinned
    selection         which wheels a target needs, and where they come from
    wheels            the names and files of wheels
    targets           a Python and a machine that a layer is built for
    pip               calls of pip
    uv                calls of uv
    builds            a layer's zip, kept in build/layers/
    package_variables the variables of app.yaml that only packages read
    layer_versions    the versions of a layer on AWS
"""
