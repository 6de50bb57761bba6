"""What a person uses after a failure: the log events of a stage, its failures, its queues, and what can be replayed."""
