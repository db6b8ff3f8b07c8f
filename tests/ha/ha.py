"""Two Muster servers on three PostgreSQL under Patroni, under load, through faults.

Usage: PYTHONPATH=build/python:tests python3 -m ha.ha PROGRAM
ROUNDS is how often each fault comes. Prints a line a claim: "ok CLAIM" or "FAILED CLAIM".
"""
import datetime
import os
import signal
import sys
import time

import grpc
from clients import muster_server
from ha import cluster as clusters
from ha.load import Load
from ha.watch import Watch

CALL = "calls/open-call"
CONFERENCE = "conferences/large"
PLACES = 100000
FREEZE = 40  # Seconds.
# Most seconds without a commit that are borne: the lock's, one look more, and the promotion.
LONGEST_GAP = 60

failed = False


def claim(words, holds):
    global failed
    failed = failed or not holds
    print(("ok " if holds else "FAILED ") + words, flush=True)


def kill_node(node):
    node.signal(signal.SIGKILL, patroni=True, postgres=True)
    return node.start


def crash_postgres(node):
    node.signal(signal.SIGKILL, patroni=False, postgres=True)
    return lambda: None


def freeze(node, patroni):
    node.signal(signal.SIGSTOP, patroni, True)
    time.sleep(FREEZE)
    node.signal(signal.SIGCONT, patroni, True)
    return lambda: None


FAULTS = [
    ("the primary node is killed", kill_node),
    ("the primary's PostgreSQL crashes", crash_postgres),
    (f"the primary's PostgreSQL is frozen for {FREEZE} s", lambda node: freeze(node, False)),
    (f"the whole primary node is frozen for {FREEZE} s", lambda node: freeze(node, True)),
]


class World:
    """A cluster, two servers on it, and callers of both."""

    def __init__(self, program, protocol):
        self.cluster = clusters.Cluster(protocol)
        self.servers = []
        self.load = None
        self.watch = None
        try:
            self.start(program)
        except BaseException:
            self.remove()
            raise

    def start(self, program):
        leader = self.cluster.leader()
        leader.ask("CREATE ROLE muster LOGIN")
        leader.ask("CREATE DATABASE muster OWNER muster")
        address = self.cluster.address("muster")
        self.servers = [muster_server.MusterServer(program, address) for _ in range(2)]
        now = datetime.datetime.now(datetime.timezone.utc)
        self.servers[0].apply(muster_server.open_call(CALL, now))
        self.servers[0].apply(muster_server.open_conference(CONFERENCE, now, PLACES))
        for server in self.servers:
            server.start()
        self.watch = Watch(self.cluster.nodes)
        self.load = Load([server.grpc_address for server in self.servers], CALL, CONFERENCE)

    def remove(self):
        if self.load is not None:
            self.load.stop()
        if self.watch is not None:
            self.watch.stop()
        for server in self.servers:
            server.remove()
        self.cluster.remove()

    def suffer(self, fault):
        """One fault of the present primary, until all is whole again."""
        primary = self.cluster.wait_until_whole()
        wait_for_acknowledgements(self.load, 50)
        begin = time.monotonic()
        mend = fault(primary)
        wait_for_acknowledgements(self.load, 50)
        mend()
        leader = self.cluster.wait_until_whole()
        wait_for_acknowledgements(self.load, 50)
        return self.load.longest_gap_since(begin), primary.name, leader.name

    def lost(self):
        """Those acknowledged that are not there, or are not there once, or not as they were."""
        with self.load.lock:
            acknowledged = dict(self.load.acknowledged)
        stored = {}
        for table in ("submissions", "bookings"):
            rows = self.cluster.leader().ask(
                "SELECT encode(request_id, 'hex'), reference FROM request_ids "
                f"JOIN {table} ON resource_id = id", "muster", 30)
            stored.update(rows)
        return [request_id for request_id, (_, reference, _) in acknowledged.items()
                if stored.get(request_id.replace("-", "")) != reference]

    def count(self, sql):
        return self.cluster.leader().ask(sql, "muster", 30)[0][0]


