"""The visit sheet: one page to take to an appointment, made from a conversation and kept nowhere."""
