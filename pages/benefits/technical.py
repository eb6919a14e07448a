"""Technical benefits: activation, Access ID and Contract ID, support and advisory hours (source rows 58-73)."""

from pages.ui import family, support

family.show("technical", held=support.held(), detail=support.detail, forms=[support.forms])
