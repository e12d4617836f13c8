"""Intake: a received letter's text becomes a draft, each finding with the words it came from."""
