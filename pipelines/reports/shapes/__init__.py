"""The shapes of reports by area; catalogue.py lists them all."""
