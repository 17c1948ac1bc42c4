"""Background work of the departments application."""
