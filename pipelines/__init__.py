"""Every flow of data: files in, answers out; whatever is not a screen."""
