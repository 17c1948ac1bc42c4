"""What the pages and the API read from the database; nothing here writes."""
