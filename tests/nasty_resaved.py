"""Files that went through a spreadsheet program, another encoding or somebody's hands, and what comes of each."""

from gzip import compress

from tests.nasty_cases import HEAD, P7, P7_STORED, case, costs, licences, named, of_name, on_day, partners

SUPPORT = "entitlement_id,kind,used_on,reference\nE-9,incident,2026-05-04,"
PEOPLE = "partner_id,email,name\nP-1,"
HELD = "entitlement_id,partner_id,offer,product,quantity\n"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#SPILL!", "#CALC!", "#GETTING_DATA", "#ERROR!", "Err:502", "########")
SUMS = ("Total", " GRAND TOTAL", "Total:", "总计", "合計：")
RESAVED = [
    *(case(f"{error} in a text", of_name(error), cells=[(2, "legal_name", error)]) for error in ERRORS),
    case("a name with a hash", of_name("#1 C# Ltd"), loads=named("#1 C# Ltd")),
    case("#REF! in a text that is not ours", licences("#REF!,1,0,0,"), cells=[(2, "Product Title", "#REF!")]),
    *(
        case(
            f"{words.strip()} below a list",
            licences("E5,9,0,5,", f"{words},9,0,5,"),
            cells=[(3, "Product Title", words)],
        )
        for words in SUMS
    ),
    case("a product with Total in its name", licences("Total Care,9,0,5,"), loads="Total Care 9 0 5 None"),
    case(
        "a reference that lost its last digits",
        f"{SUPPORT}2.60504E+15\n",
        cells=[(2, "entitlement_id", "E-9"), (2, "reference", "2.60504E+15")],
    ),
    case("a reference in full", f"{SUPPORT}2605040030001234\n", cells=[(2, "entitlement_id", "E-9")]),
    case(
        "a character that nobody sees in an address",
        f"{PEOPLE}ada\u200b@contoso.example,Ada\n",
        cells=[(2, "email", "ada\u200b@contoso.example")],
    ),
    case(
        "a mark of direction in an address",
        f"{PEOPLE}\u202eada@contoso.example,Ada\n",
        cells=[(2, "email", "\u202eada@contoso.example")],
    ),
    case(
        "a character that nobody sees in an id",
        f"{HELD}E-1\u200b,P-1,gold,microsoft-365-copilot,5\n",
        cells=[(2, "entitlement_id", "E-1\u200b")],
    ),
    case("an id again in other letters", partners("P-9,A,US,USD", "p-9,B,US,USD"), cells=[(3, "partner_id", "p-9")]),
    case("a cost that nobody has", costs("1000000000000"), cells=[(2, "Cost", "1000000000000")]),
    case("the largest cost", costs(f"{'9' * 12}.{'9' * 18}"), loads=f"1 2026-06-01 2026-06-01 {'9' * 12}.{'9' * 18}"),
    case(
        "benefits of more than there is",
        f"{HELD.strip()},unit_value,currency\nE-1,P-1,gold,microsoft-365-copilot,999999,999999999,USD\n",
        cells=[(2, "unit_value", "999999999")],
    ),
    case("a clock that is none", on_day("6/1/2026 99:99"), cells=[(2, "Date", "6/1/2026 99:99")]),
    case("a seat count that no tenant has", licences(f"E5,{2**62},0,0,"), cells=[(2, "Total Licenses", str(2**62))]),
    case("two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + P7.encode(), refused="lacks: partner_id"),
    case(
        "an alphabet switched within the text",
        of_name("東京").encode("iso2022_jp"),
        refused="Line 2 switches the alphabet",
    ),
    case(
        "returns alone in UTF-16, and a letter with the byte of a feed",
        of_name("\u010a").replace("\n", "\r").encode("utf-16"),
        loads=named("\u010a"),
    ),
    case(
        "a key of a product instead of a header",
        "AAAA1-BBBB2-CCCC3-DDDD4-EEEE5\n",
        refused="xxxxx-xxxxx-xxxxx-xxxxx-xxxxx",
    ),
    case("a very long line", "x" * 5_000_000, refused=f"columns: {'x' * 200}…. Files"),
    case("a very long number", partners(f"P-7,Café,US,{'x' * 5_000_000}"), cells=[(2, "currency", f"{'x' * 200}…")]),
    case("20,000 columns", f"{HEAD.strip()}{',x' * 20_000}\n", refused="Line 1 has 20004 columns; the limit is 16384"),
    case(
        "20,000 faulty rows",
        HEAD + "P-7,Café,US,USD\n" + "P-8,Café,US,bucks\n" * 20_000,
        refused='The first is on line 3, column "currency": bucks',
    ),
    case(
        "a table in Markdown",
        "| partner_id | legal_name | country | currency |\n|---|---|---|---|\n| P-7 | Café | US | USD |\n",
        cells=[(2, "partner_id", "---"), (2, "country", "---"), (2, "currency", "---")],
    ),
    case(
        "columns of fixed width",
        "partner_id  legal_name  country  currency\nP-7  Café  US  USD\n",
        refused="partner_id  legal_name",
    ),
    case("a statement of SQL", "INSERT INTO partner VALUES ('P-7','C','US','USD');\n", refused="No known format"),
    case("a letter", "From: ada@contoso.example\nSubject: partners\n\nSee below.\n", refused="No known format"),
    case("two gzips in one", compress(HEAD.encode()) + compress("P-7,Café,US,USD\n".encode()), loads=P7_STORED),
]
