"""Product keys and downloads: reveal the keys of a benefit, choose a language and an operating system."""

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.rules.model import DOWNLOAD_SYSTEMS, PRODUCT_LANGUAGES


def _unseen(asking: Asking) -> list[str]:
    """The digests of the benefit's keys that the actor has not seen."""
    order = asking.order
    found = asking.read("unseen_keys", partner=order.partner_id, entitlement=order.about, email=order.actor)
    return found["digest"].to_list()


def _looking(asking: Asking) -> dict[str, object]:
    return {
        "given_keys_unseen": len(_unseen(asking)),
        "given_acknowledged": asking.values["acknowledged"],
        "given_tenant_checked": asking.values["tenant_checked"],
    }


def _seen(asking: Asking, _: Facts) -> Written:
    return Written(details={"keys": ",".join(_unseen(asking))})


def _link(asking: Asking) -> str | None:
    """Where the benefit's product is downloaded for the operating system; None where there is no such download."""
    order = asking.order
    found = asking.read("download", partner=order.partner_id, entitlement=order.about, os=asking.values["os"])
    return None if found.is_empty() else str(found["link"][0])


def _choosing(asking: Asking) -> dict[str, object]:
    return {"given_download_offered": _link(asking) is not None}


def _chosen(asking: Asking, _: Facts) -> Written:
    return Written(details={name: asking.values[name] for name in ("language", "os")} | {"link": _link(asking)})


GET_KEYS = Action(
    "get_keys",
    "entitlement",
    (Field("acknowledged", "yes", required=False), Field("tenant_checked", "yes", required=False)),
    ("software", "cloud"),
    given=_looking,
    written=_seen,
)
CHOOSE_DOWNLOAD = Action(
    "choose_download",
    "entitlement",
    (Field("language", "choice", choices=PRODUCT_LANGUAGES), Field("os", "choice", choices=DOWNLOAD_SYSTEMS)),
    ("software",),
    given=_choosing,
    written=_chosen,
)
ACTIONS = (GET_KEYS, CHOOSE_DOWNLOAD)
