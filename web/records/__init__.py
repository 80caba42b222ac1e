"""What visitors agreed to have kept: consent, redacted turns, feedback, counts. Knows nothing of pages or of the bot's work."""
