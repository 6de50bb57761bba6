"""Functions that run: from Invoke to a process, and back."""
