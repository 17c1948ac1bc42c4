"""Management commands of the mergers app."""
