"""Small faults put into rules and actions one at a time: `make mutants` says which of them the tests notice."""
