"""What a message needs before, or instead of, an answer: triage, scope and the limits of advice."""
