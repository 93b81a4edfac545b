"""Learns a human coding frame: which codes a comment gets, how surely, and why."""
