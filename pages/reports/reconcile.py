"""Whether the figures here tie to the files and to the vendor's own, and the pack that a month is closed with."""

from pages.ui import answers, empty, head, pack, reconcile

head.show("reconcile", valued=False)
if not answers.datasets():
    empty.no_spend()
else:
    reconcile.loads()
reconcile.credits()
pack.show()
