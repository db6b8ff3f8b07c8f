#include "server/operations/tables.h"

#include <utility>

#include "server/operations/key_order.h"
#include "server/store/engine.h"

namespace muster::operations {
namespace {

using store::Bytes;
using store::Row;
using store::Transaction;
using store::Value;
using enum ColumnKind;

// Read together; a row may be of a mebibyte.
constexpr std::int64_t kRowsTogether = 64;

constexpr Column kSecrets[] = {{"name", kText}, {"value", kOctets}, {"create_time_us", kInteger}};
constexpr Column kCalls[] = {{"name", kText},
                             {"revision", kInteger},
                             {"open_time_us", kInteger},
                             {"close_time_us", kInteger},
                             {"update_time_us", kInteger},
                             {"message", kOctets}};
constexpr Column kConferences[] = {{"name", kText},
                                   {"revision", kInteger},
                                   {"booking_open_time_us", kInteger},
                                   {"booking_close_time_us", kInteger},
                                   {"update_time_us", kInteger},
                                   {"message", kOctets}};
constexpr Column kConferencePlaces[] = {
    {"conference_name", kText}, {"place_count", kInteger}, {"places_taken", kInteger}};
constexpr Column kSubmissions[] = {{"id", kOctets},
                                   {"call_name", kText},
                                   {"reference", kText},
                                   {"state", kInteger},
                                   {"revision", kInteger},
                                   {"create_time_us", kInteger},
                                   {"update_time_us", kInteger},
                                   {"content_sha256", kOctets},
                                   {"content", kOctets},
                                   {"consents", kOctets}};
constexpr Column kBookings[] = {{"id", kOctets},
                                {"conference_name", kText},
                                {"reference", kText},
                                {"state", kInteger},
                                {"revision", kInteger},
                                {"create_time_us", kInteger},
                                {"update_time_us", kInteger},
                                {"content_sha256", kOctets},
                                {"content", kOctets}};
constexpr Column kRequestIds[] = {{"request_id", kOctets},
                                  {"kind", kText},
                                  {"parent_name", kText},
                                  {"resource_id", kOctets},
                                  {"content_sha256", kOctets}};
constexpr Column kEvents[] = {{"sequence", kInteger},    {"time_us", kInteger},
                              {"kind", kText},           {"resource_name", kText},
                              {"revision", kInteger},    {"content_sha256", kOctets},
                              {"message", kOctetsOrNull}};
constexpr Column kEventSeals[] = {{"through_sequence", kInteger},
                                  {"event_count", kInteger},
                                  {"time_us", kInteger},
                                  {"sha256", kOctets}};

constexpr Table kTables[] = {
    {"secrets", kSecrets,
     "SELECT name, value, create_time_us FROM secrets WHERE name > $1 ORDER BY name LIMIT $2",
     "INSERT INTO secrets (name, value, create_time_us) VALUES ($1, $2, $3)",
     "SELECT count(*) FROM secrets"},
    {"calls", kCalls,
     "SELECT name, revision, open_time_us, close_time_us, update_time_us, message FROM calls "
     "WHERE name > $1 ORDER BY name LIMIT $2",
     "INSERT INTO calls (name, revision, open_time_us, close_time_us, update_time_us, message) "
     "VALUES ($1, $2, $3, $4, $5, $6)",
     "SELECT count(*) FROM calls"},
    {"conferences", kConferences,
     "SELECT name, revision, booking_open_time_us, booking_close_time_us, update_time_us, message "
     "FROM conferences WHERE name > $1 ORDER BY name LIMIT $2",
     "INSERT INTO conferences (name, revision, booking_open_time_us, booking_close_time_us, "
     "update_time_us, message) VALUES ($1, $2, $3, $4, $5, $6)",
     "SELECT count(*) FROM conferences"},
    {"conference_places", kConferencePlaces,
     "SELECT conference_name, place_count, places_taken FROM conference_places "
     "WHERE conference_name > $1 ORDER BY conference_name LIMIT $2",
     "INSERT INTO conference_places (conference_name, place_count, places_taken) "
     "VALUES ($1, $2, $3)",
     "SELECT count(*) FROM conference_places"},
    {"submissions", kSubmissions,
     "SELECT id, call_name, reference, state, revision, create_time_us, update_time_us, "
     "content_sha256, content, consents FROM submissions WHERE id > $1 ORDER BY id LIMIT $2",
     "INSERT INTO submissions (id, call_name, reference, state, revision, create_time_us, "
     "update_time_us, content_sha256, content, consents) "
     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
     "SELECT count(*) FROM submissions"},
    {"bookings", kBookings,
     "SELECT id, conference_name, reference, state, revision, create_time_us, update_time_us, "
     "content_sha256, content FROM bookings WHERE id > $1 ORDER BY id LIMIT $2",
     "INSERT INTO bookings (id, conference_name, reference, state, revision, create_time_us, "
     "update_time_us, content_sha256, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
     "SELECT count(*) FROM bookings"},
    {"request_ids", kRequestIds,
     "SELECT request_id, kind, parent_name, resource_id, content_sha256 FROM request_ids "
     "WHERE request_id > $1 ORDER BY request_id LIMIT $2",
     "INSERT INTO request_ids (request_id, kind, parent_name, resource_id, content_sha256) "
     "VALUES ($1, $2, $3, $4, $5)",
     "SELECT count(*) FROM request_ids"},
    {"events", kEvents,
     "SELECT sequence, time_us, kind, resource_name, revision, content_sha256, message FROM events "
     "WHERE sequence > $1 ORDER BY sequence LIMIT $2",
     "INSERT INTO events (sequence, time_us, kind, resource_name, revision, content_sha256, "
     "message) VALUES ($1, $2, $3, $4, $5, $6, $7)",
     "SELECT count(*) FROM events"},
    {"event_seals", kEventSeals,
     "SELECT through_sequence, event_count, time_us, sha256 FROM event_seals "
     "WHERE through_sequence > $1 ORDER BY through_sequence LIMIT $2",
     "INSERT INTO event_seals (through_sequence, event_count, time_us, sha256) "
     "VALUES ($1, $2, $3, $4)",
     "SELECT count(*) FROM event_seals"},
};

OwnValue ValueOf(const Row& row, int index, ColumnKind kind) {
  switch (kind) {
    case kInteger:
      return row.Integer(index);
    case kText:
      return std::string(row.Text(index));
    case kOctets:
      return std::string(row.Octets(index));
    case kOctetsOrNull:
      break;
  }
  if (row.IsNull(index)) return std::monostate();
  return std::string(row.Octets(index));
}

Value BoundValue(const OwnValue& value, ColumnKind kind) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::monostate();
  if (kind == kText) return std::string_view(*text);
  return Bytes{*text};
}

// Before every key: also of integers, which count from 1.
OwnValue FirstKey(ColumnKind kind) {
  if (kind == kInteger) return std::int64_t{0};
  return std::string();
}

// A list of values whose length is known only when the program runs.
template <std::size_t... kIndices>
absl::Status ChangeWith(Transaction& transaction, std::string_view sql, const Value* values,
                        std::index_sequence<kIndices...>) {
  return transaction.Change(sql, {values[kIndices]...}).status();
}

template <std::size_t kCount>
absl::Status ChangeWithUpTo(Transaction& transaction, std::string_view sql, const Value* values,
                            std::size_t count) {
  if (count == kCount) {
    return ChangeWith(transaction, sql, values, std::make_index_sequence<kCount>());
  }
  if constexpr (kCount > 1) {
    return ChangeWithUpTo<kCount - 1>(transaction, sql, values, count);
  }
  return absl::InternalError("a row without columns");
}

}  // namespace

