// ConferenceStore keeps conferences and how many places each has; BookingStore takes the places.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/conference.pb.h"

namespace muster::store {

class Engine;

// Thread-safe. What is passed in has been checked against its rules.
class ConferenceStore {
 public:
  explicit ConferenceStore(Engine* engine) : engine_(engine) {}

  // Makes the conference, or replaces the one of that name; its bookings stay. Returns its revision
  // when it is on disk. `places_left` is ignored. Errors:
  // * FAILED_PRECONDITION: `place_count` is less than the places already taken.
  absl::StatusOr<std::int64_t> Apply(const v1::Conference& conference, absl::Time now);

  // With `places_left` as it is at this moment. NOT_FOUND (CONFERENCE_NOT_FOUND) if there is none.
  absl::StatusOr<v1::Conference> Get(std::string_view name);

  // At most `limit` conferences whose names come after `after_name` ("" for all), in order of name.
  absl::StatusOr<std::vector<v1::Conference>> List(std::string_view after_name, int limit);

 private:
  Engine* const engine_;  // Not owned; outlives us.
};

}  // namespace muster::store
