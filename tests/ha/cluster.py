"""Three PostgreSQL under Patroni, and etcd, from Debian's packages: on loopback, in one folder."""
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import psutil
import psycopg2

NODES = ("one", "two", "three")
# Seconds for which a leader's lock holds, between looks, and for which a node tries to reach etcd.
TTL, LOOP_WAIT, RETRY_TIMEOUT = 20, 5, 5
PROGRAMS = next(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.2)
    raise RuntimeError(f"not within {seconds} s: {what}")


class Node:
    """One Patroni with its PostgreSQL."""

    def __init__(self, cluster, name):
        self.cluster = cluster
        self.name = name
        self.folder = cluster.folder / name
        self.port, self.rest_port = free_ports(2)
        self.process = None

    def write_settings(self):
        """JSON, which is YAML too."""
        self.folder.mkdir()
        trusted = ["local all all trust", "host all all 127.0.0.1/32 trust",
                   "host replication all 127.0.0.1/32 trust"]
        settings = {
            "scope": "muster", "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self.rest_port}",
                        "connect_address": f"127.0.0.1:{self.rest_port}"},
            self.cluster.protocol: {"hosts": f"127.0.0.1:{self.cluster.etcd_port}"},
            "bootstrap": {
                "dcs": {"ttl": TTL, "loop_wait": LOOP_WAIT, "retry_timeout": RETRY_TIMEOUT,
                        "synchronous_mode": True, "synchronous_mode_strict": True,
                        "postgresql": {"use_pg_rewind": True, "use_slots": True,
                                       "parameters": {"max_connections": 100,
                                                      "shared_buffers": "32MB",
                                                      "wal_log_hints": "on"}}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
                "pg_hba": trusted},
            "postgresql": {
                "listen": f"127.0.0.1:{self.port}", "connect_address": f"127.0.0.1:{self.port}",
                "data_dir": str(self.folder / "data"), "bin_dir": str(PROGRAMS),
                "pgpass": str(self.folder / "pgpass"),
                "pg_hba": trusted,
                "parameters": {"unix_socket_directories": str(self.folder)},
                "authentication": {"superuser": {"username": "postgres"},
                                   "replication": {"username": "replicator"}}},
            "watchdog": {"mode": "off"},
        }
        (self.folder / "patroni.yml").write_text(json.dumps(settings))

    def start(self):
        self.process = self.cluster.launch(
            ["/usr/bin/patroni", self.folder / "patroni.yml"], self.folder / "log")

    def patroni_processes(self):
        try:
            return [psutil.Process(self.process.pid)]
        except psutil.NoSuchProcess:
            return []

    def postgres_processes(self):
        """All of the PostgreSQL, the first one first. They are no children of Patroni's."""
        try:
            first = psutil.Process(
                int((self.folder / "data/postmaster.pid").read_text().split("\n")[0]))
            if str(self.folder) not in " ".join(first.cmdline()):
                return []
            return [first, *first.children(recursive=True)]
        except (OSError, ValueError, psutil.NoSuchProcess):
            return []

    def signal(self, number, patroni, postgres):
        """To Patroni first, so that it starts nothing anew meanwhile."""
        chosen = self.patroni_processes() if patroni else []
        chosen += self.postgres_processes() if postgres else []
        for process in chosen:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                pass

    def status(self):
        """What Patroni says of itself, {} while it says nothing."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest_port}/patroni",
                                        timeout=2) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            try:
                return json.load(error)
            except ValueError:
                return {}
        except (OSError, ValueError):
            return {}

    def ask(self, sql, database="postgres", timeout=5):
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres",
                                      dbname=database, connect_timeout=timeout)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()


class Cluster:
    """`protocol` is Patroni's name for how it speaks to etcd: "etcd" or "etcd3"."""

    def __init__(self, protocol="etcd"):
        self.protocol = protocol
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-ha-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.processes = []
        self.etcd_port, self.etcd_peer_port = free_ports(2)
        self.nodes = [Node(self, name) for name in NODES]
        try:
            self.start()
        except BaseException:
            self.remove()
            raise

    def launch(self, command, log):
        process = subprocess.Popen(
            [str(word) for word in command], stdout=open(log, "ab"), stderr=subprocess.STDOUT,
            user=self.user, group=self.user, extra_groups=[] if self.user else None,
            cwd=self.folder, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
        self.processes.append(process)
        return process

    def start(self):
        client = f"http://127.0.0.1:{self.etcd_port}"
        peer = f"http://127.0.0.1:{self.etcd_peer_port}"
        self.launch(["/usr/bin/etcd", "--enable-v2", "--data-dir", self.folder / "etcd",
                     "--listen-client-urls", client, "--advertise-client-urls", client,
                     "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                     "--initial-cluster", f"default={peer}"], self.folder / "etcd.log")
        for node in self.nodes:
            node.write_settings()
            if self.user:
                shutil.chown(node.folder, self.user, self.user)
                shutil.chown(node.folder / "patroni.yml", self.user, self.user)
        self.nodes[0].start()
        wait_for("a first leader", self.leader)
        for node in self.nodes[1:]:
            node.start()
        self.wait_until_whole()

    def leader(self):
        """The node that leads and runs, or None."""
        for node in self.nodes:
            status = node.status()
            if status.get("role") in ("master", "primary") and status.get("state") == "running":
                return node
        return None

    def is_whole(self):
        """One leads, two follow it, and one of these may take its place at once: it is known to
        hold all that was committed. For some seconds after a failover none is."""
        leader = self.leader()
        if leader is None:
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{leader.rest_port}/cluster",
                                        timeout=2) as reply:
                members = json.load(reply)["members"]
            streaming = leader.ask("SELECT count(*) FROM pg_stat_replication "
                                   "WHERE state = 'streaming'")[0][0]
        except (OSError, ValueError, psycopg2.Error):
            return False
        roles = sorted(member["role"] for member in members if member["state"] in
                       ("running", "streaming"))
        return roles == ["leader", "replica", "sync_standby"] and streaming == 2

    def wait_until_whole(self):
        wait_for("a leader with two replicas", self.is_whole, 180)
        return self.leader()

    def address(self, database):
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgres://muster@{hosts}/{database}"

    def remove(self):
        for node in self.nodes:
            node.signal(signal.SIGKILL, patroni=node.process is not None, postgres=True)
        for process in self.processes:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
