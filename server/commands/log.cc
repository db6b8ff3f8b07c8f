#include "server/commands/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <mutex>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
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

// Where the logger puts its lines until they are written together: one at a time costs a call of
// the kernel each, and spdlog's own thread a wake-up as well.
class Log::WaitingLines final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  // What can't be written is dropped: there is nobody to tell.
  void Write() {
    std::string lines;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      lines.swap(waiting_);
    }
    for (std::size_t done = 0; done < lines.size();) {
      const ssize_t count = write(STDERR_FILENO, lines.data() + done, lines.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return;
      done += static_cast<std::size_t>(count);
    }
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (waiting_.size() + line.size() <= kMaxWaitingBytes)
      waiting_.append(line.data(), line.size());
  }
  void flush_() override {}

 private:
  std::string waiting_;
};

Log::Log(const std::string& level)
    : lines_(std::make_shared<WaitingLines>()),
      logger_(std::make_unique<spdlog::logger>("muster", lines_)) {
  // A malformed message is its sender's affair and has an answer; no line of libprotobuf's own.
  google::protobuf::SetLogHandler(nullptr);
  logger_->set_level(spdlog::level::from_str(level));
  logger_->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}",
                       spdlog::pattern_time_type::utc);
  writer_.emplace(
      [this] {
        lines_->Write();
        return kInterval;
      },
      kInterval);
}

Log::~Log() {
  writer_.reset();
  lines_->Write();
}

// Only a fault says anything that would have to be escaped.
void Log::Call(const services::CallRecord& record) const {
  const auto level = IsTrouble(record.code) ? spdlog::level::warn : spdlog::level::info;
  if (!logger_->should_log(level)) return;
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
  logger_->log(level, spdlog::string_view_t(fields));
}

void Log::Step(const std::string& step) const {
  logger_->info(absl::StrCat("\"event\":\"step\",\"text\":", Quoted(step)));
}

void Log::Trouble(const std::string& trouble) const {
  logger_->warn(absl::StrCat("\"event\":\"trouble\",\"text\":", Quoted(trouble)));
}

}  // namespace muster::commands
