"""…"""

from pages.ui import head

head.show("messages", valued=False)
