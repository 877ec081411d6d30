"""Feeds by their address: a real server on this machine, asked politely and not asked where it must not be."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from at_work import PATIENCE
from tematika.cli import app
from tematika.corpus.archive.archive import Archive
from tematika.corpus.readers.limits import Limits
from tematika.corpus.readers.quarantine import UnreadableError
from tematika.corpus.web import addresses, feeds
from tematika.corpus.web.http import FetchOptions, Validators, fetch

TEXT = "Порт открыл зимний причал, первое судно пришло утром, сообщили в управлении порта."
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Курьер</title>
<item><guid>n1</guid><title>Порт</title><description>{TEXT}</description></item></channel></rss>""".encode()
A_DAY = timedelta(days=1)
PRIVATE = FetchOptions(seconds=PATIENCE, seconds_in_all=PATIENCE, allow_private=True)
# Lines that the slow server sends in a second, and in all.
A_SECOND, TO_SEND = 5, 300


class Site(BaseHTTPRequestHandler):
    """Answers as its path says, and keeps what it was asked."""

    asked: list[tuple[str, dict[str, str]]]
    dribbled = 0

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        getattr(self, f"answer_{self.path.strip('/').split('/')[0].split('.')[0]}")()

    def log_message(self, *_: object) -> None:
        pass

    def send(self, data: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answer_feed(self) -> None:
        if self.headers.get("If-None-Match") == '"7"':
            self.send(b"", 304, ETag='"7"')
        else:
            self.send(FEED, ETag='"7"', Last_Modified="Wed, 14 Oct 2026 09:30:00 GMT")

    def answer_page(self) -> None:
        self.send(f"<html><body><article><p>{TEXT}</p></article></body></html>".encode(), Content_Type="text/html")

    def answer_moved(self) -> None:
        self.send(b"", 301, Location="/feed.xml")

    def answer_inwards(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def answer_round(self) -> None:
        self.send(b"", 302, Location="/round")

    def answer_gone(self) -> None:
        self.send(b"no", 410)

    def answer_large(self) -> None:
        self.send(b"<" * 20_000)

    def answer_packed(self) -> None:
        self.send(b"\x1f\x8b", Content_Encoding="gzip")

    def answer_broken(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(FEED)))
        self.end_headers()
        self.wfile.write(FEED[:20])
        self.close_connection = True

    def answer_slow(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            for line in (b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * TO_SEND):
                self.wfile.write(line)
                self.wfile.flush()
                Site.dribbled += 1
                time.sleep(1 / A_SECOND)


@contextlib.contextmanager
def served(tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, int]]:
    Site.asked, Site.dribbled = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.socket = tls.wrap_socket(server.socket, server_side=True) if tls else server.socket
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that hang up are what is tested
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield "127.0.0.1", server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site() -> Iterator[str]:
    with served() as (host, port):
        yield f"http://{host}:{port}"


def refusal(url: str, manners: FetchOptions = PRIVATE, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        fetch(url, Validators(), manners, limits or Limits())
    return caught.value.reason


def test_a_feed_is_fetched_and_asked_for_again_with_what_the_server_gave(site: str) -> None:
    first = fetch(f"{site}/feed.xml?a=1&b=я", Validators(), PRIVATE)
    assert first.data == FEED
    second = fetch(f"{site}/moved", first.validators, PRIVATE)
    assert second.data is None
    paths = [path for path, _ in Site.asked]
    assert paths == ["/feed.xml?a=1&b=%D1%8F", "/moved", "/feed.xml"]
    assert Site.asked[-1][1]["If-Modified-Since"] == "Wed, 14 Oct 2026 09:30:00 GMT"
    assert Site.asked[0][1]["User-Agent"].startswith("tematika/")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("gone", "unreachable"),
        ("broken", "unreachable"),
        ("round", "unreachable"),
        ("inwards", "unsafe"),
        ("packed", "broken"),
        ("large", "too-large"),
    ],
)
def test_what_is_no_answer(site: str, path: str, reason: str) -> None:
    assert refusal(f"{site}/{path}", limits=Limits(page_bytes=10_000)) == reason


