"""Calls of webhooks on a real server: answers, time, tries, what is sent."""

import hashlib
import hmac
import json
import socket
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, create_default_context
from threading import Event, Thread
from time import monotonic, sleep, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from chatbot.dialogue.action_calls import ActionAnswer, ActionCall
from chatbot.intents.actions.action import Action
from chatbot.intents.responses.bubble import Bubble
from tests.conftest import MakeSettings
from tests.support.webhooks.certificates import certificate
from tests.support.webhooks.server import Answering, Webhook, answers, webhook
from web.actions import caller, connection
from web.actions.addresses import Resolve, resolve
from web.actions.breaker import MOST_FAILURES, REST_SECONDS
from web.actions.caller import ActionCaller
from web.actions.connection import LARGEST_BODY, post
from web.actions.deadline import Deadline
from web.actions.errors import CallError
from web.actions.request import ActionRequest
from web.core.action_hosts import ActionHost
from web.http.instruments import REGISTRY
from web.monitoring import exposition
from web.monitoring.exposition import page

SECRET = "shared with the shop"
CONVERSATION, MESSAGE = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(caller, "WAIT_SECONDS", 0.05)


@pytest.fixture
def made(make_settings: MakeSettings) -> Callable[..., ActionCaller]:
    """Factory of callers that may call a server."""

    def make(
        hosts: str,
        resolve: Resolve = resolve,
        context: SSLContext | None = None,
        **environ: str,
    ) -> ActionCaller:
        secret = SECRET.replace(" ", "-")
        fixed = {"RECOLLECT_ACTION_HOSTS": hosts, "RECOLLECT_ACTION_SECRET": secret}
        return ActionCaller(make_settings(**(fixed | environ)), resolve, context)

    return make


def asked_for(
    caller: ActionCaller, call: ActionCall, seconds: float = 5
) -> tuple[ActionAnswer | None, str, float]:
    """Answer of a call that has `seconds` left, the fault in the log, and the time taken."""
    started = monotonic()
    begun = started - 5 + seconds
    with capture_logs() as lines:
        answer = caller.answer(ActionRequest(CONVERSATION, MESSAGE, call, begun), read)
    (line,) = lines
    return answer, line.get("fault", ""), monotonic() - started


def read(_call: ActionCall, body: bytes) -> ActionAnswer:
    return ActionAnswer((Bubble(body.decode()),))


def test_a_call_has_all_of_the_message_and_a_signature_with_the_time(
    made: Callable[..., ActionCaller],
) -> None:
    with webhook(answers({"responses": ["On its way."]})) as hook:
        call = hook.call(text="wo ist es? ü", contexts=("rental",), language="german")
        answer, fault, _ = asked_for(made(hook.host), call)
    assert (answer, fault) == (ActionAnswer((Bubble('{"responses": ["On its way."]}'),)), "")
    ((headers, body),) = hook.requests
    values = json.loads(body)
    key = values.pop("id")
    assert values == {
        "conversation": str(CONVERSATION),
        "intent": "order",
        "text": "wo ist es? ü",
        "slots": {"order": "204817"},
        "contexts": ["rental"],
        "language": "de",
    }
    assert headers["Idempotency-Key"] == key
    assert headers["Host"] == f"127.0.0.1:{hook.port}"
    parts = dict(part.split("=") for part in headers["Recollect-Signature"].split(","))
    signed = parts["t"].encode() + b"." + body
    secret = SECRET.replace(" ", "-").encode()
    assert parts["v1"] == hmac.new(secret, signed, hashlib.sha256).hexdigest()


def test_an_action_server_of_rasa_gets_what_it_expects(made: Callable[..., ActionCaller]) -> None:
    with webhook(answers({})) as hook:
        call = hook.call(action=Action(f"{hook.host}/webhook", rasa="action_order"))
        asked_for(made(hook.host), call)
    ((_, body),) = hook.requests
    values = json.loads(body)
    tracker = values["tracker"]
    assert (values["next_action"], values["domain"]) == ("action_order", {})
    assert values["sender_id"] == tracker["sender_id"] == str(CONVERSATION)
    assert tracker["slots"] == {"order": "204817"}
    assert tracker["latest_message"]["text"] == "where is it?"
    assert tracker["latest_message"]["intent"]["name"] == "order"


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_momentary_error_is_tried_again_with_the_same_id(
    made: Callable[..., ActionCaller], status: int
) -> None:
    statuses = iter([status, status, 200])
    with webhook(lambda handler: answers({}, next(statuses))(handler)) as hook:
        answer, _, _ = asked_for(made(hook.host), hook.call())
    assert answer
    assert len(hook.requests) == 3
    assert len({headers["Idempotency-Key"] for headers, _ in hook.requests}) == 1


