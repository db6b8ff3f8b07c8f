#include "server/commands/log.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/stubs/logging.h"

namespace muster::commands {
namespace {

constexpr std::size_t kMaxWaitingBytes = std::size_t{2} << 20;
constexpr absl::Duration kInterval = absl::Milliseconds(100);

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

// In quotes, with what JSON escapes.
std::string Quoted(const std::string& text) {
  using Json = nlohmann::json;
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Log::Log(const std::string& level)
    : least_(level == "info"      ? Level::kInfo
             : level == "warning" ? Level::kWarning
                                  : Level::kOff) {
  // A malformed message is its sender's affair and has an answer; no line of libprotobuf's own.
  google::protobuf::SetLogHandler(nullptr);
  writer_.emplace(
      [this] {
        WriteWaiting();
        return kInterval;
      },
      kInterval);
}

Log::~Log() {
  writer_.reset();
  WriteWaiting();
}

// Only a fault says anything that would have to be escaped.
void Log::Call(const services::CallRecord& record) const {
  const Level level = IsTrouble(record.code) ? Level::kWarning : Level::kInfo;
  if (level < least_) return;
  std::string fields =
      absl::StrCat("\"event\":\"call\",\"method\":\"",
                   record.method_path.empty() ? "-" : record.method_path, "\",\"origin\":\"",
                   NameOf(record.origin), "\",\"code\":\"", absl::StatusCodeToString(record.code),
                   "\",\"duration_us\":", absl::ToInt64Microseconds(record.duration));
  if (!record.request_id.empty()) {
    absl::StrAppend(&fields, ",\"request_id\":\"", record.request_id, "\"");
  }
  if (!record.fault.empty()) {
    absl::StrAppend(&fields, ",\"fault_id\":\"", record.fault_id,
                    "\",\"fault\":", Quoted(record.fault));
  }
  Add(level, fields);
}

void Log::Step(const std::string& step) const {
  Add(Level::kInfo, absl::StrCat("\"event\":\"step\",\"text\":", Quoted(step)));
}

void Log::Trouble(const std::string& trouble) const {
  Add(Level::kWarning, absl::StrCat("\"event\":\"trouble\",\"text\":", Quoted(trouble)));
}

void Log::Add(Level level, std::string_view fields) const {
  if (level < least_) return;
  const std::int64_t now_ms = absl::ToUnixMillis(absl::Now());
  const std::int64_t second = now_ms / 1000;
  MutexLock lock(&mutex_);
  if (waiting_.size() + fields.size() > kMaxWaitingBytes) return;
  if (second != second_) {
    second_ = second;
    second_text_ =
        absl::FormatTime("%Y-%m-%dT%H:%M:%S.", absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  absl::StrAppend(&waiting_, "{\"time\":\"", second_text_,
                  absl::Dec(now_ms % 1000, absl::kZeroPad3), "Z\",\"level\":\"",
                  level == Level::kInfo ? "info" : "warning", "\",",
                  absl::string_view(fields.data(), fields.size()), "}\n");
}

// What can't be written is dropped: there is nobody to tell.
void Log::WriteWaiting() const {
  std::string lines;
  {
    MutexLock lock(&mutex_);
    lines.swap(waiting_);
  }
  for (std::size_t done = 0; done < lines.size();) {
    const ssize_t count = write(STDERR_FILENO, lines.data() + done, lines.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

}  // namespace muster::commands
