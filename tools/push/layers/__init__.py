"""Layers: from a requirements.txt to a zip for the app's Python and machine.

    layer_files, package_variables   the folders of layers/, their requirements, and the variables of their packages
    targets, selection, wheels, pip, uv    which wheels a target needs, and where they come from
    builds, layer_versions           a layer's zip in build/layers/, and its versions on AWS
"""
