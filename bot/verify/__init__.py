"""Whether a statement is supported by the passages it cites. Deterministic; knows nothing of who wrote the statement."""
