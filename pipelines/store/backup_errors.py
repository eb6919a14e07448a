"""What backups and their restoring refuse, each in one sentence of the catalogs."""

from pipelines.errors import BenefitsError
from pipelines.store.errors import Busy


class BackupBusy(Busy):
    """Another backup of this home is being made."""

    code = "backup_busy"


class HomeInUse(Busy):
    """Another process works with the home that is to be restored."""

    code = "home_in_use"


class NotABackup(BenefitsError):
    """The file is no backup of ours. Facts: path."""

    code = "not_a_backup"


class BackupDamaged(BenefitsError):
    """A part of a backup is not as it was written. Facts: path, part."""

    code = "backup_damaged"


class HomeNotEmpty(BenefitsError):
    """The home that is to be restored holds something. Facts: path."""

    code = "home_not_empty"


class PassphraseShort(BenefitsError):
    """A passphrase that is too easily guessed. Facts: letters, least."""

    code = "passphrase_short"


class PassphraseWrong(BenefitsError):
    """The passphrase does not open the keys of a backup. Facts: path."""

    code = "passphrase_wrong"


class BackupWithoutKeys(BenefitsError):
    """The keys of a backup are asked for that holds none. Facts: path."""

    code = "backup_without_keys"


class RingThere(BenefitsError):
    """There are other keys where those of a backup would go. Facts: path."""

    code = "ring_there"
