"""How much room words take in the head of a table."""

# Thousandths of the size of the letters, as in Arial and the fonts that are made to its measures.
_WIDTHS = {
    222: "ijl",
    278: " !,./:;I[]ft",
    333: "()-r",
    500: "ckJsvxyz",
    556: "abdeghnopqu0123456789L?_$",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
}
_THOUSANDTHS = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHERS, _CHINESE, _FIRST_CHINESE = 722, 1000, "\u2e80"
# Pixels.
_SIZE, _EDGES = 13.125, 17


def room(head: str) -> int:
    """So many pixels wide is a column whose head is read in full."""
    return int(sum(map(_wide, head)) * _SIZE / 1000) + _EDGES


def _wide(letter: str) -> int:
    return _CHINESE if letter >= _FIRST_CHINESE else _THOUSANDTHS.get(letter, _OTHERS)
