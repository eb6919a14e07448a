"""…"""

from pages.ui import head

head.show("audit", valued=False)