def test_a_call_has_an_id_of_its_message_and_that_of_a_form_one_of_the_form() -> None:
    def id_of(message: UUID = MESSAGE, conversation: UUID = CONVERSATION, **changes: Any) -> UUID:
        return ActionRequest(conversation, message, Webhook(1).call(**changes), 0.0).id

    assert id_of() == id_of() != id_of(uuid4())
    assert id_of(form_number=0) == id_of(uuid4(), form_number=0, text="yes") != id_of()
    assert id_of(form_number=0) != id_of(form_number=1)
    assert id_of(form_number=0) != id_of(form_number=0, conversation=uuid4())
    for changes in ({"intent": "return"}, {"slots": ()}, {"action": Action("https://a.example/")}):
        assert id_of(**changes) != id_of()
        assert id_of(form_number=0, **changes) != id_of(form_number=0)


def _reset(handler: BaseHTTPRequestHandler) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b" ")
        sleep(0.05)


def _drip_head(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(100):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        sleep(0.05)


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b" " * LARGEST_BODY)


def _chunk(size: str, times: int) -> Answering:
    """A chunk that claims a size."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n"
        handler.wfile.write(head.encode())
        for _ in range(times):
            handler.wfile.write(b" " * LARGEST_BODY)

    return answer


@pytest.mark.parametrize(
    ("answering", "fault", "requests"),
    [
        pytest.param(answers({}, 503), "status", 3, id="unavailable"),
        pytest.param(answers({}, 500), "status", 1, id="error"),
        pytest.param(answers({}, 302, Location="/else"), "status", 1, id="redirect"),
        pytest.param(answers({}, 204), "status", 1, id="nothing"),
        pytest.param(_reset, "connection", 3, id="reset"),
        pytest.param(lambda _: sleep(5), "time", 1, id="slow"),
        pytest.param(_drip, "time", 1, id="drips"),
        pytest.param(_drip_head, "time", 1, id="drips-head"),
        pytest.param(answers(b" " * (LARGEST_BODY + 1)), "long", 1, id="long"),
        pytest.param(_endless, "long", 1, id="endless"),
        pytest.param(_chunk("-1", 100), "long", 1, id="chunk-without-end"),
        pytest.param(_chunk("-5", 1), "connection", 3, id="chunk-of-negative-size"),
        pytest.param(lambda handler: handler.wfile.write(b"hi\r\n"), "connection", 3, id="no-http"),
    ],
)
def test_a_failing_server_gives_no_answer_and_holds_the_thread_no_longer_than_the_time(
    made: Callable[..., ActionCaller], answering: Answering, fault: str, requests: int
) -> None:
    with webhook(answering) as hook:
        left = 0.2 if fault == "time" else 5
        answer, logged, seconds = asked_for(made(hook.host), hook.call(), left)
    assert (answer, logged, len(hook.requests)) == (None, fault, requests)
    assert seconds < 4


STARTS = (b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100\r\n\r\nHTTP/1.1 200\r\n", b"HTTP/9 x\r\n")
HEADERS = (
    *(b"Transfer-Encoding: chunked\r\n", b"Content-Length: -3\r\n", b"Content-Length: 9\r\n"),
    *(b"Content-Length: " + b"9" * 5_000 + b"\r\n", b"\xff\0: \xe9\r\n", b": \r\n", b" folded\r\n"),
)
CHUNKS = (
    *(b"-1\r\n", b"-5\r\n", b"5;a=b\r\nabcde\r\n", b"0x5\r\n", b"0\r\n\r\n", b"\r\n", b"{}"),
    b"f" * 40 + b"\r\n",
)


@given(
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(HEADERS), max_size=2),
    st.lists(st.sampled_from(CHUNKS) | st.binary(max_size=9), max_size=4),
)
@example(STARTS[0], [HEADERS[0]], [b"-5\r\n"])
def test_whatever_a_server_sends_is_a_body_or_a_fault(
    start: bytes, headers: list[bytes], chunks: list[bytes]
) -> None:
    ours, theirs = socket.socketpair()
    host, deadline = ActionHost.of("http://shop.example.com"), Deadline(monotonic() + 5)
    with ours, theirs, pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_connected", lambda *_: ours)
        theirs.sendall(b"".join((start, *headers, b"\r\n", *chunks)))
        theirs.shutdown(socket.SHUT_WR)
        with suppress(CallError):
            body = post("http://shop.example.com/", host, "192.0.2.1", b"{}", {}, deadline)
            assert len(body) <= LARGEST_BODY


def test_a_name_server_that_hangs_holds_the_thread_no_longer_either(
    made: Callable[..., ActionCaller],
) -> None:
    def hang(_name: str, _port: int) -> list[str]:
        sleep(5)
        return []

    call = Webhook(1).call(action=Action("https://shop.example.com/"))
    _, fault, seconds = asked_for(made("shop.example.com", hang), call, 0.2)
    assert (fault, seconds < 4) == ("time", True)


def test_only_hosts_of_the_settings_are_called(made: Callable[..., ActionCaller]) -> None:
    with webhook(answers({})) as hook:
        for hosts in ("shop.example.com", "http://127.0.0.1", f"https://127.0.0.1:{hook.port}"):
            assert asked_for(made(hosts), hook.call())[:2] == (None, "host")
        with capture_logs():
            nobody = ActionCaller(
                made(hook.host)._settings.model_copy(update={"action_hosts": None})
            )
        assert asked_for(nobody, hook.call())[:2] == (None, "host")
    assert not hook.requests


def test_a_host_that_is_down_is_left_alone_and_tried_once_after_a_rest(
    made: Callable[..., ActionCaller], monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = [*[503] * 3 * MOST_FAILURES, *[503] * 3, 200, 200]
    with webhook(lambda handler: answers({}, statuses[len(hook.requests) - 1])(handler)) as hook:
        shop = made(hook.host)
        faults = [asked_for(shop, hook.call())[1] for _ in range(MOST_FAILURES + 2)]
        assert faults == ["status"] * MOST_FAILURES + ["open"] * 2
        (breaker,) = shop._breakers.values()
        monkeypatch.setattr(breaker, "_clock", lambda: monotonic() + 31)
        assert [asked_for(shop, hook.call())[1] for _ in range(2)] == ["status", "open"]
        monkeypatch.setattr(breaker, "_clock", lambda: monotonic() + 62)
        assert [asked_for(shop, hook.call())[1] for _ in range(2)] == ["", ""]


@pytest.mark.parametrize("status", [404, 500])
def test_wrong_answers_do_not_make_a_host_be_left_alone(
    made: Callable[..., ActionCaller], status: int
) -> None:
    with webhook(answers({}, status)) as hook:
        shop = made(hook.host)
        faults = {asked_for(shop, hook.call())[1] for _ in range(MOST_FAILURES + 2)}
    assert faults == {"status"}


def test_a_host_is_not_left_alone_for_the_time_that_another_has_taken(
    made: Callable[..., ActionCaller],
) -> None:
    with webhook(answers({})) as hook:
        shop = made(hook.host)
        late = {asked_for(shop, hook.call(), -0.1)[1] for _ in range(MOST_FAILURES + 1)}
        assert late == {"time"}
        assert asked_for(shop, hook.call())[1] == ""
    assert len(hook.requests) == 1


def test_calls_of_a_quick_host_wait_for_one_another(made: Callable[..., ActionCaller]) -> None:
    def quick(handler: BaseHTTPRequestHandler) -> None:
        sleep(0.005)
        answers({})(handler)

    with webhook(quick) as hook:
        shop = made(hook.host, RECOLLECT_WEB_THREADS="2")
        request = ActionRequest(CONVERSATION, MESSAGE, hook.call(), monotonic())
        with ThreadPoolExecutor(2) as pool:
            given = list(pool.map(lambda _: shop.answer(request, read), range(2)))
    assert all(given)


def test_calls_hold_half_of_the_threads_at_most(made: Callable[..., ActionCaller]) -> None:
    seen = Event()

    def wait(_: BaseHTTPRequestHandler) -> None:
        seen.wait(5)

    with webhook(wait) as hook:
        shop = made(hook.host, RECOLLECT_WEB_THREADS="4")
        request = ActionRequest(CONVERSATION, MESSAGE, hook.call(), monotonic())
        threads = [Thread(target=shop.answer, args=(request, read)) for _ in range(2)]
        for thread in threads:
            thread.start()
        while len(hook.requests) < 2:
            sleep(0.005)
        _, fault, seconds = asked_for(shop, hook.call())
        assert (fault, seconds < 4) == ("busy", True)
        seen.set()
        for thread in threads:
            thread.join()
        assert asked_for(shop, hook.call())[1] != "busy"


@pytest.fixture(scope="module")
def shop_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of a key and a certificate of shop.example.com that nobody else signed."""
    path = tmp_path_factory.mktemp("tls") / "shop.pem"
    path.write_bytes(certificate("shop.example.com"))
    return path


