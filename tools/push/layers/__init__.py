"""Layers: from a requirements.txt to a zip for the app's Python and machine."""
