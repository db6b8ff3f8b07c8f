// What a process finds of all that was ever sent.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/store/engine.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"
#include "tests/server/store/store_life.h"
#include "tests/server/store/test_store.h"

namespace muster::store {

// Everything in the tables, as it is.
struct StoreLife::Found {
  struct Resource {
    Kind kind;
    std::string content_sha256;
    std::string reference;
    bool whole = false;
  };
  struct Event {
    std::string kind;
    std::int64_t revision = 0;
    std::string content_sha256;
  };
  std::map<std::string, std::pair<std::string, std::string>> requests;  // To id and digest.
  std::map<std::string, Resource> resources;                            // By id.
  std::map<std::string, std::vector<Event>> events;                     // By resource name.
  std::int64_t event_count = 0;
  std::int64_t last_sequence = 0;
  std::int64_t places_taken = 0;
  std::int64_t call_revision = 0;
  v1::Call call;
};

absl::Status StoreLife::ReadAll(Transaction& transaction, Found& found) {
  const auto read_resources = [&](Kind kind, std::string_view sql) {
    return transaction.Query(sql, {}, [&](const Row& row) {
      found.resources[std::string(row.Octets(0))] = {kind, std::string(row.Octets(1)),
                                                     std::string(row.Text(3)),
                                                     Sha256(row.Octets(2)) == row.Octets(1)};
      return absl::OkStatus();
    });
  };
  absl::Status status = read_resources(
      Kind::kSubmission, "SELECT id, content_sha256, content, reference FROM submissions");
  if (status.ok()) {
    status = read_resources(Kind::kBooking,
                            "SELECT id, content_sha256, content, reference FROM bookings");
  }
  if (status.ok()) {
    status = transaction.Query("SELECT request_id, resource_id, content_sha256 FROM request_ids",
                               {}, [&found](const Row& row) {
                                 found.requests[std::string(row.Octets(0))] = {
                                     std::string(row.Octets(1)), std::string(row.Octets(2))};
                                 return absl::OkStatus();
                               });
  }
  if (status.ok()) {
    status = transaction.Query(
        "SELECT sequence, kind, resource_name, revision, content_sha256 FROM events "
        "ORDER BY sequence",
        {}, [&found](const Row& row) {
          ++found.event_count;
          found.last_sequence = row.Integer(0);
          found.events[std::string(row.Text(2))].push_back(
              {std::string(row.Text(1)), row.Integer(3), std::string(row.Octets(4))});
          return absl::OkStatus();
        });
  }
  if (status.ok()) {
    status = transaction.Query("SELECT places_taken FROM conference_places", {},
                               [&found](const Row& row) {
                                 found.places_taken += row.Integer(0);
                                 return absl::OkStatus();
                               });
  }
  if (!status.ok()) return status;
  return transaction.Query("SELECT revision, message FROM calls WHERE name = $1", {kChangingCall},
                           [&found](const Row& row) {
                             found.call_revision = row.Integer(0);
                             return ParseStored(row.Octets(1), found.call);
                           });
}

// What SQLite itself says of the file.
void StoreLife::CheckFile(Transaction& transaction) {
  std::string integrity;
  absl::Status asked = transaction.Query("PRAGMA integrity_check", {}, [&](const Row& row) {
    absl::StrAppend(&integrity, std::string(row.Text(0)));
    return absl::OkStatus();
  });
  Expect(asked.ok() && integrity == "ok", account_.damaged,
         absl::StrCat("integrity_check: ", integrity, asked.ToString()));
  asked = transaction.Query("PRAGMA foreign_key_check", {}, [this](const Row& row) {
    account_.Wrong(account_.damaged, absl::StrCat("a reference of ", std::string(row.Text(0))));
    return absl::OkStatus();
  });
  Expect(asked.ok(), account_.damaged, asked.ToString());
}

void StoreLife::Check(Process& process) {
  Found found;
  absl::Status read = process.engine->Read([&](Transaction& transaction) {
    CheckFile(transaction);
    return ReadAll(transaction, found);
  });
  Expect(read.ok(), account_.damaged, absl::StrCat("it can't be read: ", read.ToString()));
  if (!read.ok()) return;
  CheckRequests(found);
  CheckEvents(found);
}

// Everything acknowledged is there, everything there was sent, and is whole. What is served now has
// been seen, so it must stay: as good as acknowledged.
void StoreLife::CheckRequests(const Found& found) {
  const bool is_seen = !disk_.HasEnded();
  std::size_t known = 0;
  std::int64_t bookings = 0;
  for (auto& [number, sent] : sent_) {
    const auto request = found.requests.find(*ParseUuid(RequestId(number)));
    if (request == found.requests.end()) {
      Expect(!sent.acknowledged, account_.lost, absl::StrCat("request ", number, " is lost"));
      continue;
    }
    ++known;
    const auto& [id, digest] = request->second;
    const auto resource = found.resources.find(id);
    if (resource == found.resources.end()) {
      account_.Wrong(account_.torn, absl::StrCat("request ", number, " made nothing"));
      continue;
    }
    if (sent.kind == Kind::kBooking) ++bookings;
    const std::string name = sent.kind == Kind::kBooking
                                 ? ChildNameText("conferences/forum", "bookings", id)
                                 : ChildNameText("calls/sample", "submissions", id);
    const bool is_same =
        !sent.acknowledged || (sent.name == name && sent.reference == resource->second.reference);
    Expect(is_same && resource->second.whole && resource->second.kind == sent.kind &&
               digest == sent.content_sha256 &&
               resource->second.content_sha256 == sent.content_sha256,
           account_.torn, absl::StrCat("request ", number, " is not what was sent"));
    if (is_seen && !sent.acknowledged) {
      sent.acknowledged = true;
      sent.name = name;
      sent.reference = resource->second.reference;
    }
  }
  Expect(known == found.requests.size() && known == found.resources.size(), account_.torn,
         "there is what was never sent");
  Expect(bookings == found.places_taken && bookings <= kPlaces, account_.torn,
         absl::StrCat(bookings, " bookings and ", found.places_taken, " places taken"));
}

// The log has every change once, in order, without a gap.
void StoreLife::CheckEvents(const Found& found) {
  Expect(found.event_count == found.last_sequence, account_.torn, "the event log has a gap");
  std::size_t created = 0;
  for (const auto& [name, events] : found.events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      Expect(events[i].revision == static_cast<std::int64_t>(i) + 1, account_.torn,
             absl::StrCat("revisions of ", name));
    }
    const bool is_creation = events.front().kind.ends_with(".created");
    if (!is_creation) continue;
    ++created;
    const std::optional<ChildName> child =
        ParseChildName(name, events.front().kind == "booking.created" ? "bookings" : "submissions");
    const auto resource =
        child.has_value() ? found.resources.find(child->id) : found.resources.end();
    Expect(events.size() == 1 && resource != found.resources.end() &&
               resource->second.content_sha256 == events.front().content_sha256,
           account_.torn, absl::StrCat("the event of ", name));
  }
  Expect(created == found.resources.size(), account_.torn, "events and what they made differ");
  Expect(found.call_revision >= call_revision_, account_.lost, "a call's revision is lost");
  if (found.call_revision > 0) {
    const auto events = found.events.find(kChangingCall);
    Expect(MessageBytes(found.call) == MessageBytes(ChangingCall(found.call_revision)) &&
               events != found.events.end() &&
               static_cast<std::int64_t>(events->second.size()) == found.call_revision,
           account_.torn, "a call is not what was applied");
    if (!disk_.HasEnded()) call_revision_ = found.call_revision;
  }
}

}  // namespace muster::store
