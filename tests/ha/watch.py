"""Looks whether two PostgreSQL take writes at once: asks each, all the time, to commit one as an
application would. No commit of an older timeline may be acknowledged after one of a newer."""
import threading
import time

import psycopg2

SQL = ("INSERT INTO watched (node) VALUES (%s) "
       "RETURNING ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int")


class Watch:
    def __init__(self, nodes):
        leader = nodes[0].cluster.leader()
        leader.ask("CREATE TABLE watched (node text, at timestamptz DEFAULT now())")
        self.lock = threading.Lock()
        self.commits = []  # (when asked, when acknowledged, timeline, node)
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(node,)) for node in nodes]
        for thread in self.threads:
            thread.start()

    def work(self, node):
        connection = None
        while not self.stopping.wait(0.1):
            try:
                if connection is None:
                    connection = psycopg2.connect(
                        host="127.0.0.1", port=node.port, user="postgres", dbname="postgres",
                        connect_timeout=3, options="-c statement_timeout=5s")
                begin = time.monotonic()
                with connection.cursor() as cursor:
                    cursor.execute(SQL, (node.name,))
                    timeline = cursor.fetchone()[0]
                connection.notices.clear()
                connection.commit()
                # A warning says that it was not waited for the replica: not acknowledged.
                if not connection.notices:
                    with self.lock:
                        self.commits.append((begin, time.monotonic(), timeline, node.name))
            except psycopg2.Error:
                if connection is not None:
                    connection.close()
                connection = None

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def double_primaries(self):
        """Commits that an older timeline took after a newer one had."""
        with self.lock:
            commits = sorted(self.commits)
        found = []
        for begin, _, timeline, node in commits:
            newer = [other for other in commits if other[1] < begin and other[2] > timeline]
            if newer:
                found.append((node, timeline, newer[0][3], newer[0][2]))
        return found
