"""…"""

from pages.ui import head

head.show("reminders", valued=False)
