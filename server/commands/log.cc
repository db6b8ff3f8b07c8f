#include "server/commands/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/stubs/logging.h"

namespace muster::commands {
namespace {

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

}  // namespace

Log::Log(const std::string& level) {
  // A malformed message is its sender's affair and has an answer; no line of libprotobuf's own.
  google::protobuf::SetLogHandler(nullptr);
  spdlog::init_thread_pool(kQueueLines, 1);
  auto logger = spdlog::create_async_nb<spdlog::sinks::ansicolor_stderr_sink_mt>("muster");
  logger->set_level(spdlog::level::from_str(level));
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::warn);
  spdlog::set_default_logger(std::move(logger));
}

Log::~Log() { spdlog::shutdown(); }

void Log::Call(const services::CallRecord& record) const {
  const auto level = IsTrouble(record.code) ? spdlog::level::warn : spdlog::level::info;
  spdlog::log(level, "call method={} origin={} code={} duration_us={}{}",
              record.method_path.empty() ? "-" : record.method_path, NameOf(record.origin),
              absl::StatusCodeToString(record.code), absl::ToInt64Microseconds(record.duration),
              record.fault.empty() ? ""
                                   : absl::StrCat(" id=", record.fault_id, " fault=\"",
                                                  absl::CEscape(record.fault), "\""));
}

void Log::Step(const std::string& step) const { spdlog::info("{}", step); }

void Log::Trouble(const std::string& trouble) const { spdlog::warn("{}", trouble); }

}  // namespace muster::commands
