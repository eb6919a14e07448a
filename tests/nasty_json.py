"""Odd JSON answers, and what comes of each; stored is told as `sku status enabled suspended warning consumed`."""

import json

from tests.nasty_cases import GUID, case

PARTNER = {"partner": "P-1"}
STORED = "E5 enabled 25 0 1 14"


def skus(*more: dict[str, object], **changed: object) -> str:
    """An answer of one record, of which some keys are otherwise, and of further records."""
    units = {"enabled": 25, "suspended": 0, "warning": 1}
    record = {"skuId": GUID, "skuPartNumber": "E5", "capabilityStatus": "Enabled", "consumedUnits": 14}
    return json.dumps({"value": [{**record, "prepaidUnits": units, **changed}, *more]})


def with_text(written: str) -> str:
    """An answer whose product has this name, as it is escaped in JSON."""
    return skus().replace('"E5"', f'"{written}"')


JSON = [
    case("an answer", skus(), loads=STORED, **PARTNER),
    case("an answer in UTF-8 with its mark", skus().encode("utf-8-sig"), loads=STORED, **PARTNER),
    case("an answer in UTF-16", skus().encode("utf-16"), refused="No known format has these columns", **PARTNER),
    case("a list without its answer", json.dumps(json.loads(skus())["value"]), loads=STORED, **PARTNER),
    case("no records", '{"value": []}', refused="The file is empty", **PARTNER),
    case("records without keys", '{"value": [{}, {}]}', refused="The file is empty", **PARTNER),
    case("records that are none", '{"value": [1, 2]}', refused="no list of records", **PARTNER),
    case("one page of several", skus()[:-1] + ', "nextLink": "https://a"}', refused="https://a", **PARTNER),
    case("words behind the answer", skus() + "\nx", refused="from line 2 on", **PARTNER),
    case("records line by line", '{"skuId": 1}\n{"skuId": 2}', refused="from line 2 on", **PARTNER),
    case("bytes that are not UTF-8", with_text("Z").encode().replace(b"Z", b"\xe9"), refused="line 1", **PARTNER),
    case(
        "half of a character", with_text("\\ud83d"), refused="Record 1 of the JSON has half of a character", **PARTNER
    ),
    case(
        "half of a character in a key",
        skus({"\ud83d": 1}),
        refused="Record 0 of the JSON has half of a character",
        **PARTNER,
    ),
    case("a NUL in a text", with_text("E\\u0000"), refused="Line 2 has NUL bytes", **PARTNER),
    case("a feed and a quote in a text", with_text('E\\n\\"5'), loads='E\n"5 enabled 25 0 1 14', **PARTNER),
    case("a key twice", skus().replace("{", '{"value": [], ', 1), refused='the key "value" twice', **PARTNER),
    case(
        "a count twice in a record",
        skus().replace('"skuId"', '"consumedUnits": 99, "skuId"'),
        refused='the key "consumedUnits" twice',
        **PARTNER,
    ),
    case(
        "a count beside the same with a dot",
        skus(**{"prepaidUnits.enabled": 7}),
        refused='the key "prepaidUnits.enabled" twice',
        **PARTNER,
    ),
    case("a count as a text", skus(consumedUnits="14"), loads=STORED, **PARTNER),
    case("half a count", skus(consumedUnits=14.5), cells=[(1, "consumedUnits", "14.5")], **PARTNER),
    case("a count with an exponent", skus(consumedUnits=1e30), cells=[(1, "consumedUnits", "1e+30")], **PARTNER),
    case("a count of 40 digits", skus(consumedUnits=10**40), cells=[(1, "consumedUnits", f"1{'0' * 40}")], **PARTNER),
    case("a count that no tenant has", skus(consumedUnits=2**62), cells=[(1, "consumedUnits", str(2**62))], **PARTNER),
    case("a count that is no number", skus(consumedUnits=float("nan")), cells=[(1, "consumedUnits", "NaN")], **PARTNER),
    case("a count that is true", skus(consumedUnits=True), cells=[(1, "consumedUnits", "true")], **PARTNER),
    case("a count that is a list", skus(consumedUnits=[14]), cells=[(1, "consumedUnits", '["14"]')], **PARTNER),
    case("no count", skus(consumedUnits=None), cells=[(1, "consumedUnits", None)], **PARTNER),
    case("units that are no object", skus(prepaidUnits=25), refused="lacks: prepaidUnits.enabled", **PARTNER),
    *(
        case(f"{depth} {words} in each other", opened * depth + "1" + closed * depth, refused="line 1", **PARTNER)
        for depth in (5_000, 100_000)
        for words, opened, closed in (("objects", '{"a":', "}"), ("lists", '{"a":[', "]}"))
    ),
    case("objects in a record", skus(more=json.loads('{"a":' * 90 + "1" + "}" * 90)), loads=STORED, **PARTNER),
]
