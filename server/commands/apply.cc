#include "server/commands/apply.h"

#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "muster/v1/call.rules.h"
#include "muster/v1/conference.rules.h"
#include "proto/rules/violations.h"
#include "server/commands/store_location.h"
#include "server/services/organiser_rules.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"

namespace muster::commands {
namespace {

// What a person edits by hand is far smaller.
constexpr size_t kMaxFileBytes = 1 << 20;

class LineCollector final : public google::protobuf::io::ErrorCollector {
 public:
  explicit LineCollector(std::string name) : name_(std::move(name)) {}

  void AddError(int line, int column, const std::string& message) override {
    // The parser counts from 0, and says -1 where there is no place to name.
    lines_.push_back(line < 0 ? absl::StrCat(name_, ": ", message)
                              : absl::StrCat(name_, ":", line + 1, ":", column + 1, ": ", message));
  }
  void AddWarning(int line, int column, const std::string& message) override {
    AddError(line, column, message);
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  const std::string name_;
  std::vector<std::string> lines_;
};

absl::StatusOr<std::string> ReadFile(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kMaxFileBytes + 1, '\0');
  if (!stream.is_open()) return absl::NotFoundError(absl::StrCat(file, ": can't be opened"));
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || (stream.fail() && !stream.eof())) {
    return absl::NotFoundError(absl::StrCat(file, ": can't be read"));
  }
  text.resize(static_cast<size_t>(stream.gcount()));
  if (text.size() > kMaxFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ": is larger than ", kMaxFileBytes, " bytes"));
  }
  return text;
}

template <typename M>
absl::StatusOr<M> Read(const std::string& name, const std::string& text) {
  LineCollector collector(name);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  M message;
  if (!parser.ParseFromString(text, &message) || !collector.lines().empty()) {
    return absl::InvalidArgumentError(absl::StrJoin(collector.lines(), "\n"));
  }
  rules::Violations violations;
  v1::Validate(message, violations);
  services::CheckOrganiserRules(message, violations);
  if (violations.ok()) return message;
  std::vector<std::string> lines;
  for (const rules::Violation& violation : violations) {
    const std::string path = rules::PathText(violation.field);
    lines.push_back(absl::StrCat(name, ": ", path, path.empty() ? "" : ": ", violation.message));
  }
  if (!violations.runtime_error().empty()) {
    lines.push_back(absl::StrCat(name, ": ", violations.runtime_error()));
  }
  return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
}

template <typename M>
absl::StatusOr<M> ReadFileOf(const std::string& file) {
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  return Read<M>(file, *text);
}

template <typename M, typename Store>
absl::StatusOr<std::string> ReadAndStore(const ApplyOptions& options, absl::Time now) {
  const absl::StatusOr<M> message = ReadFileOf<M>(options.file);
  if (!message.ok()) return message.status();
  const auto engine = OpenStore(options.store);
  if (absl::IsUnavailable(engine.status()) && DataFile(options.store).has_value()) {
    return absl::UnavailableError(
        absl::StrCat(engine.status().message(), ": stop the server first, then apply again"));
  }
  if (!engine.ok()) return engine.status();
  const absl::StatusOr<int64_t> revision = Store(engine->get()).Apply(*message, now);
  if (!revision.ok()) return revision.status();
  return absl::StrCat("Applied ", message->name(), ", revision ", *revision, ", in ",
                      StoreText(options.store));
}

}  // namespace

absl::StatusOr<v1::Call> ReadCallFile(const std::string& file) {
  return ReadFileOf<v1::Call>(file);
}

absl::StatusOr<v1::Call> ReadCall(const std::string& name, const std::string& text) {
  return Read<v1::Call>(name, text);
}

absl::StatusOr<v1::Conference> ReadConference(const std::string& name, const std::string& text) {
  return Read<v1::Conference>(name, text);
}

absl::StatusOr<std::string> Apply(const ApplyOptions& options, absl::Time now) {
  return options.kind == ApplyOptions::Kind::kCall
             ? ReadAndStore<v1::Call, store::CallStore>(options, now)
             : ReadAndStore<v1::Conference, store::ConferenceStore>(options, now);
}

}  // namespace muster::commands
