// The way by which another process asks the one that serves a data file: a unix socket beside the
// file, for its owner and root alone. There is one process to a data file, so what needs the file
// while it is served is done by that process.
//
// A caller sends one line, "backup /absolute/path", and reads one, "ok" or "error CODE TEXT".
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace muster::operations {

// Makes a copy at the path.
using CopyFunction = std::function<absl::Status(const std::string& path)>;

// Serves one caller at a time until destroyed.
class ControlSocket {
 public:
  // Only the process that holds the data file may start one: what an earlier one left is replaced.
  // `copy` is called on a thread of its own; whoever destroys the socket first sees to it that it
  // returns soon. Errors are one line.
  static absl::StatusOr<std::unique_ptr<ControlSocket>> Start(const std::string& data_file,
                                                              CopyFunction copy);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  ControlSocket(std::string path, int listener, int stop_reader, int stop_writer,
                CopyFunction copy);
  void Work();
  void Serve(int connection) const;

  const std::string path_;
  const int listener_;
  const int stop_reader_;
  const int stop_writer_;
  const CopyFunction copy_;
  std::thread thread_;
};

// Asks the process that serves `data_file` for a copy, and waits until it is made.
// * NOT_FOUND: no process serves it.
// * UNAVAILABLE: the process ended before it answered; there is no copy.
// * others: as the copy failed.
absl::Status AskForCopy(const std::string& data_file, const std::string& path);

}  // namespace muster::operations
