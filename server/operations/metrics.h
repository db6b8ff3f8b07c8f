// What a server counts and measures of itself, in the text form that Prometheus reads. Labels are
// methods, codes and ways in: nothing of what a caller wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "server/services/dispatcher.h"
#include "server/store/engine.h"

namespace muster::operations {

// What is looked up at the moment when somebody asks.
struct Gauges {
  store::EngineStatus store;
  std::size_t web_connection_count = 0;
  std::optional<absl::Time> last_backup_time;
  std::int64_t backup_failure_count = 0;
  absl::Time now;
};

// Thread-safe.
class Metrics {
 public:
  explicit Metrics(const std::string& version);
  ~Metrics();

  // Both return quickly.
  void Count(const services::CallRecord& call);
  void Count(const store::CommitRecord& commit);

  std::string Text(const Gauges& gauges) const;

 private:
  class Implementation;
  const std::unique_ptr<Implementation> implementation_;
};

}  // namespace muster::operations
