#include "server/operations/backup_schedule.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace muster::operations {
namespace {

constexpr char kNameFormat[] = "muster-%Y%m%dT%H%M%SZ.db";
constexpr std::string_view kPartial = ".db.partial-";
constexpr absl::Duration kRetryAfter = absl::Minutes(10);
// How often the clock is looked at: it may have been set.
constexpr absl::Duration kLongestWait = absl::Seconds(30);

std::string NameAt(absl::Time time) {
  return absl::FormatTime(kNameFormat, time, absl::UTCTimeZone());
}

// Of a name that NameAt makes, and of no other.
std::optional<absl::Time> TimeOf(const std::string& name) {
  if (name.size() != NameAt(absl::UnixEpoch()).size()) return std::nullopt;
  const auto part = [&name](std::size_t from, std::size_t size) { return name.substr(from, size); };
  absl::Time time;
  std::string error;
  const std::string text = absl::StrCat(part(7, 4), "-", part(11, 2), "-", part(13, 2), "T",
                                        part(16, 2), ":", part(18, 2), ":", part(20, 2), "Z");
  if (!absl::ParseTime(absl::RFC3339_sec, text, &time, &error) || NameAt(time) != name) {
    return std::nullopt;
  }
  return time;
}

// What a copy that was cut short has left.
bool IsPartial(const std::string& name) {
  const std::size_t at = name.find(kPartial);
  return at != std::string::npos && TimeOf(name.substr(0, at + 3)).has_value();
}

absl::Status FolderFault(const std::string& folder, const std::error_code& error) {
  return absl::UnavailableError(
      absl::StrCat("can't use the folder ", folder, ": ", error.message()));
}

}  // namespace

BackupFolder::BackupFolder(BackupScheduleOptions options, Backups* backups, absl::Time now)
    : options_(std::move(options)), backups_(backups) {
  const absl::StatusOr<std::optional<absl::Time>> last = LastTime(now);
  if (last.ok() && last->has_value()) backups->Remember(**last);
}

// In order of time; none where the folder is still to be made.
absl::StatusOr<std::vector<std::string>> BackupFolder::Names() const {
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator entry(options_.folder, error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (TimeOf(name).has_value() || IsPartial(name)) names.push_back(name);
  }
  if (error == std::errc::no_such_file_or_directory) return names;
  if (error) return FolderFault(options_.folder, error);
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<std::optional<absl::Time>> BackupFolder::LastTime(absl::Time now) const {
  const absl::StatusOr<std::vector<std::string>> names = Names();
  if (!names.ok()) return names.status();
  std::optional<absl::Time> last;
  for (const std::string& name : *names) {
    const std::optional<absl::Time> time = TimeOf(name);
    if (time && *time <= now) last = time;
  }
  return last;
}

absl::StatusOr<absl::Time> BackupFolder::NextTime(absl::Time now) const {
  const absl::StatusOr<std::optional<absl::Time>> last = LastTime(now);
  if (!last.ok()) return last.status();
  return last->has_value() ? **last + options_.every : now;
}

absl::StatusOr<std::string> BackupFolder::MakeCopy(absl::Time now) {
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  if (error) return FolderFault(options_.folder, error);
  const std::string name = NameAt(now);
  const std::string path = (std::filesystem::path(options_.folder) / name).string();
  absl::Status made = backups_->Make(path);
  if (!made.ok()) return made;
  const absl::Status removed = RemoveOldest(name, now);
  if (removed.ok()) return path;
  return absl::Status(removed.code(), absl::StrCat(path, " was made, but ", removed.message()));
}

absl::Status BackupFolder::RemoveOldest(const std::string& except, absl::Time now) const {
  absl::StatusOr<std::vector<std::string>> names = Names();
  if (!names.ok()) return names.status();
  // A clock that was wrong named those: kept as the newest, they would push out all that are real.
  std::stable_partition(names->begin(), names->end(), [now](const std::string& name) {
    return TimeOf(name).value_or(now) > now;
  });
  auto too_many =
      static_cast<std::ptrdiff_t>(std::count_if(
          names->begin(), names->end(), [](const std::string& name) { return !IsPartial(name); })) -
      options_.keep;
  absl::Status result;
  for (const std::string& name : *names) {
    if (name == except || (!IsPartial(name) && too_many-- <= 0)) continue;
    std::error_code error;
    const std::filesystem::path path = std::filesystem::path(options_.folder) / name;
    std::filesystem::remove(path, error);
    if (!error) continue;
    result.Update(absl::UnavailableError(absl::StrCat(
        "can't remove ", path.string(), ", which is no longer kept: ", error.message())));
  }
  return result;
}

BackupSchedule::BackupSchedule(BackupScheduleOptions options, Backups* backups, Clock clock,
                               std::function<void(bool, const std::string&)> log)
    : retry_after_(std::min(options.every, kRetryAfter)),
      clock_(std::move(clock)),
      log_(std::move(log)),
      folder_(std::move(options), backups, clock_()),
      thread_([this] { return Look(); }) {}

absl::Duration BackupSchedule::Look() {
  const absl::Time now = clock_();
  // A clock that was set back does not put off what is to be tried again.
  if (not_before_ - now > retry_after_) not_before_ = now;
  absl::StatusOr<absl::Time> next = folder_.NextTime(now);
  absl::Time due = next.ok() ? std::max(*next, not_before_) : not_before_;
  if (due <= now) {
    absl::StatusOr<std::string> made =
        next.ok() ? folder_.MakeCopy(now) : absl::StatusOr<std::string>(next.status());
    log_(made.ok(), made.ok() ? absl::StrCat("copied the store to ", *made)
                              : absl::StrCat("copying the store: ", made.status().message()));
    due = not_before_ = now + retry_after_;
  }
  return std::clamp(due - now, absl::Milliseconds(10), kLongestWait);
}

}  // namespace muster::operations
