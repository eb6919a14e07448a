"""What `benefits …` can do, one command a module: thin, on the same functions as the pages."""
