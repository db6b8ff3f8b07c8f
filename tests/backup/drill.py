"""Copies of the real program's store, taken while it stores as fast as it can; put back, verified,
exported and imported.

Usage: PYTHONPATH=build/python:tests python3 -m backup.drill PROGRAM
Prints a line a claim: "ok CLAIM" or "FAILED CLAIM". COPIES says how many copies are taken.
"""
import datetime
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
import uuid

import grpc
from clients import muster_server
from muster.v1 import (
    booking_pb2, booking_service_pb2, booking_service_pb2_grpc, submission_pb2,
    submission_service_pb2, submission_service_pb2_grpc)

CALL = "calls/drill"
CONFERENCE = "conferences/drill"
CLIENTS = 16
COPIES = int(os.environ.get("COPIES", "5"))

failed = 0


def claim(text, holds, why=""):
    global failed
    failed += not holds
    if not holds and why:
        print(why)
    print("ok" if holds else "FAILED", text, flush=True)


class Load:
    """Clients that send until told to stop, and what of it was acknowledged."""

    def __init__(self, address):
        self.address = address
        self.stopping = False
        self.acknowledged = []
        self.troubles = []
        self.threads = [threading.Thread(target=self.send, args=(number,))
                        for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def send(self, number):
        channel = grpc.insecure_channel(
            self.address, options=[("grpc.use_local_subchannel_pool", 1)])
        submissions = submission_service_pb2_grpc.SubmissionServiceStub(channel)
        bookings = booking_service_pb2_grpc.BookingServiceStub(channel)
        while not self.stopping:
            try:
                if number % 4 == 0:
                    reply = bookings.CreateBooking(booking_service_pb2.CreateBookingRequest(
                        parent=CONFERENCE, request_id=str(uuid.uuid4()),
                        content=booking_pb2.BookingContent(
                            full_name="Grace Example", email="grace@example.org")), timeout=30)
                else:
                    reply = submissions.CreateSubmission(self.submission(), timeout=30)
                self.acknowledged.append(reply.receipt.name)
            except grpc.RpcError as error:
                self.troubles.append((error.code().name, error.details()))
                return

    def submission(self):
        return submission_service_pb2.CreateSubmissionRequest(
            parent=CALL, request_id=str(uuid.uuid4()),
            content=submission_pb2.SubmissionContent(
                submitter=submission_pb2.Submitter(
                    type=submission_pb2.SUBMITTER_TYPE_INDIVIDUAL, full_name="Ada Example",
                    email="ada@example.org"),
                information_outside_themes="What I know. " + "x" * 2000,
                answers=[dict(question_id="evaluated", values=["no"])],
                consents=submission_pb2.Consents(wording_version="2026-11-01")))

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()


class Drill:
    def __init__(self, program):
        self.program = program
        self.server = muster_server.MusterServer(program)
        self.folder = self.server.folder

    def run(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def names_in(self, data):
        with sqlite3.connect(f"file:{data}?mode=ro", uri=True) as store:
            return {name for name, in store.execute(
                "SELECT resource_name FROM events WHERE kind LIKE '%.created'")}

    def prepare(self):
        now = datetime.datetime.utcnow()
        self.server.apply(muster_server.open_call(CALL, now))
        self.server.apply(muster_server.open_conference(CONFERENCE, now, 100000))
        self.server.start()

    def lost_of(self, data, acknowledged):
        """How many of those acknowledged are not in it; None where it is no sound store."""
        code, _ = self.run("verify", "--store", f"sqlite:{data}")
        return None if code else len(set(acknowledged) - self.names_in(data))

    def copies_under_load(self):
        load = Load(self.server.grpc_address)
        lost, sizes, spoiled_controls = [], [], 0
        for number in range(COPIES):
            wanted = len(load.acknowledged) + 100
            while len(load.acknowledged) < wanted and not load.troubles:
                time.sleep(0.01)
            before = list(load.acknowledged)
            copy = self.folder / f"copy{number}.db"
            code, said = self.run("backup", copy, "--store", self.server.store)
            claim(f"a copy is taken under load, number {number + 1}", code == 0, said)
            lost.append(self.lost_of(copy, before))
            sizes.append(len(self.names_in(copy)))
            # The control: the file as a person would copy it.
            control = self.folder / "control.db"
            before = list(load.acknowledged)
            shutil.copyfile(self.server.data, control)
            spoiled_controls += self.lost_of(control, before) != 0
            control.unlink()
        load.stop()
        print(f"  {len(load.acknowledged)} acknowledged; the copies have {sizes}")
        claim("nobody was refused meanwhile", not load.troubles, str(load.troubles[:3]))
        claim("every copy verifies and has all that was acknowledged before it",
              lost == [0] * COPIES, str(lost))
        claim("control: a file copied without asking lacks something or is damaged",
              spoiled_controls > 0, f"{spoiled_controls} of {COPIES}")
        return load.acknowledged

    def restore(self, acknowledged):
        last = self.folder / f"copy{COPIES - 1}.db"
        code, said = self.run("restore", last, "--store", self.server.store, "--replace")
        claim("a store that is served is not replaced", code == 1 and "in use" in said, said)
        self.server.process.send_signal(signal.SIGKILL)
        self.server.process.wait()
        code, said = self.run("restore", last, "--store", self.server.store)
        claim("a data file is not replaced without a word", code == 1 and "--replace" in said, said)
        code, said = self.run("restore", last, "--store", self.server.store, "--replace")
        claim("a copy is put back, and verified first",
              code == 0 and "nothing is wrong" in said, said)
        aside = re.search(r"What was there is now (\S+)", said)
        # What was killed had a log, which goes with it; a reader takes it in.
        claim("what was there is aside, whole with its log",
              aside and self.lost_of(aside.group(1), acknowledged) == 0, said)
        self.server.start()
        load = Load(self.server.grpc_address)
        while len(load.acknowledged) < 50 and not load.troubles:
            time.sleep(0.01)
        load.stop()
        claim("a store that was put back goes on", len(load.acknowledged) >= 50,
              str(load.troubles[:3]))
        claim("it stops in order", self.server.stop() == 0)
        code, said = self.run("verify", "--store", self.server.store)
        claim("and verifies", code == 0, said)

    def damaged(self):
        """Every copy in which something is changed is refused."""
        copy = self.folder / "damaged.db"
        for what, sql in {
                "a place more": "UPDATE conference_places SET places_taken = places_taken + 1",
                "an answer less": "UPDATE submissions SET content = substr(content, 3) "
                                  "WHERE id = (SELECT min(id) FROM submissions)",
                "an event less": "DELETE FROM events WHERE sequence = 7"}.items():
            shutil.copyfile(self.folder / "copy0.db", copy)
            with sqlite3.connect(copy) as store:
                store.execute(sql)
            store.close()
            code, said = self.run("restore", copy, "--store", f"sqlite:{self.folder}/none.db")
            claim(f"a copy with {what} is not put back",
                  code == 1 and "wrong" in said and not (self.folder / "none.db").exists(), said)
            copy.unlink()

    def export(self):
        first, second = self.folder / "first.jsonl", self.folder / "second.jsonl"
        other = f"sqlite:{self.folder}/other.db"
        code, said = self.run("export", first, "--store", self.server.store)
        claim("a store is exported", code == 0, said)
        code, said = self.run("import", first, "--store", other)
        claim("and imported into another", code == 0 and "nothing is wrong" in said, said)
        code, said = self.run("export", second, "--store", other)
        claim("whose export is the same, byte for byte",
              code == 0 and first.read_bytes() == second.read_bytes(), said)
        code, said = self.run("import", first, "--store", other)
        claim("and into which nothing is imported again", code == 1 and "not empty" in said, said)
        print(f"  {first.stat().st_size} bytes")

    def watched(self):
        """Metrics, health and copies that are made by themselves."""
        folder = self.folder / "copies"
        process = subprocess.Popen(
            [self.program, "serve", "--store", self.server.store, "--grpc", "127.0.0.1:0", "--http",
             "127.0.0.1:0", "--assets", "", "--admin", "127.0.0.1:0", "--backup-to", folder,
             "--backup-every", "1h"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        admin = None
        for line in process.stdout:
            if line.startswith("Metrics and health are on "):
                admin = line.split()[-1]
            if line.startswith("Stop with"):
                break
        try:
            def get(path):
                return urllib.request.urlopen(admin + path, timeout=10).read().decode()
            claim("health says that it serves", get("/healthz") == "serving\n")
            until = time.monotonic() + 60
            while "muster_backup_age_seconds" not in get("/metrics") and time.monotonic() < until:
                time.sleep(0.05)
            metrics = get("/metrics")
            for name in ["muster_backup_age_seconds", "muster_store_read_only",
                         "muster_store_waiting_writes", "muster_store_data_bytes",
                         "muster_store_commit_seconds_bucket", "muster_build_info"]:
                claim(f"metrics have {name}", f"\n{name}" in metrics)
            copies = list(folder.glob("muster-*.db"))
            claim("a copy was made by itself", len(copies) == 1, str(copies))
            claim("and it verifies", copies and self.lost_of(copies[0], []) == 0)
        finally:
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=30)
        lines = [json.loads(line) for line in log.splitlines()]
        claim("the log is lines of JSON, and tells of the copy",
              any("copied the store" in line.get("text", "") for line in lines), log[-500:])


def main(program):
    drill = Drill(program)
    try:
        drill.prepare()
        acknowledged = drill.copies_under_load()
        drill.restore(acknowledged)
        drill.damaged()
        drill.export()
        drill.watched()
    finally:
        drill.server.remove()
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
