"""Attacks both ports of the real `muster`: bytes that are no protocol, too much of everything, and
script and SQL in every text. With a program built with sanitizers it shows that none of it touches
what it must not.

Usage: PYTHONPATH=build/python:tests python3 -m attack.attack PROGRAM
Prints a line a test: "ok CLAIM" or "FAILED CLAIM". Reads SEED and ROUNDS.
"""
import base64
import datetime
import os
import random
import re
import socket
import sqlite3
import sys
import unittest
import uuid

import grpc
from attack import web
from clients import muster_server
from muster.v1 import (
    booking_service_pb2, call_service_pb2, submission_pb2, submission_service_pb2)

CALL = "calls/attacked"
CONFERENCE = "conferences/attacked"
SUBMIT = f"/{CALL}/submit"
BOOK = f"/{CONFERENCE}/book"
CREATE_SUBMISSION = "/muster.v1.SubmissionService/CreateSubmission"
CREATE_BOOKING = "/muster.v1.BookingService/CreateBooking"
GET_CALL = "/muster.v1.CallService/GetCall"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)></textarea>",
    "'); DROP TABLE submissions; DELETE FROM calls; --",
    "' UNION SELECT * FROM secrets --",
    "\u0000\u0001\u202e\ud7ff{{7*7}}%n%s${x}",
    "=cmd|' /C calc'!A0\r\nSet-Cookie: a=b",
]
# Codes of gRPC with which a hostile text may end: stored, rules failed, no such call, other words.
ANSWERED = {0, 3, 5, 9}

SEED = int(os.environ.get("SEED") or random.randrange(2**32))
ROUNDS = int(os.environ.get("ROUNDS") or 200)

server = None
grpc_address = None
web_address = None


def good_submission():
    return submission_service_pb2.CreateSubmissionRequest(
        parent=CALL,
        request_id=str(uuid.uuid4()),
        content=submission_pb2.SubmissionContent(
            submitter=submission_pb2.Submitter(
                type=submission_pb2.SUBMITTER_TYPE_INDIVIDUAL,
                full_name="Ann", email="ann@example.org"),
            evidence=[submission_pb2.EvidenceItem(
                themes=["education"], title="Title", setting="Setting", what_was_done="This",
                what_changed="That", links=["https://example.org/"])],
            information_outside_themes="More",
            answers=[{"question_id": "evaluated", "values": ["yes"]}],
            consents=submission_pb2.Consents(wording_version="2026-11-01")))


def good_booking():
    request = booking_service_pb2.CreateBookingRequest(
        parent=CONFERENCE, request_id=str(uuid.uuid4()))
    content = request.content
    content.full_name, content.email = "Ann", "ann@example.org"
    content.organisation_name, content.organisation_role = "Here", "This"
    content.access_needs, content.dietary_needs = "None", "None"
    return request


def with_each_text(make, text):
    """Copies of a request with `text` in one of its strings each."""
    def places(message, path):
        for field, value in message.ListFields():
            repeated = field.label == field.LABEL_REPEATED
            for index, entry in enumerate(value if repeated else [value]):
                step = path + [(field.name, index if repeated else None)]
                if field.type == field.TYPE_MESSAGE:
                    yield from places(entry, step)
                elif field.type == field.TYPE_STRING:
                    yield step

    for place in list(places(make(), [])):
        request = make()
        holder = request
        for name, index in place[:-1]:
            holder = getattr(holder, name) if index is None else getattr(holder, name)[index]
        name, index = place[-1]
        clean = text.encode("utf-8", "replace").decode()
        if index is None:
            setattr(holder, name, clean)
        else:
            getattr(holder, name)[index] = clean
        yield ".".join(name for name, _ in place), request


def nested(depth):
    """Bytes of a message within a message within a message."""
    data = b""
    for _ in range(depth):
        size, length = len(data), b""
        while size > 127:
            length += bytes([size & 127 | 128])
            size >>= 7
        data = b"\x12" + length + bytes([size]) + data
    return data


