"""A client in another language: stubs that grpcio's own plugin made of the contract.

Usage: PYTHONPATH=build/python:tests python3 -m clients.grpcio_client PROGRAM
Prints a line a test: "ok CLAIM" or "FAILED CLAIM".
"""
import datetime
import hashlib
import json
import sys
import unittest
import uuid

import grpc
from buf.validate import validate_pb2
from clients import muster_server
from google.rpc import error_details_pb2, status_pb2
from muster.v1 import (
    booking_pb2, booking_service_pb2, booking_service_pb2_grpc, call_service_pb2,
    call_service_pb2_grpc, conference_service_pb2, conference_service_pb2_grpc, submission_pb2,
    submission_service_pb2, submission_service_pb2_grpc)

CALL = "calls/open-call"
CLOSED_CALL = "calls/closed-call"
CONFERENCE = "conferences/small-conference"
PLACES = 3
TIMEOUT = 20  # Seconds.

server = None
stored_names = set()  # Of every submission that was acknowledged.


def details_of(error):
    """The details of an error by type, as google.rpc.Status carries them."""
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            status = status_pb2.Status.FromString(value)
            assert status.code == error.code().value[0], status
            return {detail.type_url.rsplit("/", 1)[1]: detail.value for detail in status.details}
    raise AssertionError("no details")


def reason_of(error):
    info = error_details_pb2.ErrorInfo.FromString(details_of(error)["google.rpc.ErrorInfo"])
    assert info.domain == "muster.v1", info
    return info.reason


def new_submission(parent=CALL):
    return submission_service_pb2.CreateSubmissionRequest(
        parent=parent,
        request_id=str(uuid.uuid4()),
        content=submission_pb2.SubmissionContent(
            submitter=submission_pb2.Submitter(
                type=submission_pb2.SUBMITTER_TYPE_ORGANISATION,
                organisation_name="Ysbyty Enghraifft",
                organisation_role="Rheolwr",
                full_name="Siân Example 🧑‍⚕️",
                email="sian@example.org"),
            evidence=[submission_pb2.EvidenceItem(
                themes=["education", "progression"],
                title="A shared first year",
                setting="Two community teams",
                what_was_done="Trainees of three professions learned together.",
                what_changed="All stayed; before, a third left.",
                links=["https://example.org/report"])],
            answers=[dict(question_id="evaluated", values=["no"])],
            consents=submission_pb2.Consents(
                wording_version="2026-11-01", publish_afterwards=True)))


def new_booking():
    return booking_service_pb2.CreateBookingRequest(
        parent=CONFERENCE,
        request_id=str(uuid.uuid4()),
        content=booking_pb2.BookingContent(
            full_name="Grace Example", email="grace@example.org", access_needs="A hearing loop"))


