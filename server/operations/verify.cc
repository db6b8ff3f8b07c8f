#include "server/operations/verify.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/operations/event_seals.h"
#include "server/operations/key_order.h"
#include "server/operations/key_set.h"
#include "server/operations/log_replay.h"
#include "server/store/engine.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"

namespace muster::operations {
namespace {

using store::Bytes;
using store::Row;
using store::Transaction;

// Read together; a key is short.
constexpr std::int64_t kKeysTogether = 10000;

constexpr std::string_view kSubmissionKeys =
    "SELECT id FROM submissions WHERE id > $1 ORDER BY id LIMIT $2";
constexpr std::string_view kBookingKeys =
    "SELECT id FROM bookings WHERE id > $1 ORDER BY id LIMIT $2";

// The work of one Verify, inside one read.
class Verification {
 public:
  Verification(Transaction& transaction, VerifyReport& report)
      : transaction_(transaction), report_(report), replay_(&transaction, &report.faults) {}

  absl::Status Run() {
    for (auto step :
         {&Verification::ReplayLog, &Verification::CheckSeals, &Verification::CheckCalls,
          &Verification::CheckConferences, &Verification::CheckCreations,
          &Verification::CheckRequestIds, &Verification::CheckSecrets}) {
      absl::Status done = (this->*step)();
      if (!done.ok()) return done;
    }
    return absl::OkStatus();
  }

 private:
  struct RequestId {
    std::string request_id;
    std::string kind;
    std::string parent_name;
    std::string resource_id;
    std::string content_sha256;
  };

  absl::Status EachEvent(absl::FunctionRef<absl::Status(const StoredEvent&)> each);
  absl::Status EachKey(std::string_view table, std::string_view sql,
                       absl::FunctionRef<void(std::string_view)> each);
  absl::Status EachRequestId(absl::FunctionRef<absl::Status(const RequestId&)> each);

  absl::Status ReplayLog();
  absl::Status CheckSeals();
  absl::Status CheckCalls();
  absl::Status CheckConferences();
  absl::Status CheckCreations();
  absl::Status CheckCreationsOf(std::string_view collection, std::string_view keys_sql,
                                std::string_view event_kind, const KeySum& in_log,
                                const KeySum& in_request_ids, std::int64_t& count);
  absl::Status CheckRequestIds();
  absl::Status CheckRequestId(const RequestId& request);
  absl::Status CheckSecrets();

