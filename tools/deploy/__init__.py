"""From a pushed template to a stack: the change set, its progress and its failures."""
