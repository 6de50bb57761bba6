"""Clients, stacks, permissions and event patterns of AWS, and the types of the app model, for several packages."""
