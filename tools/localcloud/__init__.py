"""The local cloud: moto's state, and from outside what moto lacks. Used only by run_local.py."""