def grpc_code(path, message):
    with grpc.insecure_channel(grpc_address, options=[("grpc.max_send_message_length", -1)]) as to:
        try:
            to.unary_unary(path)(message, timeout=web.TIMEOUT)
            return 0
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.UNAVAILABLE:
                raise  # Nothing here may be answered so: the error says whose word it is.
            return error.code().value[0]


def mutations(good, rng):
    """Random bytes, or `good` with a few bytes changed, cut at a random place."""
    for _ in range(ROUNDS):
        if rng.random() < 0.25:
            yield rng.randbytes(rng.randrange(3000))
            continue
        data = bytearray(rng.choice(good))
        for _ in range(rng.randrange(5)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        yield bytes(data[:rng.randrange(len(data)) + 1])


class Attack(unittest.TestCase):
    def setUp(self):
        self.rng = random.Random(SEED)

    def tearDown(self):
        self.assertIsNone(server.process.poll(), "the server has ended:\n" + server.log()[-4000:])
        self.assertEqual(web.fetch(web_address, "GET", "/")[0], 200)
        request = call_service_pb2.GetCallRequest(name=CALL).SerializeToString()
        self.assertEqual(grpc_code(GET_CALL, request), 0)

    def assert_harmless(self, page):
        for forbidden in ["<script>", "<img", "onerror=alert(1)>", "Traceback"]:
            self.assertNotIn(forbidden, page)
        # As a word: a token may spell it.
        self.assertNotRegex(page, r"\bSQL(ite|STATE)?\b")

    def test_random_and_cut_bytes_on_the_web_port_get_an_error_or_nothing(self):
        message = good_submission().SerializeToString()
        host = b" HTTP/1.1\r\nHost: a\r\n"
        body = b"page=check&draft=AAAA&action=send&submitter.full_name=x&evidence[0].title=y"

        def request(path, kind, data):
            return (b"POST " + path.encode() + host + b"Content-Type: " + kind +
                    b"\r\nContent-Length: %d\r\n\r\n" % len(data) + data)
        good = [
            b"GET /" + CALL.encode() + b"?x=y" + host + b"Accept-Encoding: br\r\n\r\n",
            request(SUBMIT, b"application/x-www-form-urlencoded", body),
            request(CREATE_SUBMISSION, b"application/grpc-web+proto", web.frame(message)),
            request(CREATE_SUBMISSION, b"application/grpc-web-text",
                    base64.b64encode(web.frame(message))),
            b"POST " + BOOK.encode() + host + b"Transfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n5;a=b\r\na=b&c\r\n0\r\n\r\n",
            b"OPTIONS " + GET_CALL.encode() + host + b"Origin: https://a.test\r\n\r\n",
        ]
        for data in mutations(good, self.rng):
            status = web.status_of(web.send_bytes(web_address, data))
            self.assertNotEqual(status, 500, data)

    def test_random_messages_in_good_frames_get_a_clear_error(self):
        good = [good_submission().SerializeToString(), good_booking().SerializeToString()]
        for data in mutations(good, self.rng):
            path = self.rng.choice([CREATE_SUBMISSION, CREATE_BOOKING, GET_CALL])
            self.assertIn(web.call(web_address, path, data)[0], ANSWERED | {6, 8}, data)

    def test_too_much_on_the_web_port_is_refused_with_its_own_status(self):
        host = b" HTTP/1.1\r\nHost: a\r\n"
        form = b"Content-Type: application/x-www-form-urlencoded\r\n"

        def status(data):
            return web.status_of(web.send_bytes(web_address, data, ends_sending=False))
        self.assertEqual(status(b"GET /" + b"a" * 1_000_000 + host + b"\r\n"), 414)
        self.assertEqual(status(b"GET /" + host + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n"), 431)
        self.assertEqual(status(b"GET /" + host + b"X: y\r\n" * 200_000 + b"\r\n"), 431)
        self.assertEqual(status(b"POST " + SUBMIT.encode() + host + form +
                                b"Content-Length: 50000000\r\n\r\n" + b"a" * 8_000_000), 413)
        chunks = (b"10000\r\n" + b"a" * 65536 + b"\r\n") * 100
        self.assertEqual(status(b"POST " + SUBMIT.encode() + host + form +
                                b"Transfer-Encoding: chunked\r\n\r\n" + chunks), 413)
        self.assertEqual(status(b"POST " + SUBMIT.encode() + host + form +
                                b"Content-Length: 300000\r\n\r\n" + b"a=&" * 100_000), 413)

    def test_frames_and_messages_that_are_too_large_or_too_deep_are_refused(self):
        for data, code in [(b"\0\xff\xff\xff\xff", "8"), (web.frame(b"a" * 3_000_000), "8"),
                           (web.frame(b"") * 2, "12"), (b"\0\0", "13"), (web.frame(b"", 1), "13")]:
            _, headers, _ = web.fetch(web_address, "POST", CREATE_SUBMISSION,
                                      {"Content-Type": "application/grpc-web"}, data)
            self.assertEqual(headers["grpc-status"], code)
        self.assertEqual(web.call(web_address, CREATE_SUBMISSION, nested(5000))[0], 3)
        self.assertEqual(grpc_code(CREATE_SUBMISSION, nested(5000)), 3)
        self.assertIn(grpc_code(CREATE_SUBMISSION, b"a" * 20_000_000), {3, 8})

    def test_idle_connections_beyond_the_limit_do_not_stop_the_others(self):
        crowd = []
        try:
            for _ in range(300):
                crowd.append(socket.create_connection(web_address, timeout=web.TIMEOUT))
        finally:
            for connection in crowd:
                connection.close()

    def test_smuggled_requests_are_not_read(self):
        inner = b"GET /cookies HTTP/1.1\r\nHost: a\r\n\r\n"
        for headers in [b"Content-Length: 5\r\nTransfer-Encoding: chunked",
                        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
                        b"Content-Length: 5\r\nContent-Length: 6",
                        b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding : chunked",
                        b"Transfer-Encoding:\x0bchunked"]:
            reply = web.send_bytes(web_address, b"POST / HTTP/1.1\r\nHost: a\r\n" + headers +
                                   b"\r\n\r\n0\r\n\r\n" + inner)
            self.assertIn(web.status_of(reply), {0, 400}, headers)
            self.assertEqual(reply.count(b"HTTP/1.1 "), 1, reply)

    def test_script_and_sql_in_every_text_over_grpc_web_are_refused_or_shown_as_text(self):
        for make, path, response in [
                (good_submission, CREATE_SUBMISSION,
                 submission_service_pb2.CreateSubmissionResponse),
                (good_booking, CREATE_BOOKING, booking_service_pb2.CreateBookingResponse)]:
            for text in HOSTILE:
                for field, request in with_each_text(make, text):
                    code, data = web.call(web_address, path, request.SerializeToString())
                    self.assertIn(code, ANSWERED, f"{field}: {text}")
                    if code != 0:
                        continue
                    receipt = response.FromString(data).receipt
                    status, _, page = web.fetch(
                        web_address, "GET", f"/{receipt.name}?key={receipt.access_key}")
                    self.assertEqual(status, 200)
                    self.assert_harmless(page.decode())

    def test_script_and_sql_in_every_text_over_grpc_are_refused_or_stored(self):
        for make, path in [(good_submission, CREATE_SUBMISSION), (good_booking, CREATE_BOOKING)]:
            for text in HOSTILE:
                for field, request in with_each_text(make, text):
                    self.assertIn(grpc_code(path, request.SerializeToString()), ANSWERED, field)

    def test_script_and_sql_in_every_control_of_the_forms_are_shown_as_text(self):
        for path in [SUBMIT, BOOK]:
            names, _, _ = web.walk(web_address, path)
            self.assertGreater(len(names), 4)
            for name in names:
                for text in HOSTILE[:4]:
                    _, pages, receipt = web.walk(web_address, path, name, text)
                    if receipt:
                        status, _, page = web.fetch(web_address, "GET", receipt)
                        self.assertEqual(status, 200)
                        pages.append(page.decode())
                    for page in pages:
                        self.assert_harmless(page)

    def test_hostile_addresses_queries_and_headers_are_not_found(self):
        for path in ["/calls/%27%20OR%201=1", "/calls/<script>", "/calls/../../etc/passwd",
                     "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fdata/muster.db",
                     f"/{CALL}/submissions/x?key=%27%20OR%20%271%27=%271",
                     f"/{CALL}/submissions/x?key=" + "a" * 3000, "//evil.test/", "/\\evil.test"]:
            status, _, page = web.fetch(web_address, "GET", path.replace(" ", "%20"))
            self.assertEqual(status, 404, path)
            self.assert_harmless(page.decode())
        status, headers, _ = web.fetch(web_address, "GET", f"/{CALL}", {
            "X-Forwarded-Host": "evil.test", "X-Forwarded-For": "'; DROP TABLE calls",
            "x!foo": "bar", "Cookie": "a" * 8000, "Accept-Encoding": ",;q=;,br;q=x"})
        self.assertEqual(status, 200)
        self.assertNotIn("evil.test", str(headers))

    def test_random_and_cut_bytes_on_the_grpc_port_do_not_stop_it(self):
        address = grpc_address.rsplit(":", 1)
        preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        settings = b"\0\0\0\4\0\0\0\0\0"
        field = b"\x40\x0agrpc-x\x10abcdefghijklmnopqr"
        headers = b"\0\0\x20\1\4\0\0\0\1\x83\x86" + field * 2
        good = [preface + settings + headers, preface + settings + b"\0\0\4\3\0\0\0\0\1\0\0\0\0",
                preface + b"\0\0\x08\6\0\0\0\0\0abcdefgh", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"]
        for data in mutations(good, self.rng):
            web.send_bytes((address[0], int(address[1])), data)

    def test_random_messages_on_the_grpc_port_get_a_clear_error(self):
        good = [good_submission().SerializeToString(), good_booking().SerializeToString()]
        with grpc.insecure_channel(grpc_address) as channel:
            for data in mutations(good, self.rng):
                path = self.rng.choice([CREATE_SUBMISSION, CREATE_BOOKING, GET_CALL])
                try:
                    channel.unary_unary(path)(data, timeout=web.TIMEOUT)
                except grpc.RpcError as error:
                    self.assertIn(error.code().value[0], ANSWERED | {6, 8}, data)


class Afterwards(unittest.TestCase):
    def test_the_server_stops_in_order_and_no_sanitizer_found_anything(self):
        self.assertEqual(server.stop(), 0)
        found = re.findall(r".*(?:Sanitizer|runtime error).*", server.log())
        self.assertEqual(found, [])

    def test_the_store_is_whole_and_the_log_holds_nothing_that_was_sent(self):
        with sqlite3.connect(server.data) as store:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchone()[0], "ok")
            for table in ["calls", "conferences", "submissions", "bookings"]:
                self.assertGreater(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0], 0)
        for canary in ["<script", "DROP TABLE", "ann@example.org", "key="]:
            self.assertNotIn(canary, server.log())


class Lines(unittest.TestResult):
    """A line a test: "ok CLAIM" or "FAILED CLAIM", after what went wrong."""

    def claim(self, test):
        return test.id().rsplit(".test_", 1)[-1].replace("_", " ")

    def addSuccess(self, test):
        print("ok", self.claim(test), flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        print(self.failures[-1][1])
        print("FAILED", self.claim(test), flush=True)

    def addError(self, test, error):
        super().addError(test, error)
        print(self.errors[-1][1])
        print("FAILED", self.claim(test), flush=True)


def main(program):
    global server, grpc_address, web_address
    print(f"SEED={SEED} ROUNDS={ROUNDS}")
    now = datetime.datetime.utcnow()
    server = muster_server.MusterServer(program)
    try:
        server.apply(muster_server.open_call(CALL, now))
        server.apply(muster_server.open_conference(CONFERENCE, now, 10_000))
        server.start()
        grpc_address = server.grpc_address
        host, port = server.http_address.rsplit(":", 1)
        web_address = (host, int(port))
        loader = unittest.TestLoader()
        result = Lines()
        for case in (Attack, Afterwards):
            loader.loadTestsFromTestCase(case).run(result)
    finally:
        server.remove()


if __name__ == "__main__":
    main(sys.argv[1])