@pytest.mark.slow
def test_a_server_that_dribbles_is_left(site: str) -> None:
    assert refusal(f"{site}/slow", FetchOptions(PATIENCE, 1, allow_private=True)) == "too-slow"
    assert Site.dribbled < 6 * A_SECOND


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert refusal(f"http://127.0.0.1:{free.getsockname()[1]}/") == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/meta",
        "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://0.0.0.0/", "http://2130706433/", "http://0x7f.1/", "http://[fe80::1]/", "http://224.0.0.1/",
        "ftp://a.example/", "file:///etc/passwd", "http://user:word@a.example/", "http://a.example:99999/", "http:///x",
        "http://a.example/\r\nX: y", "http://[::1/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_asked(url: str) -> None:
    assert refusal(url, FetchOptions(seconds=1)) == "unsafe"


def test_a_redirection_into_the_private_network_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address is taken for a public one; where it leads to is looked at like any other."""
    real = addresses.resolve_address
    monkeypatch.setattr("tematika.corpus.web.http.resolve_address", lambda url, _: real(url, "/moved" in url))
    assert refusal(f"{site}/moved", FetchOptions(seconds=2)) == "unsafe"
    assert [path for path, _ in Site.asked] == ["/moved"]


def test_a_name_is_looked_up_once(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rpartition(":")[2])
    looked_up = []

    def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    place = addresses.resolve_address(f"{site}/feed.xml", allow_private=True)
    assert place.ip == "127.0.0.1"
    with monkeypatch.context() as patch:
        patch.setattr("socket.getaddrinfo", look_up)
        place = addresses.resolve_address(f"http://news.example:{port}/feed.xml", allow_private=True)
    assert looked_up == ["news.example"]
    assert (place.host, place.ip) == ("news.example", "127.0.0.1")
    monkeypatch.setattr("tematika.corpus.web.http.resolve_address", lambda *_: place)
    assert fetch(f"http://news.example:{port}/feed.xml", Validators(), PRIVATE).data == FEED
    assert Site.asked[0][1]["Host"] == f"news.example:{port}"


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate for a host, signed by itself, with its key in the same file."""
    key, about = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(about, about, key.public_key(), x509.random_serial_number(), now, now + A_DAY)
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(key, SHA256())
    file = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + private)
    return file


@pytest.mark.parametrize(("name", "is_trusted"), [("news.example", True), ("other.example", False)])
def test_a_certificate_is_held_against_the_name_not_the_number(
    name: str, is_trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "news.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    with served(tls) as (_, port):
        place = addresses.Target("https", name, port, "/feed.xml", "127.0.0.1")
        monkeypatch.setattr("tematika.corpus.web.http.resolve_address", lambda *_: place)
        if is_trusted:
            assert fetch(f"https://{name}:{port}/feed.xml", Validators(), PRIVATE).data == FEED
        else:
            assert refusal(f"https://{name}:{port}/feed.xml") == "unreachable"
            assert Site.asked == []


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_address_is_asked_for_or_refused(url: str) -> None:
    with pytest.raises(UnreadableError):
        addresses.resolve_address(f"http://{url}.invalid/", allow_private=False)


def test_ingest_of_an_address(site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "archive")
    command = ["ingest", f"{site}/feed.xml", f"{site}/page", f"{site}/gone", "--archive", place, "--allow-private"]
    assert app.run(command) == 0
    out = capsys.readouterr().out
    assert "new articles: 2 (reprints: 1)" in out
    assert "set aside, unreachable: 1" in out
    assert app.run(command[:2] + command[4:]) == 0
    assert "unchanged since the last time: 1" in capsys.readouterr().out
    assert Archive(place).version() == 1
    assert feeds.load_validators(Path(place))[f"{site}/feed.xml"].etag == '"7"'


def test_ingest_refuses_this_machine(site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["ingest", f"{site}/feed.xml", "--archive", str(tmp_path / "archive")]) == 3
    assert "leads into a private network" in capsys.readouterr().err
    assert Site.asked == []


def test_what_is_remembered_may_be_lost(tmp_path: Path) -> None:
    (tmp_path / feeds.FILE).write_text('{"http://a.example/": 5}', encoding="utf-8")
    assert feeds.load_validators(tmp_path) == {}
    feeds.store_validators(tmp_path, {"http://b.example/": Validators("x")})
    assert feeds.load_validators(tmp_path) == {"http://b.example/": Validators("x")}
