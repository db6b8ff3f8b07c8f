"""The web port for attackers: raw bytes, gRPC-Web frames, and forms without script."""
import html.parser
import http.client
import http.cookies
import socket
import urllib.parse

TIMEOUT = 30  # Seconds.


def send_bytes(address, data, ends_sending=True):
    """Sends bytes on a connection of their own; gives the first 64 KiB of what comes back."""
    reply = b""
    with socket.create_connection(address, timeout=TIMEOUT) as connection:
        try:
            connection.sendall(data)
            if ends_sending:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The server has heard enough.
        try:
            while len(reply) < 65536:
                piece = connection.recv(65536)
                if not piece:
                    break
                reply += piece
        except OSError:
            pass
    return reply


def status_of(reply):
    """Status of a raw reply, 0 where it is none."""
    parts = reply.split(b" ", 2)
    return int(parts[1]) if reply.startswith(b"HTTP/1.") and len(parts) == 3 else 0


def fetch(address, method, target, headers=None, body=None):
    """One request; gives status, headers and body."""
    connection = http.client.HTTPConnection(*address, timeout=TIMEOUT)
    try:
        connection.request(method, target, body=body, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def frame(message, flags=0):
    return bytes([flags]) + len(message).to_bytes(4, "big") + message


def call(address, path, message):
    """A gRPC-Web call with message bytes; gives the code of gRPC and the response's bytes."""
    status, headers, body = fetch(
        address, "POST", path, {"Content-Type": "application/grpc-web+proto"}, frame(message))
    assert status == 200, status
    if headers["grpc-status"] is not None:
        return int(headers["grpc-status"]), b""
    size = int.from_bytes(body[1:5], "big")
    assert body[5 + size:] == frame(b"grpc-status: 0\r\n", 0x80), body
    return 0, body[5:5 + size]


class Form(html.parser.HTMLParser):
    """The controls of a page."""

    def __init__(self, page):
        super().__init__()
        self.hidden, self.texts, self.boxes, self.buttons = [], {}, [], []
        self.area = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name, value = attributes.get("name"), attributes.get("value", "")
        kind = attributes.get("type", "text")
        if tag == "textarea":
            self.area = name
            self.texts[name] = ""
        elif tag == "button" and name == "action":
            self.buttons.append(value)
        elif tag == "input" and kind in ("radio", "checkbox"):
            self.boxes.append((name, value, kind))
        elif tag == "input":
            if kind == "hidden":
                self.hidden.append((name, value))
            else:
                self.texts[name] = value

    def handle_data(self, data):
        if self.area is not None:
            self.texts[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None

    def ticked(self):
        """Every checkbox, and the last of each group of radios; each section is complete."""
        radios = {name: value for name, value, kind in self.boxes
                  if kind == "radio" and value != "later"}
        boxes = [(name, value) for name, value, kind in self.boxes if kind == "checkbox"]
        return boxes + list(radios.items())


def good_answer(name):
    """What passes the rules of a text control, judged by its name."""
    if name.endswith("email"):
        return "ann@example.org"
    if "links[" in name:
        return "https://example.org/"
    return "Words"


def walk(address, path, hostile=None, text=""):
    """Fills a form in to its end, with `text` in the control named `hostile` and good answers
    elsewhere. Gives the names of the text controls seen, all pages, and the receipt's address,
    empty if the hostile answer was refused."""
    jar, names, pages, location = {}, [], [], path
    for _ in range(16):
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        status, headers, body = fetch(address, "GET", location, cookies)
        if status == 303:  # The browser takes cookies: the key leaves the address.
            location = headers["Location"]
            continue
        page = body.decode()
        assert status == 200, (status, page)
        pages.append(page)
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
        if {"tried", "refused"} & query.keys():
            return names, pages, ""
        form = Form(page)
        names += [name for name in form.texts if name not in names]
        texts = {name: text if name == hostile else good_answer(name) for name in form.texts}
        action = "send" if "send" in form.buttons else "continue"
        fields = form.hidden + list(texts.items()) + form.ticked() + [("action", action)]
        status, headers, body = fetch(
            address, "POST", path, cookies | {"Content-Type": "application/x-www-form-urlencoded"},
            urllib.parse.urlencode(fields))
        if status == 422:
            return names, pages + [body.decode()], ""
        assert status == 303, (status, body)
        location = headers["Location"]
        if "/submissions/" in location or "/bookings/" in location:
            return names, pages, location
        for name, value in http.cookies.SimpleCookie(headers.get("Set-Cookie", "")).items():
            jar[name] = value.value
    raise AssertionError("the form has no end")
