#include "server/commands/log.h"

#include <poll.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/stubs/logging.h"
#include "server/error.h"

namespace muster::commands {
namespace {

using Clock = std::chrono::steady_clock;

// As many again may be on their way.
constexpr std::size_t kMaxWaitingBytes = std::size_t{1} << 20;
constexpr std::chrono::milliseconds kInterval(100);
// For the last lines, whoever reads them.
constexpr std::chrono::seconds kLastPatience(1);

// Whether an operator should look.
bool IsTrouble(const services::CallRecord& record) {
  switch (record.code) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnavailable:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return record.reason != ReasonName(v1::ERROR_REASON_CONFERENCE_FULL);
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
  explicit WaitingLines(int descriptor) : descriptor_(descriptor) {}

  // Writes what waits, or what the last call has left of it, until nobody takes any of it and the
  // time is over. So no line is cut. One thread at a time.
  void Write(Clock::time_point until) {
    if (on_their_way_.empty()) Take();
    std::size_t done = 0;
    while (done < on_their_way_.size() && IsTakenBefore(until)) {
      // As much as a pipe that has room takes without making us wait.
      const std::size_t size = std::min<std::size_t>(on_their_way_.size() - done, PIPE_BUF);
      const ssize_t count = write(descriptor_, on_their_way_.data() + done, size);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    on_their_way_.erase(0, done);
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (waiting_.size() + line.size() > kMaxWaitingBytes) {
      ++dropped_;
    } else {
      waiting_.append(line.data(), line.size());
    }
  }
  void flush_() override {}

 private:
  void Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    on_their_way_.swap(waiting_);
    if (dropped_ == 0) return;
    const std::string fields = absl::StrCat("\"event\":\"dropped\",\"lines\":", dropped_);
    spdlog::memory_buf_t line;
    formatter_->format({"", spdlog::level::warn, fields}, line);
    on_their_way_.append(line.data(), line.size());
    dropped_ = 0;
  }

  bool IsTakenBefore(Clock::time_point until) const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    pollfd ready = {descriptor_, POLLOUT, 0};
    return poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) > 0;
  }

  const int descriptor_;
  // Of the sink's mutex.
  std::string waiting_;
  std::int64_t dropped_ = 0;
  // Of who writes.
  std::string on_their_way_;
};

Log::Log(const std::string& level, int descriptor)
    : lines_(std::make_shared<WaitingLines>(descriptor)),
      logger_(std::make_unique<spdlog::logger>("muster", lines_)) {
  // A malformed message is its sender's affair and has an answer; no line of libprotobuf's own.
  google::protobuf::SetLogHandler(nullptr);
  logger_->set_level(spdlog::level::from_str(level));
  logger_->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}",
                       spdlog::pattern_time_type::utc);
  writer_.emplace(
      [this] {
        lines_->Write(Clock::now() + kInterval);
        return absl::FromChrono(kInterval);
      },
      absl::FromChrono(kInterval));
}

Log::~Log() {
  writer_.reset();
  const Clock::time_point until = Clock::now() + kLastPatience;
  lines_->Write(until);
  lines_->Write(until);  // What came after what was on its way.
}

// Only a fault says anything that would have to be escaped.
void Log::Call(const services::CallRecord& record) const {
  const auto level = IsTrouble(record) ? spdlog::level::warn : spdlog::level::info;
  if (!logger_->should_log(level)) return;
  std::string fields =
      absl::StrCat("\"event\":\"call\",\"method\":\"",
                   record.method_path.empty() ? "-" : record.method_path, "\",\"origin\":\"",
                   NameOf(record.origin), "\",\"code\":\"", absl::StatusCodeToString(record.code),
                   "\",\"duration_us\":", absl::ToInt64Microseconds(record.duration));
  if (!record.reason.empty()) {
    absl::StrAppend(&fields, ",\"reason\":\"", record.reason, "\"");
  }
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
