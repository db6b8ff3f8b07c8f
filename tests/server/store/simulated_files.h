// Files of a disk that can lose power: what reads see, what is on the disk for certain, and what
// may have become of the changes in between.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace muster::store {

using SimulatedRandom = std::mt19937_64;

// The content of one file.
class SimulatedFile {
 public:
  // What reads see.
  const std::string& content() const { return content_; }
  void Write(std::size_t offset, std::string_view octets);
  void Truncate(std::size_t size);
  // From here on, what reads see survives.
  void Sync();

  // The power goes: of the changes since the last sync none, all, the first ones with the last torn
  // at a sector, or any sectors of any are there.
  void LosePower(SimulatedRandom& random);
  // As Linux does when a write-back fails: some of the changes since the last sync are on the disk,
  // none is ever written again, reads see them all the same, and the next sync succeeds.
  void FailSync(SimulatedRandom& random);
  // Reads see some pages as they are on the disk: the memory was wanted for something else. Only
  // after FailSync do they differ.
  void ForgetPages(SimulatedRandom& random);

 private:
  struct Change {
    std::size_t offset = 0;
    std::string octets = {};
    bool truncates = false;
  };
  static void Apply(const Change& change, std::string& content);
  static void Tear(const Change& change, SimulatedRandom& random, std::string& content);
  void KeepSome(SimulatedRandom& random);

  std::string content_;
  std::string on_disk_;
  std::vector<Change> changes_;  // Since the last sync.
};

// The files of a disk by name. A copy has files of its own.
class SimulatedFiles {
 public:
  SimulatedFiles() = default;
  SimulatedFiles(const SimulatedFiles& other);
  SimulatedFiles& operator=(const SimulatedFiles&) = delete;
  SimulatedFiles(SimulatedFiles&&) = default;
  SimulatedFiles& operator=(SimulatedFiles&&) = default;

  // Null where there is none.
  std::shared_ptr<SimulatedFile> Find(const std::string& name) const;
  std::shared_ptr<SimulatedFile> Make(const std::string& name);
  void Remove(const std::string& name);
  void Rename(const std::string& from, const std::string& to);
  void SyncNames();
  // The file that stands here where `file` stands in `other`; null where that has no name.
  std::shared_ptr<SimulatedFile> Counterpart(const SimulatedFiles& other,
                                             const SimulatedFile* file) const;

  void LosePower(SimulatedRandom& random);
  void ForgetPages(SimulatedRandom& random);
  std::size_t TotalBytes() const;

 private:
  using Names = std::map<std::string, std::shared_ptr<SimulatedFile>>;
  struct Change {
    std::string name;
    std::shared_ptr<SimulatedFile> file;  // Null: the name is gone.
    std::string from;                     // The name that went with it; may be empty.
  };
  static void Apply(const Change& change, Names& names);
  void Do(Change change);

  Names names_;
  Names names_on_disk_;
  std::vector<Change> changes_;  // Of names, since they were last synced.
};

}  // namespace muster::store