  Transaction& transaction_;
  VerifyReport& report_;
  LogReplay replay_;
};

absl::Status Verification::EachEvent(absl::FunctionRef<absl::Status(const StoredEvent&)> each) {
  std::int64_t after = 0;
  while (true) {
    absl::StatusOr<std::vector<StoredEvent>> page = EventsAfter(transaction_, after);
    if (!page.ok() || page->empty()) return page.status();
    for (const StoredEvent& event : *page) {
      after = event.sequence;
      absl::Status done = each(event);
      if (!done.ok()) return done;
    }
  }
}

absl::Status Verification::EachKey(std::string_view table, std::string_view sql,
                                   absl::FunctionRef<void(std::string_view)> each) {
  KeyOrder<std::string> order(std::string(table), "");
  bool found = true;
  while (found) {
    found = false;
    const std::string after = order.last();
    absl::Status read = transaction_.Query(sql, {Bytes{after}, kKeysTogether}, [&](const Row& row) {
      found = true;
      absl::Status advanced = order.Advance(std::string(row.Octets(0)));
      if (advanced.ok()) each(order.last());
      return advanced;
    });
    if (!read.ok()) return read;
  }
  return absl::OkStatus();
}

absl::Status Verification::EachRequestId(absl::FunctionRef<absl::Status(const RequestId&)> each) {
  std::vector<RequestId> page;
  KeyOrder<std::string> order("request_ids", "");
  do {
    page.clear();
    const std::string after = order.last();
    absl::Status read = transaction_.Query(
        "SELECT request_id, kind, parent_name, resource_id, content_sha256 FROM request_ids "
        "WHERE request_id > $1 ORDER BY request_id LIMIT $2",
        {Bytes{after}, kKeysTogether}, [&](const Row& row) {
          page.push_back({std::string(row.Octets(0)), std::string(row.Text(1)),
                          std::string(row.Text(2)), std::string(row.Octets(3)),
                          std::string(row.Octets(4))});
          return order.Advance(page.back().request_id);
        });
    if (!read.ok()) return read;
    for (const RequestId& request : page) {
      absl::Status done = each(request);
      if (!done.ok()) return done;
    }
  } while (!page.empty());
  return absl::OkStatus();
}

absl::Status Verification::ReplayLog() {
  return EachEvent([this](const StoredEvent& event) {
    ++report_.event_count;
    return replay_.Take(event);
  });
}

absl::Status Verification::CheckSeals() {
  absl::StatusOr<std::optional<EventSeal>> next = SealAfter(transaction_, 0);
  if (!next.ok()) return next.status();
  SealDigest digest("");
  absl::Status read = EachEvent([&](const StoredEvent& event) {
    if (!next->has_value()) return absl::OkStatus();
    digest.Add(event);
    if (event.sequence < (*next)->through_sequence) return absl::OkStatus();
    const EventSeal& seal = **next;
    if (event.sequence != seal.through_sequence || digest.event_count() != seal.event_count ||
        digest.Octets() != seal.sha256) {
      report_.faults.Add(absl::StrCat("seal through event ", seal.through_sequence),
                         "the events before it are not those that were sealed");
    }
    report_.last_seal = seal;
    digest = SealDigest(seal.sha256);
    if (event.sequence > seal.through_sequence) digest.Add(event);
    next = SealAfter(transaction_, seal.through_sequence);
    return next.status();
  });
  if (read.ok() && next->has_value()) {
    report_.faults.Add(absl::StrCat("seal through event ", (*next)->through_sequence),
                       "the log ends before it");
  }
  return read;
}

absl::Status Verification::CheckCalls() {
  absl::Status read = transaction_.Query(
      "SELECT name, revision, open_time_us, close_time_us, update_time_us, message FROM calls "
      "ORDER BY name",
      {}, [this](const Row& row) {
        ++report_.call_count;
        const std::string name(row.Text(0));
        const auto found = replay_.calls().find(name);
        if (found == replay_.calls().end()) {
          report_.faults.Add(name, "is there, and the log does not tell of it");
          return absl::OkStatus();
        }
        const LogReplay::CallState& state = found->second;
        if (row.Integer(1) != state.revision || row.Integer(4) != state.time_us ||
            store::Sha256(row.Octets(5)) != state.content_sha256) {
          report_.faults.Add(name, "does not say what the log says last");
        }
        if (row.Integer(2) != store::MicrosecondsOf(state.call.open_time()) ||
            row.Integer(3) != store::MicrosecondsOf(state.call.close_time())) {
          report_.faults.Add(name, "opens or closes at another time than its message says");
        }
        return absl::OkStatus();
      });
  if (report_.call_count < static_cast<std::int64_t>(replay_.calls().size())) {
    report_.faults.Add("calls", "the log tells of one that is not there");
  }
  return read;
}

absl::Status Verification::CheckConferences() {
  std::map<std::string, std::int64_t> booked;
  absl::Status read =
      transaction_.Query("SELECT conference_name, count(*) FROM bookings GROUP BY conference_name",
                         {}, [&booked](const Row& row) {
                           booked[std::string(row.Text(0))] = row.Integer(1);
                           return absl::OkStatus();
                         });
  if (!read.ok()) return read;
  read = transaction_.Query(
      "SELECT name, revision, booking_open_time_us, booking_close_time_us, update_time_us, "
      "message, "
      "place_count, places_taken "
      "FROM conferences LEFT JOIN conference_places ON conference_name = name ORDER BY name",
      {}, [&](const Row& row) {
        ++report_.conference_count;
        const std::string name(row.Text(0));
        const auto found = replay_.conferences().find(name);
        if (found == replay_.conferences().end()) {
          report_.faults.Add(name, "is there, and the log does not tell of it");
          return absl::OkStatus();
        }
        const LogReplay::ConferenceState& state = found->second;
        const v1::Conference& conference = state.conference;
        if (row.Integer(1) != state.revision || row.Integer(4) != state.time_us ||
            store::Sha256(row.Octets(5)) != state.content_sha256) {
          report_.faults.Add(name, "does not say what the log says last");
        }
        if (row.Integer(2) != store::MicrosecondsOf(conference.booking_open_time()) ||
            row.Integer(3) != store::MicrosecondsOf(conference.booking_close_time()) ||
            row.Integer(6) != conference.place_count()) {
          report_.faults.Add(name, "has other booking times or places than its message says");
        }
        if (row.Integer(7) != state.places_taken || booked[name] != state.places_taken) {
          report_.faults.Add(
              name, absl::StrCat("has ", row.Integer(7), " places taken and ", booked[name],
                                 " bookings; the log says ", state.places_taken));
        }
        return absl::OkStatus();
      });
  if (report_.conference_count < static_cast<std::int64_t>(replay_.conferences().size())) {
    report_.faults.Add("conferences", "the log tells of one that is not there");
  }
  return read;
}

// That what is there, what the log created and what request ids made are the same resources, once
// each. Sums tell whether; only where they differ the keys themselves are compared.
absl::Status Verification::CheckCreationsOf(std::string_view collection, std::string_view keys_sql,
                                            std::string_view event_kind, const KeySum& in_log,
                                            const KeySum& in_request_ids, std::int64_t& count) {
  KeySum there;
  absl::Status read = EachKey(collection, keys_sql, [&](std::string_view id) {
    ++count;
    there.Add(id);
  });
  if (!read.ok()) return read;
  const auto keys = [&](absl::FunctionRef<void(std::string_view)> each) {
    return EachKey(collection, keys_sql, each);
  };
  const auto tell = [&](std::string_view what) {
    return [this, collection, what](std::string_view id, int times) {
      report_.faults.Add(absl::StrCat(std::string(collection), "/", store::UuidText(id)),
                         times == 0
                             ? absl::StrCat(std::string(what), " does not tell of it")
                             : absl::StrCat(std::string(what), " tells of it ", times, " times"));
    };
  };
  if (there != in_log) {
    read = CompareKeys(
        keys,
        [&](absl::FunctionRef<void(std::string_view)> each) {
          return EachEvent([&](const StoredEvent& event) {
            if (event.kind != event_kind) return absl::OkStatus();
            const auto name = store::ParseChildName(event.resource_name, collection);
            if (name.has_value()) each(name->id);
            return absl::OkStatus();
          });
        },
        tell("the log"));
    if (!read.ok()) return read;
  }
  if (there == in_request_ids) return absl::OkStatus();
  return CompareKeys(
      keys,
      [&](absl::FunctionRef<void(std::string_view)> each) {
        return EachRequestId([&](const RequestId& request) {
          if (request.kind == collection) each(request.resource_id);
          return absl::OkStatus();
        });
      },
      tell("the list of request ids"));
}

absl::Status Verification::CheckCreations() {
  KeySum submissions;
  KeySum bookings;
  absl::Status read = EachRequestId([&](const RequestId& request) {
    if (request.kind == "submissions") submissions.Add(request.resource_id);
    if (request.kind == "bookings") bookings.Add(request.resource_id);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  read = CheckCreationsOf("submissions", kSubmissionKeys, "submission.created",
                          replay_.submission_ids(), submissions, report_.submission_count);
  if (!read.ok()) return read;
  return CheckCreationsOf("bookings", kBookingKeys, "booking.created", replay_.booking_ids(),
                          bookings, report_.booking_count);
}

absl::Status Verification::CheckRequestIds() {
  return EachRequestId([this](const RequestId& request) {
    ++report_.request_id_count;
    return CheckRequestId(request);
  });
}

absl::Status Verification::CheckRequestId(const RequestId& request) {
  const std::string where = absl::StrCat("request id ", store::UuidText(request.request_id));
  std::string_view sql;
  if (request.kind == "submissions") {
    sql = "SELECT content_sha256 FROM submissions WHERE id = $1 AND call_name = $2";
  } else if (request.kind == "bookings") {
    sql = "SELECT content_sha256 FROM bookings WHERE id = $1 AND conference_name = $2";
  } else {
    report_.faults.Add(where, "made something of a kind that this program does not know");
    return absl::OkStatus();
  }
  bool found = false;
  absl::Status read = transaction_.Query(
      sql, {Bytes{request.resource_id}, request.parent_name}, [&](const Row& row) {
        found = true;
        if (row.Octets(0) != request.content_sha256) {
          report_.faults.Add(where, "made something with another digest");
        }
        return absl::OkStatus();
      });
  if (read.ok() && !found) report_.faults.Add(where, "what it made is not there");
  return read;
}

absl::Status Verification::CheckSecrets() {
  return transaction_.Query(
      "SELECT name FROM secrets WHERE name = 'access-key' AND length(value) <> 32", {},
      [this](const Row&) {
        report_.faults.Add("secret access-key", "is not 32 bytes long");
        return absl::OkStatus();
      });
}

}  // namespace

absl::Status Verify(Transaction& transaction, VerifyReport& report) {
  return Verification(transaction, report).Run();
}

absl::StatusOr<VerifyReport> Verify(store::Engine& engine) {
  VerifyReport report;
  absl::Status asked =
      engine.CheckIntegrity([&report](std::string_view fault) { report.faults.Add(fault); });
  if (!asked.ok()) return asked;
  absl::Status read =
      engine.Read([&report](Transaction& transaction) { return Verify(transaction, report); });
  if (!read.ok() && report.ok()) return read;
  if (!read.ok()) report.faults.Add("the rest could not be read", std::string(read.message()));
  return report;
}

std::string InWords(const VerifyReport& report) {
  std::string words;
  for (const std::string& fault : report.faults.kept()) absl::StrAppend(&words, fault, "\n");
  const std::int64_t more =
      report.faults.count() - static_cast<std::int64_t>(report.faults.kept().size());
  if (more > 0) absl::StrAppend(&words, "and ", more, " more\n");
  if (report.last_seal.has_value()) {
    absl::StrAppend(&words, "The event log is sealed through event ",
                    report.last_seal->through_sequence, ": ",
                    absl::BytesToHexString(report.last_seal->sha256), "\n");
  }
  absl::StrAppend(&words, "Checked ", report.event_count, " events, ", report.call_count,
                  " calls, ", report.conference_count, " conferences, ", report.submission_count,
                  " submissions, ", report.booking_count, " bookings, ", report.request_id_count,
                  " request ids: ");
  if (report.ok()) return absl::StrCat(words, "nothing is wrong");
  return absl::StrCat(words, report.faults.count(),
                      report.faults.count() == 1 ? " thing is wrong" : " things are wrong");
}

}  // namespace muster::operations