def wait_for_acknowledgements(load, count):
    before = load.count()
    clusters.wait_for(f"{count} acknowledgements", lambda: load.count() >= before + count, 120)


def check_cancelled_wait(world):
    """Both replicas are frozen, and an administrator cancels the waits for them."""
    leader = world.cluster.wait_until_whole()
    replicas = [node for node in world.cluster.nodes if node is not leader]
    for node in replicas:
        node.signal(signal.SIGSTOP, patroni=False, postgres=True)
    time.sleep(1)  # What was already on its way to a replica is acknowledged.
    before = world.load.count()
    unknown = world.load.refusals.get("UNAVAILABLE: not known to be stored", 0)
    cancelled = 0
    for _ in range(10):
        cancelled += len(leader.ask("SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                                    "WHERE wait_event = 'SyncRep' AND usename = 'muster'"))
        time.sleep(0.3)
    acknowledged = world.load.count() - before
    unknown = world.load.refusals.get("UNAVAILABLE: not known to be stored", 0) - unknown
    for node in replicas:
        node.signal(signal.SIGCONT, patroni=False, postgres=True)
    print(f"{cancelled} waits for a replica cancelled: {acknowledged} acknowledged, {unknown} told "
          "that it is not known", flush=True)
    claim("a cancelled wait for the replica is not known, never done",
          cancelled > 0 and acknowledged == 0 and unknown > 0)
    wait_for_acknowledgements(world.load, 50)
    world.cluster.wait_until_whole()


def check_all(program, rounds):
    world = World(program, "etcd")
    gaps = []
    try:
        for words, fault in FAULTS * rounds:
            gap, before, after = world.suffer(fault)
            gaps.append(gap)
            lost = world.lost()
            print(f"{words}: primary {before}, then {after}; longest time without an "
                  f"acknowledged write {gap:.1f} s; {world.load.count()} acknowledged so far, "
                  f"{len(lost)} lost", flush=True)
            claim(f"{words}: nothing acknowledged is lost, and writes resume", not lost and
                  gap < LONGEST_GAP)
        check_cancelled_wait(world)
        world.load.stop()
        print(f"what callers were told beside OK: {world.load.refusals}", flush=True)
        lost = world.lost()
        claim(f"{world.load.count()} writes acknowledged through {len(gaps)} faults, "
              f"{len(lost)} lost; longest time without one {max(gaps):.1f} s", not lost)
        claim("each request made one thing and one event, and places are as many as bookings",
              world.count("SELECT (SELECT count(*) FROM request_ids) = (SELECT count(*) FROM "
                          "submissions) + (SELECT count(*) FROM bookings) AND "
                          "(SELECT count(*) FROM events WHERE kind LIKE '%.created') = "
                          "(SELECT count(*) FROM request_ids) AND (SELECT count(*) FROM bookings) "
                          "= (SELECT sum(places_taken) FROM conference_places)"))
        double = world.watch.double_primaries()
        claim(f"never two primaries: {len(world.watch.commits)} commits of an onlooker, {double}",
              not double)
        claim("no server was started again",
              all(server.process.poll() is None for server in world.servers))
    finally:
        world.remove()


def check_control(program):
    """Debian's Patroni with etcd's newer protocol takes the lock back without asking whether it is
    its own: a primary that was frozen undoes its successor. This must be seen here."""
    world = World(program, "etcd3")
    try:
        gap, before, after = world.suffer(FAULTS[2][1])
        world.load.stop()
        lost, double = world.lost(), world.watch.double_primaries()
        print(f"with etcd3: primary {before}, then {after}; {world.load.count()} acknowledged, "
              f"{len(lost)} lost, {len(double)} commits of a second primary", flush=True)
        claim("control: Patroni 3.0.2 with etcd3 loses acknowledged writes after a freeze",
              len(lost) > 0)
    finally:
        world.remove()


if __name__ == "__main__":
    rounds = int(os.environ.get("ROUNDS", "1"))
    print(f"ROUNDS={rounds}; Patroni's watchdog is off", flush=True)
    os.environ.pop("PGPASSWORD", None)
    check_all(sys.argv[1], rounds)
    check_control(sys.argv[1])
    sys.exit(failed)
