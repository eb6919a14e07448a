"""What is seen: a script a page, and in `ui` what they share."""
