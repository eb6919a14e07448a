"""Texts in odd encodings, with odd line ends, separators and quotes, and what comes of each."""

from tests.nasty_cases import HEAD, P7, P7_STORED, case, named, of_name, partners

ENCODINGS = [
    case("UTF-8 with a byte order mark", P7.encode("utf-8-sig"), loads=P7_STORED),
    case("UTF-16, little end first", b"\xff\xfe" + P7.encode("utf-16-le"), loads=P7_STORED),
    case("UTF-16, big end first", b"\xfe\xff" + P7.encode("utf-16-be"), loads=P7_STORED),
    case("UTF-16 without its mark", P7.encode("utf-16-le"), refused="Line 1 has NUL bytes"),
    case("UTF-32", P7.encode("utf-32"), refused="Line 1 has NUL bytes"),
    case("UTF-16 that ends within a character", P7.encode("utf-16")[:-1], refused="not utf-16-le throughout: line 2"),
    case(
        "half a surrogate pair in UTF-16",
        P7.encode("utf-16").replace("é".encode("utf-16-le"), b"\x3d\xd8"),
        refused="not utf-16-le throughout: line 2",
    ),
    case("half a surrogate pair in UTF-8", P7.encode().replace("é".encode(), b"\xed\xa0\xbd"), asks="encoding"),
    case("an overlong form in UTF-8", P7.encode().replace(b"C", b"\xc1\x83"), asks="encoding"),
    case("UTF-8 that ends within a character", (HEAD + "P-7,C,US,é").encode()[:-1], asks="encoding"),
    case("one byte that is not UTF-8", P7.encode() + b"P-8,Caf\xe9,US,USD\n", asks="encoding"),
    case(
        "the same, said to be UTF-8",
        P7.encode() + b"P-8,Caf\xe9,US,USD\n",
        encoding="utf-8",
        refused="not utf-8 throughout: line 3 has the bytes e9",
    ),
    case("cp1252", P7.encode("cp1252"), asks="encoding"),
    case("cp1252, said", P7.encode("cp1252"), encoding="windows-1252", loads=P7_STORED),
    case("cp950, said", of_name("陳怡婷").encode("cp950"), encoding="cp950", loads=named("陳怡婷")),
    case("big5, said", of_name("陳怡婷").encode("big5"), encoding="big5", loads=named("陳怡婷")),
    case("gb18030", of_name("王小明").encode("gb18030"), asks="encoding"),
    case("gb18030, said", of_name("王小明𠀀").encode("gb18030"), encoding="gb18030", loads=named("王小明𠀀")),
    case(
        "cp1252, said to be gb18030",
        P7.encode("cp1252"),
        encoding="gb18030",
        refused="not gb18030 throughout: line 2 has the bytes e9",
    ),
    case("an encoding of something else", P7.encode("cp1252"), encoding="hex", refused='no encoding "hex"'),
    case("an encoding that runs code points", P7.encode("cp1252"), encoding="idna", refused='no encoding "idna"'),
    case("UTF-8, said to be cp1252", P7, encoding="cp1252", loads=P7_STORED),
    case(
        "a second file behind the first",
        P7 + "\ufeff" + P7.replace("P-7", "P-8"),
        cells=[(3, "partner_id", "\ufeffpartner_id"), (3, "country", "country"), (3, "currency", "currency")],
    ),
    case("right to left, emoji, combining", of_name("שלום 👩‍💻 e\u0301"), loads=named("שלום 👩‍💻 e\u0301")),
    case("a replacement character in the source", of_name("Caf\ufffd"), loads=named("Caf\ufffd")),
]
LINES = [
    case("line feeds", P7, loads=P7_STORED),
    case("returns and feeds", P7.replace("\n", "\r\n"), loads=P7_STORED),
    case("two returns and a feed", P7.replace("\n", "\r\r\n"), loads=P7_STORED),
    case("returns alone", P7.replace("\n", "\r"), loads=P7_STORED),
    case("returns alone in UTF-16", P7.replace("\n", "\r").encode("utf-16"), loads=P7_STORED),
    case(
        "returns alone, with a feed in a cell",
        of_name('"Ca\nfé"').replace("USD\n", "USD\r").replace("currency\n", "currency\r"),
        refused="on line 1 a return (CR) stands alone",
    ),
    case("a return in a cell", of_name("Ca\rfé"), refused="on line 2 a return (CR) stands alone"),
    case("a return in a quoted cell", of_name('"Ca\rfé"'), loads=named("Ca\rfé")),
    case("feeds here, returns and feeds there", partners("P-7,Café,US,USD\r"), loads=P7_STORED),
    case("a feed in a quoted cell", of_name('"Ca\nfé"'), loads=named("Ca\nfé")),
    case("other line ends in a cell", of_name("Ca\u2028f\u0085é\x0b"), loads=named("Ca\u2028f\u0085é")),
    case("no end of the last line", P7.rstrip("\n"), loads=P7_STORED),
    case("blank lines all over", f"\n\n{P7.replace('P-7', chr(10) + 'P-7')}\n \n\n", loads=P7_STORED),
    case(
        "a fault below a cell of two lines",
        partners('P-7,"Ca\nfé",US,USD', "P-8,Café,US,bucks"),
        cells=[(4, "currency", "bucks")],
    ),
    case(
        "a fault below a return in a quoted cell",
        partners('P-7,"Ca\rfé",US,USD', "P-8,Café,US,bucks"),
        cells=[(3, "currency", "bucks")],
    ),
]
SEPARATORS = [
    case("semicolons", P7.replace(",", ";"), loads=P7_STORED),
    case("tabs", P7.replace(",", "\t"), loads=P7_STORED),
    case("bars", P7.replace(",", "|"), loads=P7_STORED),
    case("sep= in the first line", "sep=;\n" + P7.replace(",", ";"), loads=P7_STORED),
    case("carets", P7.replace(",", "^"), refused="No known format has these columns: partner_id^legal_name"),
    case("semicolons below commas", HEAD + "P-7;Café;US;USD\n", refused="Line 2 has 1 fields where the header has 4"),
    case("a comma in a cell", of_name("Café, Ltd"), refused="Line 2 has 5 fields where the header has 4"),
    case("a comma in a quoted cell", of_name('"Café, Ltd"'), loads=named("Café, Ltd")),
    case("one separator too many on all lines", P7.replace("\n", ",\n"), loads=P7_STORED),
    case(
        "one separator too many below the header",
        partners("P-7,Café,US,USD,"),
        refused="Line 2 has 5 fields where the header has 4",
    ),
    case(
        "one separator too many at the very end",
        partners("P-7,Café,US,USD,").rstrip("\n"),
        refused="Line 2 has 5 fields where the header has 4",
    ),
]
QUOTES = [
    case("every cell quoted", '"' + '"\n"'.join(P7.replace(",", '","').splitlines()) + '"\n', loads=P7_STORED),
    case("a quote written twice", of_name('"Ca""f""é"'), loads=named('Ca"f"é')),
    case("a quote within an open cell", of_name('5" rack'), loads=named('5" rack')),
    case(
        "two such cells, a line apart",
        partners('P-7,5" a,US,USD', 'P-8,6" b,US,USD'),
        loads='P-7 5" a US USD|P-8 6" b US USD',
    ),
    case("text behind a closing quote", of_name('"Ca"fé'), refused="on line 2 text follows a closing quote"),
    case("text behind an empty pair", of_name('""Ca"'), refused="on line 2 text follows a closing quote"),
    case("a quote never closed", partners('P-7,"Café,US,USD', "P-8,C,US,USD"), refused="on line 2 has no end"),
    case("a quote opened at the end", P7 + '"', refused="on line 3 has no end"),
    case("single quotes", of_name("'Café'"), loads=named("'Café'")),
    case("a row of quoted nothing", P7 + '"","","",""\n', loads=P7_STORED),
]
TEXTS = [*ENCODINGS, *LINES, *SEPARATORS, *QUOTES]
