#include "server/commands/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "absl/time/time.h"
#include "google/protobuf/stubs/logging.h"

namespace muster::commands {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kQueueLines = 8192;

const char* NameOf(services::Origin origin) {
  switch (origin) {
    case services::Origin::kGrpc:
      return "grpc";
    case services::Origin::kGrpcWeb:
      return "grpc-web";
    case services::Origin::kPage:
      return "page";
  }
  return "unknown";
}

// Whether an operator should look.
bool IsTrouble(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return true;
    default:
      return false;
  }
}

// The line's fields come after time and level, which the logger writes.
void Write(spdlog::level::level_enum level, const Json& line) {
  if (!spdlog::should_log(level)) return;
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace);
  spdlog::log(level, "{}", std::string_view(text).substr(1));
}

}  // namespace

Log::Log(const std::string& level) {
  // A malformed message is its sender's affair and has an answer; no line of libprotobuf's own.
  google::protobuf::SetLogHandler(nullptr);
  spdlog::init_thread_pool(kQueueLines, 1);
  auto logger = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("muster");
  logger->set_level(spdlog::level::from_str(level));
  logger->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v",
                      spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::warn);
  spdlog::set_default_logger(std::move(logger));
}

Log::~Log() { spdlog::shutdown(); }

void Log::Call(const services::CallRecord& record) const {
  Json line;
  line["event"] = "call";
  line["method"] = record.method_path.empty() ? "-" : record.method_path;
  line["origin"] = NameOf(record.origin);
  line["code"] = absl::StatusCodeToString(record.code);
  line["duration_us"] = absl::ToInt64Microseconds(record.duration);
  if (!record.request_id.empty()) line["request_id"] = record.request_id;
  if (!record.fault.empty()) {
    line["fault_id"] = record.fault_id;
    line["fault"] = record.fault;
  }
  Write(IsTrouble(record.code) ? spdlog::level::warn : spdlog::level::info, line);
}

void Log::Step(const std::string& step) const {
  Write(spdlog::level::info, {{"event", "step"}, {"text", step}});
}

void Log::Trouble(const std::string& trouble) const {
  Write(spdlog::level::warn, {{"event", "trouble"}, {"text", trouble}});
}

}  // namespace muster::commands
