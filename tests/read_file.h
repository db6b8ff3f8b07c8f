// Reads files that tests and their tools know to be there.
#ifndef MUSTER_TESTS_READ_FILE_H_
#define MUSTER_TESTS_READ_FILE_H_

#include <fstream>
#include <iterator>
#include <string>

namespace muster {

// All octets of a file; none where it can't be read.
inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace muster

#endif  // MUSTER_TESTS_READ_FILE_H_