class GrpcioClient(unittest.TestCase):
    def setUp(self):
        channel = grpc.insecure_channel(server.grpc_address)
        self.addCleanup(channel.close)
        self.channel = channel
        self.calls = call_service_pb2_grpc.CallServiceStub(channel)
        self.conferences = conference_service_pb2_grpc.ConferenceServiceStub(channel)
        self.submissions = submission_service_pb2_grpc.SubmissionServiceStub(channel)
        self.bookings = booking_service_pb2_grpc.BookingServiceStub(channel)

    def create(self, request):
        receipt = self.submissions.CreateSubmission(request, timeout=TIMEOUT).receipt
        stored_names.add(receipt.name)
        return receipt

    def book(self, request):
        return self.bookings.CreateBooking(request, timeout=TIMEOUT).receipt

    def refusal(self, call, request):
        with self.assertRaises(grpc.RpcError) as raised:
            call(request, timeout=TIMEOUT)
        return raised.exception

    def test_lists_and_reads_the_calls(self):
        listed = self.calls.ListCalls(call_service_pb2.ListCallsRequest(), timeout=TIMEOUT).calls
        self.assertEqual([call.name for call in listed], [CLOSED_CALL, CALL])
        call = self.calls.GetCall(
            call_service_pb2.GetCallRequest(name=CALL), timeout=TIMEOUT).call
        self.assertEqual(len(call.themes), 4)
        first = self.calls.ListCalls(
            call_service_pb2.ListCallsRequest(page_size=1), timeout=TIMEOUT)
        second = self.calls.ListCalls(
            call_service_pb2.ListCallsRequest(page_size=1, page_token=first.next_page_token),
            timeout=TIMEOUT)
        self.assertEqual([first.calls[0].name, second.calls[0].name], [CLOSED_CALL, CALL])

    def test_creates_a_submission_and_gets_its_receipt(self):
        request = new_submission()
        receipt = self.create(request)
        self.assertEqual(receipt.submission, request.content)
        self.assertEqual(
            receipt.content_sha256,
            hashlib.sha256(request.content.SerializeToString(deterministic=True)).digest())
        self.assertEqual(
            [(consent.field, consent.given, consent.wording_version)
             for consent in receipt.consents],
            [("display_on_day", False, "2026-11-01"),
             ("contribute_to_session", False, "2026-11-01"),
             ("publish_afterwards", True, "2026-11-01")])

    def test_repeat_with_the_same_request_id_gives_the_same_receipt_and_one_row(self):
        request = new_submission()
        first = self.create(request)
        self.assertEqual(self.create(request), first)

    def test_other_content_under_a_used_request_id_is_refused(self):
        request = new_submission()
        self.create(request)
        request.content.submitter.full_name = "Someone Else"
        error = self.refusal(self.submissions.CreateSubmission, request)
        self.assertEqual(error.code(), grpc.StatusCode.ALREADY_EXISTS)
        self.assertEqual(reason_of(error), "REQUEST_ID_REUSED")

    def test_key_reads_back_what_was_sent(self):
        receipt = self.create(new_submission())
        read = self.submissions.GetSubmission(
            submission_service_pb2.GetSubmissionRequest(
                name=receipt.name, access_key=receipt.access_key), timeout=TIMEOUT)
        self.assertEqual(read.receipt, receipt)
        self.assertEqual(read.submission.content, receipt.submission)
        self.assertEqual(read.submission.state, submission_pb2.SUBMISSION_STATE_RECEIVED)

    def test_without_the_key_reading_is_refused_as_if_there_were_nothing(self):
        receipt = self.create(new_submission())
        name, key = receipt.name, receipt.access_key
        answers = set()
        for name, key in [(name, key[::-1]), (name, "x"), (CALL + "/submissions/none", key)]:
            error = self.refusal(
                self.submissions.GetSubmission,
                submission_service_pb2.GetSubmissionRequest(name=name, access_key=key))
            answers.add((error.code(), error.details(), reason_of(error)))
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[2], "SUBMISSION_NOT_FOUND")
        error = self.refusal(
            self.submissions.GetSubmission,
            submission_service_pb2.GetSubmissionRequest(name=receipt.name))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_failed_rules_come_as_violations_and_as_a_bad_request(self):
        request = new_submission()
        request.content.submitter.email = "nowhere"
        request.content.submitter.organisation_role = ""
        request.content.evidence[0].title = "x" * 201
        error = self.refusal(self.submissions.CreateSubmission, request)
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(reason_of(error), "RULES_FAILED")
        details = details_of(error)
        violations = validate_pb2.Violations.FromString(details["buf.validate.Violations"])
        seen = {(".".join(
            f"{element.field_name}[{element.index}]" if element.HasField("index")
            else element.field_name for element in violation.field.elements), violation.rule_id)
            for violation in violations.violations}
        self.assertEqual(seen, {
            ("content.submitter", "submitter.organisation_role"),
            ("content.submitter.email", "string.email"),
            ("content.evidence[0].title", "string.max_len")})
        bad_request = error_details_pb2.BadRequest.FromString(details["google.rpc.BadRequest"])
        self.assertEqual(
            {violation.field for violation in bad_request.field_violations},
            {path for path, _ in seen})

    def test_rules_of_the_call_come_the_same_way(self):
        request = new_submission()
        request.content.evidence[0].themes.append("gardening")
        error = self.refusal(self.submissions.CreateSubmission, request)
        violations = validate_pb2.Violations.FromString(
            details_of(error)["buf.validate.Violations"]).violations
        self.assertEqual([v.rule_id for v in violations], ["context.choice_unknown"])

    def test_closed_call_is_refused_with_its_closing_time(self):
        error = self.refusal(self.submissions.CreateSubmission, new_submission(CLOSED_CALL))
        self.assertEqual(error.code(), grpc.StatusCode.FAILED_PRECONDITION)
        info = error_details_pb2.ErrorInfo.FromString(details_of(error)["google.rpc.ErrorInfo"])
        self.assertEqual(info.reason, "CALL_CLOSED")
        self.assertRegex(info.metadata["close_time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")

    def test_outdated_consent_wording_is_refused_with_the_present_version(self):
        request = new_submission()
        request.content.consents.wording_version = "2020-01-01"
        error = self.refusal(self.submissions.CreateSubmission, request)
        self.assertEqual(reason_of(error), "CONSENT_WORDING_CHANGED")

    def test_validate_only_gives_the_verdict_and_stores_nothing(self):
        request = new_submission()
        request.validate_only = True
        response = self.submissions.CreateSubmission(request, timeout=TIMEOUT)
        self.assertFalse(response.HasField("receipt"))
        request.validate_only = False
        request.content.submitter.full_name = "Another Name"
        self.create(request)  # The request id is still free.

    def test_books_every_place_once_and_refuses_one_more(self):
        requests = [new_booking() for _ in range(PLACES)]
        receipts = [self.book(request) for request in requests]
        self.assertEqual([self.book(request) for request in requests], receipts)
        self.assertEqual(len({receipt.reference for receipt in receipts}), PLACES)
        error = self.refusal(self.bookings.CreateBooking, new_booking())
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertEqual(reason_of(error), "CONFERENCE_FULL")
        conference = self.conferences.GetConference(
            conference_service_pb2.GetConferenceRequest(name=CONFERENCE),
            timeout=TIMEOUT).conference
        self.assertEqual((conference.place_count, conference.places_left), (PLACES, 0))
        read = self.bookings.GetBooking(
            booking_service_pb2.GetBookingRequest(
                name=receipts[0].name, access_key=receipts[0].access_key), timeout=TIMEOUT)
        self.assertEqual(read.booking.state, booking_pb2.BOOKING_STATE_CONFIRMED)
        self.assertEqual(read.receipt, receipts[0])

    def test_bytes_that_are_no_message_are_invalid(self):
        raw = self.channel.unary_unary("/muster.v1.SubmissionService/CreateSubmission")
        error = self.refusal(raw, b"\xff\xff\xff")
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(reason_of(error), "MESSAGE_MALFORMED")
        self.assertIn("CreateSubmissionRequest", error.details())

    def test_health_says_serving(self):
        health = self.channel.unary_unary("/grpc.health.v1.Health/Check")
        self.assertEqual(health(b"", timeout=TIMEOUT), b"\x08\x01")


class GrpcioClientAfterwards(unittest.TestCase):
    def test_rows_are_as_many_as_receipts_and_the_log_names_no_one(self):
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.count("bookings"), PLACES)
        self.assertEqual(server.count("submissions"), len(stored_names))
        log = server.log()
        lines = [json.loads(line) for line in log.splitlines()]
        created = [line for line in lines if line.get("method", "").endswith("/CreateSubmission")]
        self.assertTrue(created)
        for line in created:
            self.assertEqual(line["event"], "call")
            uuid.UUID(line.get("request_id", str(uuid.uuid4())))
        self.assertTrue(any("request_id" in line for line in created))
        for canary in ["example.org", "Grace", "Enghraifft", "hearing loop", "gardening"]:
            self.assertNotIn(canary, log)


class Lines(unittest.TestResult):
    """A line a test: "ok CLAIM" or "FAILED CLAIM", after what went wrong."""

    def claim(self, test):
        return "grpcio: " + test.id().rsplit(".test_", 1)[-1].replace("_", " ")

    def addSuccess(self, test):
        print("ok", self.claim(test))

    def addFailure(self, test, error):
        super().addFailure(test, error)
        print(self.failures[-1][1])
        print("FAILED", self.claim(test))

    def addError(self, test, error):
        super().addError(test, error)
        print(self.errors[-1][1])
        print("FAILED", self.claim(test))


def main(program):
    global server
    now = datetime.datetime.utcnow()
    server = muster_server.MusterServer(program)
    try:
        server.apply(muster_server.open_call(CALL, now))
        server.apply(muster_server.closed_call(CLOSED_CALL, now))
        server.apply(muster_server.open_conference(CONFERENCE, now, PLACES))
        server.start()
        loader = unittest.TestLoader()
        result = Lines()
        for case in (GrpcioClient, GrpcioClientAfterwards):
            loader.loadTestsFromTestCase(case).run(result)
    finally:
        server.remove()


if __name__ == "__main__":
    main(sys.argv[1])
