"""What the pages and the API read from the database, one file for each subject."""
