"""Trains the network that reads statements; see training/README.md."""
