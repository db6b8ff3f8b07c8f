#include "tests/server/store/simulated_files.h"

#include <algorithm>
#include <utility>

namespace muster::store {
namespace {

constexpr std::size_t kSectorBytes = 512;
constexpr std::size_t kPageBytes = 4096;

// Where a file grows over what was not written there lies what the disk had.
void Grow(std::string& content, std::size_t size, char filling) {
  if (content.size() < size) content.resize(size, filling);
}

void Put(std::string_view octets, std::size_t offset, std::string& content) {
  Grow(content, offset + octets.size(), '\0');
  std::copy(octets.begin(), octets.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

void SimulatedFile::Write(std::size_t offset, std::string_view octets) {
  changes_.push_back({offset, std::string(octets), false});
  Apply(changes_.back(), content_);
}

void SimulatedFile::Truncate(std::size_t size) {
  changes_.push_back({size, "", true});
  Apply(changes_.back(), content_);
}

void SimulatedFile::Sync() {
  for (const Change& change : changes_) Apply(change, on_disk_);
  changes_.clear();
}

void SimulatedFile::Apply(const Change& change, std::string& content) {
  if (change.truncates) {
    content.resize(change.offset);
  } else {
    Put(change.octets, change.offset, content);
  }
}

// Writes any of the sectors that the change touches.
void SimulatedFile::Tear(const Change& change, SimulatedRandom& random, std::string& content) {
  if (change.truncates) {
    if (random() % 2 == 0) Apply(change, content);
    return;
  }
  const std::string_view octets = change.octets;
  if (random() % 2 == 0) {
    Grow(content, change.offset + octets.size(), random() % 4 == 0 ? '\xa5' : '\0');
  }
  for (std::size_t done = 0; done < octets.size();) {
    const std::size_t offset = change.offset + done;
    const std::size_t size = std::min(kSectorBytes - offset % kSectorBytes, octets.size() - done);
    if (random() % 2 == 0) Put(octets.substr(done, size), offset, content);
    done += size;
  }
}

void SimulatedFile::KeepSome(SimulatedRandom& random) {
  const std::uint64_t way = random() % 4;
  std::size_t whole = 0;
  if (way == 1) whole = changes_.size();
  if (way == 2) whole = random() % (changes_.size() + 1);
  for (std::size_t i = 0; i < whole; ++i) Apply(changes_[i], on_disk_);
  if (way == 2 && whole < changes_.size()) Tear(changes_[whole], random, on_disk_);
  if (way == 3) {
    for (const Change& change : changes_) Tear(change, random, on_disk_);
  }
  changes_.clear();
}

void SimulatedFile::LosePower(SimulatedRandom& random) {
  KeepSome(random);
  content_ = on_disk_;
}

void SimulatedFile::FailSync(SimulatedRandom& random) { KeepSome(random); }

void SimulatedFile::ForgetPages(SimulatedRandom& random) {
  if (!changes_.empty()) return;
  for (std::size_t offset = 0; offset < content_.size(); offset += kPageBytes) {
    if (random() % 2 == 0) continue;
    const std::size_t size = std::min(kPageBytes, content_.size() - offset);
    std::string page = offset < on_disk_.size() ? on_disk_.substr(offset, size) : "";
    page.resize(size, '\0');
    Put(page, offset, content_);
  }
}

SimulatedFiles::SimulatedFiles(const SimulatedFiles& other) {
  std::map<const SimulatedFile*, std::shared_ptr<SimulatedFile>> copies;
  const auto copy_of = [&copies](const std::shared_ptr<SimulatedFile>& file) {
    if (file == nullptr) return file;
    std::shared_ptr<SimulatedFile>& copy = copies[file.get()];
    if (copy == nullptr) copy = std::make_shared<SimulatedFile>(*file);
    return copy;
  };
  for (const auto& [name, file] : other.names_) names_[name] = copy_of(file);
  for (const auto& [name, file] : other.names_on_disk_) names_on_disk_[name] = copy_of(file);
  for (const Change& change : other.changes_) {
    changes_.push_back({change.name, copy_of(change.file), change.from});
  }
}

void SimulatedFiles::Apply(const Change& change, Names& names) {
  if (!change.from.empty()) names.erase(change.from);
  if (change.file != nullptr) {
    names[change.name] = change.file;
  } else {
    names.erase(change.name);
  }
}

void SimulatedFiles::Do(Change change) {
  Apply(change, names_);
  changes_.push_back(std::move(change));
}

std::shared_ptr<SimulatedFile> SimulatedFiles::Find(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : found->second;
}

std::shared_ptr<SimulatedFile> SimulatedFiles::Make(const std::string& name) {
  auto file = std::make_shared<SimulatedFile>();
  Do({name, file, ""});
  return file;
}

void SimulatedFiles::Remove(const std::string& name) { Do({name, nullptr, ""}); }

void SimulatedFiles::Rename(const std::string& from, const std::string& to) {
  Do({to, Find(from), from});
}

void SimulatedFiles::SyncNames() {
  for (const Change& change : changes_) Apply(change, names_on_disk_);
  changes_.clear();
}

std::shared_ptr<SimulatedFile> SimulatedFiles::Counterpart(const SimulatedFiles& other,
                                                           const SimulatedFile* file) const {
  for (const auto& [name, candidate] : other.names_) {
    if (candidate.get() == file) return Find(name);
  }
  return nullptr;
}

void SimulatedFiles::LosePower(SimulatedRandom& random) {
  const bool in_order = random() % 4 != 0;
  const std::size_t first = random() % (changes_.size() + 1);
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (in_order ? i < first : random() % 2 == 0) Apply(changes_[i], names_on_disk_);
  }
  changes_.clear();
  names_ = names_on_disk_;
  for (const auto& [name, file] : names_) file->LosePower(random);
}

void SimulatedFiles::ForgetPages(SimulatedRandom& random) {
  for (const auto& [name, file] : names_) file->ForgetPages(random);
}

std::size_t SimulatedFiles::TotalBytes() const {
  std::size_t total = 0;
  for (const auto& [name, file] : names_) total += file->content().size();
  return total;
}

}  // namespace muster::store
