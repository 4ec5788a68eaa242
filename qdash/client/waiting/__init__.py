"""Calls made of other calls: waits for work, and runs of flows."""
