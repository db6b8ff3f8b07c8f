"""Starts the real `muster` on free ports with a store of its own, for tests in Python."""
import datetime
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

from google.protobuf import text_format
from muster.v1 import call_pb2, conference_pb2

SAMPLES = pathlib.Path("server/sample")
DAY = datetime.timedelta(days=1)


def sample(kind, message):
    text = (SAMPLES / f"assistant_practitioners.{kind}.textproto").read_text()
    return text_format.Parse(text, message)


def open_call(name, now):
    """The sample call under another name, open around `now`."""
    call = sample("call", call_pb2.Call())
    call.name = name
    call.open_time.FromDatetime(now - DAY)
    call.close_time.FromDatetime(now + DAY)
    call.edit_until_time.FromDatetime(now + 2 * DAY)
    return call


def closed_call(name, now):
    call = open_call(name, now)
    call.close_time.FromDatetime(now - DAY / 2)
    return call


def open_conference(name, now, place_count):
    """The sample conference under another name, bookable around `now`."""
    conference = sample("conference", conference_pb2.Conference())
    conference.name = name
    conference.place_count = place_count
    conference.booking_open_time.FromDatetime(now - DAY)
    conference.booking_close_time.FromDatetime(now + DAY)
    return conference


class MusterServer:
    """A store with what is applied to it, and one server on it. `store` is one that others keep."""

    def __init__(self, program, store=None):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-clients-"))
        self.data = self.folder / "muster.db"
        self.store = store or f"sqlite:{self.data}"
        self.process = None
        self.grpc_address = None
        self.http_address = None

    def apply(self, message):
        kind = message.DESCRIPTOR.name.lower()
        file = self.folder / f"{kind}.textproto"
        file.write_text(text_format.MessageToString(message))
        subprocess.run(
            [self.program, kind, "apply", file, "--store", self.store],
            check=True, stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--store", self.store, "--grpc", "127.0.0.1:0",
             "--http", "127.0.0.1:0", "--assets", ""],
            stdout=subprocess.PIPE, stderr=open(self.folder / "log", "wb"), text=True)
        for line in self.process.stdout:
            found = re.search(r"gRPC on (\S+)", line)
            if found:
                self.grpc_address = found.group(1)
            found = re.search(r"^Open http://(\S+)", line)
            if found:
                self.http_address = found.group(1)
            if "Stop with Ctrl-C" in line:
                return
        raise RuntimeError("muster does not serve: " + self.log())

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code

    def log(self):
        return (self.folder / "log").read_text()

    def count(self, table):
        """Rows of a table; once the server has stopped."""
        with sqlite3.connect(self.data) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def remove(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
