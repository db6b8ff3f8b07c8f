// What all have in common who ask the system for files: errors in words, descriptors that close
// themselves.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace muster::store {

// Why the last call of the system failed: "can't make data/muster.db: Permission denied".
inline absl::Status SystemError(const char* doing, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("can't ", doing, " ", path));
}

// Whether there is anything of that name, also a link that leads nowhere.
inline bool IsThere(const std::string& path) {
  struct stat information;
  return lstat(path.c_str(), &information) == 0;
}

// A descriptor that closes itself. Negative: it could not be had.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : Descriptor(open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  int Release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

}  // namespace muster::store
