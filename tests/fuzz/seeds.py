"""Small inputs that a fuzzer changes: valid ones, so that it gets behind the first check."""

from chatbot.model.bundle import PARTS, Bundle, Metadata

INTENTS = (
    b'{"intents": [{"tag": "hello", "patterns": ["hi", "hello"], "responses": ["Hi!"],'
    b' "context_set": "begun", "context_filter": ["begun"], "tests": ["hey"]}]}',
    b'{"intents": [{"tag": "a", "patterns": ["b"], "action": {"url": "https://c.example/d",'
    b' "error": ["No.", {"text": "e", "quick_replies": ["f"]}], "slots": {"g": "date"}}}]}',
    b'[{"intent": "a", "examples": ["b"], "answers": "c"}]',
    b'{"hello": {"patterns": ["hi"], "responses": {"default": "Hi"}}}',
    b"\xef\xbb\xbf{intents: [{'tag': 'a', /* of mine */ patterns: [\"\\ud83d\\ude00\"],},]}",
    b'{"intents": [{"tag": "a" "patterns": ["b"]',
)
TEXTS = (
    b"Where's my PARCEL, order CW-204817??",
    "I\u2019ll \u2013 \U0001f44d\U0001f3fd \u0646\u0639\u0645 \u4f60\u597d sooooo".encode(),
    b"[see](https://a.example/b?c=d) **bold** <a href='tel:+1 (555) 010-0000'>x</a> &amp; a@b.c",
    b"+1 (555) 010-0000 @@@... --- <3 :-) #tag http://a.b",
)
BUNDLE = Bundle(
    Metadata(fingerprint="f" * 64, language="english", seed=7, created_at="2026-01-02T03:04:05Z"),
    {name: name.encode() for name in PARTS},
).to_bytes()

WEBHOOK = (
    b'{"responses": ["Sent.", {"text": "More?", "quick_replies": ["Yes", "No"]}],'
    b' "slots": {"day": "2026-12-24", "town": "oslo", "note": 12.5}}',
    b'{"responses": {"bubbles": ["a", "b"]}, "slots": {"town": null}}',
    b'{"events": [{"event": "slot", "name": "note", "value": "x"}, {"event": "restart"}],'
    b' "responses": [{"text": "Hi", "buttons": [{"title": "Yes", "payload": "b"}]}, {"image": 1}]}',
)

SEEDS: dict[str, tuple[bytes, ...]] = {
    "intents": INTENTS,
    "bundle": (BUNDLE,),
    "text": TEXTS,
    "webhook": WEBHOOK,
}
