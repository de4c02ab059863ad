"""Names of the parts of an object that holds a text, and of what stands beside it."""

TEXT_KEYS = ("text", "value", "content", "rule")
LIST_KEYS = (*TEXT_KEYS, "texts", "values", "contents")
TITLE_KEYS = (
    *("title", "caption", "message", "speech", "say", "label", "description", "alt"),
    *("template", "body", "msg"),
)
ADDRESS_KEYS = (
    *("url", "link", "href", "image", "img", "imageurl", "imageuri", "rawurl", "src", "source"),
    *("picture", "photo", "gif", "video", "audio", "file", "attachment", "media"),
)
"""Keys of the text of an object, of a list of them, of its title, of its address: the first first.
"""

COUNTS = frozenset(
    (
        *("count", "total", "size", "length", "number", "num", "n", "limit", "version", "weight"),
        *("priority", "score", "threshold", "confidence", "id", "anzahl", "gesamt", "cantidad"),
        *("numero", "quantidade", "nombre", "jumlah"),
    )
)
"""Names of numbers about patterns, in an object of these."""

CONDITIONS = frozenset(
    (
        *("condition", "conditions", "if", "when", "unless", "rule", "condicion", "condiciones"),
        *("condicao", "condicoes", "si", "se", "bedingung", "wenn", "kondisi", "jika"),
    )
)
"""Names of what has to be so for a response to be given."""
