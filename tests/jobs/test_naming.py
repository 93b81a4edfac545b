"""Names proposed by a command or a server: what they are told, what is taken from them, what goes wrong."""

import json
import shlex
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cxtext.errors import OptionError
from cxtext.jobs import naming
from cxtext.jobs.naming import by_command, by_server

ABOUT = {"id": "t001", "name": "Bag", "keywords": ["bag", "lost"], "subthemes": [], "examples": ["My bag is lost."]}


def python(code):
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def test_a_command_gets_the_theme_as_json_and_prints_its_name():
    code = "import json, sys; about = json.load(sys.stdin); print('\\n “Lost', about['keywords'][0] + '”\\nmore')"
    assert by_command(python(code))(ABOUT) == "Lost bag"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (python("raise SystemExit(3)"), "gave no name for t001: .*exit status 3"),
        (python("pass"), "gave no name for t001: the name is empty"),
        (python("print('a|b')"), "gave no name for t001: .*holds"),
        ("no-such-program-here", "gave no name for t001: .*No such file"),
    ],
)
def test_a_command_that_gives_no_name_is_an_error(command, message):
    with pytest.raises(OptionError, match=message):
        by_command(command)(ABOUT)


def test_a_command_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(naming, "TIMEOUT", 0.2)
    with pytest.raises(OptionError, match=r"gave no name for t001 within 0\.2 seconds"):
        by_command(python("import time; time.sleep(60)"))(ABOUT)


def test_no_command_and_no_other_address_than_of_the_web():
    with pytest.raises(OptionError, match="--with is empty"):
        by_command(" ")
    with pytest.raises(OptionError, match="is no command"):
        by_command("'half a quote")
    for url in ("file:///etc/passwd", "localhost:11434/v1", "ftp://x/v1"):
        with pytest.raises(OptionError, match="begins with http:// or https://"):
            by_server(url, "m")


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked = {"path": self.path, **asked}
        if asked["model"] == "elsewhere":
            self.send_response(303)
            self.send_header("Location", "/other")
            self.end_headers()
            return
        content = {"choices": [{"message": {"content": '"Lost bags"\n'}}]} if asked["model"] == "m" else {}
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.asked = {"path": self.path}
        self.send_error(404)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_a_server_is_asked_by_the_chat_protocol(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nobody there: the proxy must not be used
    url = f"http://127.0.0.1:{server.server_port}/v1/"
    assert by_server(url, "m")(ABOUT) == "Lost bags"
    assert server.asked["path"] == "/v1/chat/completions"
    assert "My bag is lost." in server.asked["messages"][0]["content"]
    with pytest.raises(OptionError, match="gave no name for t001"):
        by_server(url, "another")(ABOUT)


def test_a_server_that_sends_elsewhere_is_not_followed(server):
    with pytest.raises(OptionError, match="gave no name for t001: HTTP Error 303"):
        by_server(f"http://127.0.0.1:{server.server_port}/v1", "elsewhere")(ABOUT)
    assert server.asked["path"] == "/v1/chat/completions"
