"""Callers of several Muster servers: each sends one request after the other, and repeats one that
was not acknowledged, at the other server, with the same request id."""
import threading
import time
import uuid

import grpc
from clients import grpcio_client
from muster.v1 import booking_service_pb2_grpc, submission_service_pb2_grpc

CALLERS = 12
# Seconds: of one call, and between a failure and the repeat.
DEADLINE, PAUSE = 20, 0.2


class Load:
    """Runs from its making until stop()."""

    def __init__(self, addresses, call, conference):
        self.channels = [grpc.insecure_channel(address) for address in addresses]
        self.call = call
        self.conference = conference
        self.lock = threading.Lock()
        # request id -> (name, reference); and when each was acknowledged.
        self.acknowledged = {}
        self.times = []
        self.refusals = {}
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(number,))
                        for number in range(CALLERS)]
        for thread in self.threads:
            thread.start()

    def work(self, number):
        while not self.stopping.is_set():
            request_id = str(uuid.uuid4())
            books = number % 3 == 0
            attempt = number
            while True:
                try:
                    receipt = self.send(attempt, request_id, books)
                    break
                except grpc.RpcError as error:
                    self.note_refusal(error)
                attempt += 1
                if self.stopping.wait(PAUSE):
                    return
            with self.lock:
                self.acknowledged[request_id] = (receipt.name, receipt.reference, books)
                self.times.append(time.monotonic())

    def note_refusal(self, error):
        words = f"{error.code().name}: {error.details()}"
        kind = next((f"{error.code().name}: {known}" for known in
                     ("not known to be stored", "too much", "too many") if known in words),
                    error.code().name)
        with self.lock:
            self.refusals[kind] = self.refusals.get(kind, 0) + 1

    def send(self, attempt, request_id, books):
        channel = self.channels[attempt % len(self.channels)]
        if books:
            request = grpcio_client.new_booking()
            request.parent = self.conference
            request.request_id = request_id
            stub = booking_service_pb2_grpc.BookingServiceStub(channel)
            return stub.CreateBooking(request, timeout=DEADLINE).receipt
        request = grpcio_client.new_submission(self.call)
        request.request_id = request_id
        stub = submission_service_pb2_grpc.SubmissionServiceStub(channel)
        return stub.CreateSubmission(request, timeout=DEADLINE).receipt

    def count(self):
        with self.lock:
            return len(self.times)

    def longest_gap_since(self, begin):
        """Seconds without any acknowledgement."""
        with self.lock:
            times = [begin, *(at for at in self.times if at >= begin)]
        return max(b - a for a, b in zip(times, times[1:])) if len(times) > 1 else None

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