@pytest.mark.parametrize(
    ("name", "fault"), [("shop.example.com", ""), ("other.example.com", "connection")]
)
def test_the_certificate_is_checked_for_the_name_and_the_address_is_the_checked_one(
    made: Callable[..., ActionCaller], shop_certificate: Path, name: str, fault: str
) -> None:
    server = SSLContext(PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shop_certificate)
    trusting = create_default_context(cafile=str(shop_certificate))
    lookups = []

    def rebinding(host: str, _port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"] if len(lookups) == 1 else ["127.0.0.2"]

    with webhook(answers({}), server) as hook:
        host = f"https://{name}:{hook.port}"
        call = hook.call(action=Action(f"{host}/orders"))
        assert asked_for(made(host, rebinding, trusting), call)[1] == fault
        assert asked_for(made(host, lambda *_: ["127.0.0.1"]), call)[1] == "connection"
    assert lookups == [name]
    assert len(hook.requests) == (not fault)


def test_the_log_has_no_text_no_value_and_no_secret(made: Callable[..., ActionCaller]) -> None:
    with webhook(answers({}, 500)) as hook, capture_logs() as lines:
        shop, call = made(hook.host), hook.call(text="my secret wish")
        shop.answer(ActionRequest(CONVERSATION, MESSAGE, call, monotonic()), read)
    written = repr(lines)
    assert "order" in written
    for hidden in ("wish", "204817", "shared-with"):
        assert hidden not in written


def test_calls_are_counted_by_outcome_and_a_host_that_is_down_is_told(
    made: Callable[..., ActionCaller], monkeypatch: pytest.MonkeyPatch
) -> None:
    def samples() -> dict[str, float]:
        return {
            "".join((sample.name, *sample.labels.values())): sample.value
            for family in REGISTRY.collect()
            for sample in family.samples
            if sample.name.startswith("recollect_action")
        }

    before = samples()

    def more(name: str) -> float:
        return samples()[name] - before.get(name, 0)

    with webhook(answers({})) as hook:
        caller = made(hook.host, RECOLLECT_METRICS_TOKEN="a-token-of-a-test")
        asked_for(caller, hook.call())
        circuit = f'recollect_action_circuit_open{{host="http://127.0.0.1:{hook.port}"}}'
        assert f"{circuit} 0.0" in page(None, None).decode()
        call = hook.call()
    for _ in range(MOST_FAILURES + 1):
        asked_for(caller, call)
    assert f"{circuit} 1.0" in page(None, None).decode()
    monkeypatch.setattr(exposition, "time", lambda: time() + REST_SECONDS)
    assert f"{circuit} 0.0" in page(None, None).decode()
    assert more("recollect_action_calls_totalanswered") == 1
    assert more("recollect_action_calls_totalconnection") == MOST_FAILURES
    assert more("recollect_action_calls_totalopen") == 1
    assert more("recollect_action_duration_seconds_count") == MOST_FAILURES + 2