std::span<const Table> Tables() { return kTables; }

absl::Status EachRow(Transaction& transaction, const Table& table,
                     absl::FunctionRef<absl::Status(const OwnRow&)> each) {
  KeyOrder<OwnValue> order(std::string(table.name), FirstKey(table.columns[0].kind));
  OwnRow own(table.columns.size());
  bool found = true;
  while (found) {
    found = false;
    const OwnValue after = order.last();
    absl::Status read =
        transaction.Query(table.select, {BoundValue(after, table.columns[0].kind), kRowsTogether},
                          [&](const Row& row) {
                            found = true;
                            for (std::size_t i = 0; i < own.size(); ++i) {
                              own[i] = ValueOf(row, static_cast<int>(i), table.columns[i].kind);
                            }
                            absl::Status advanced = order.Advance(own[0]);
                            return advanced.ok() ? each(own) : advanced;
                          });
    if (!read.ok()) return read;
  }
  return absl::OkStatus();
}

absl::Status InsertRow(Transaction& transaction, const Table& table, const OwnRow& row) {
  std::array<Value, kMaxColumns> values;
  for (std::size_t i = 0; i < row.size(); ++i) {
    values[i] = BoundValue(row[i], table.columns[i].kind);
  }
  return ChangeWithUpTo<kMaxColumns>(transaction, table.insert, values.data(), row.size());
}

}  // namespace muster::operations
