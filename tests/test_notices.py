"""Notices against a real SMTP server and a real HTTP endpoint on this machine."""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import socket
import threading

import pytest
from aiosmtpd.controller import Controller

from shelves import put, summary
from tematika.errors import NoArticlesError
from tematika.runs import notifications


class Mailbox:
    """Takes all mail."""

    def __init__(self):
        self.messages = []
        self.address = ""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - the name and signature are aiosmtpd's
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.address = f"mailto://127.0.0.1:{port}/?from=t@example.org&to="
    yield box
    controller.stop()


@pytest.fixture
def endpoint():
    """Takes what is posted, and refuses what goes to /refused."""
    taken = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append(json.loads(body))
            self.send_response(403 if self.path.startswith("/refused") else 200)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}", taken
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path):
    found = ("Больше всего писали об энергетике: 12 из 41 статьи.", "Найдена тема «лесные пожары».")
    themes = ({"uid": "energy", "named": True, "title": "Энергетика", "articles": 12},)
    page = "<html><body>" + "вся страница " * 100
    return put(tmp_path / "reports", summary("2026-W46-ru-1", "2026-11-15", findings=found, themes=themes), text=page)


def test_the_digest_by_mail(folder, mailbox, monkeypatch, capsys):
    monkeypatch.setenv(notifications.SUCCESS, f"{mailbox.address}good@example.org")
    monkeypatch.setenv(notifications.FAILURE, f"{mailbox.address}bad@example.org")
    monkeypatch.setenv(notifications.REPORTS_URL, "https://news.example.org/reports/")
    notifications.announce_report(folder)
    ((to, message),) = mailbox.messages
    assert to == ["good@example.org"]
    assert message["Subject"] == "Tematika: 2026-W46"
    body = message.get_body(("plain", "html")).get_content()
    for words in (
        "41 статья, 1 тема",
        "об энергетике: 12 из 41",
        "лесные пожары",
        "https://news.example.org/reports/2026-W46-ru-1/",
    ):
        assert words in body
    assert "вся страница" not in str(message)
    assert capsys.readouterr() == ("", "")


def test_a_failure_goes_to_another_address(mailbox, monkeypatch):
    monkeypatch.setenv(notifications.SUCCESS, f"{mailbox.address}good@example.org")
    monkeypatch.setenv(notifications.FAILURE, f"{mailbox.address}bad@example.org")
    monkeypatch.setenv("SOME_PASSWORD", "hush-hush")
    notifications.announce_failure("last-week", NoArticlesError("nothing in hush-hush", "archive", "ingest first"))
    ((to, message),) = mailbox.messages
    assert to == ["bad@example.org"]
    assert message["Subject"] == "Tematika: no report (last-week)"
    body = message.get_body(("plain", "html")).get_content()
    assert "archive: nothing in ***; ingest first" in body
    assert "exit code 3" in body


def test_the_digest_to_a_web_hook(folder, endpoint, monkeypatch):
    address, taken = endpoint
    monkeypatch.setenv(notifications.SUCCESS, f"{address}/one\n  {address}/two")
    notifications.announce_report(folder)
    assert len(taken) == 2
    assert taken[0]["title"] == "Tematika: 2026-W46"
    assert "reports/2026-W46-ru-1/index.html" in taken[0]["message"]
    assert "вся страница" not in taken[0]["message"]


@pytest.mark.parametrize(
    "start", ["{address}/refused", "nosuch://me:hush-hush@host/", "json://me:hush-hush@127.0.0.1:9/"]
)
def test_one_that_cannot_be_sent_is_said_and_the_others_are_sent(folder, endpoint, monkeypatch, capsys, start):
    address, taken = endpoint
    monkeypatch.setenv(notifications.SUCCESS, f"{start.format(address=address)} {address}/good")
    notifications.announce_report(folder)
    said = capsys.readouterr().err
    assert said.startswith("tematika: notice not sent, address 1 of TEMATIKA_NOTIFY_SUCCESS (")
    assert said.count("\n") == 1
    assert "hush-hush" not in said
    assert [one["title"] for one in taken][-1] == "Tematika: 2026-W46"


def test_nobody_to_tell(folder, monkeypatch, capsys):
    monkeypatch.delenv(notifications.SUCCESS, raising=False)
    monkeypatch.setenv(notifications.FAILURE, "  ")
    notifications.announce_report(folder)
    notifications.announce_failure("all", ValueError("odd"))
    assert capsys.readouterr() == ("", "")
