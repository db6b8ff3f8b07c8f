#include "server/operations/control_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/store/file_system.h"

namespace muster::operations {
namespace {

using store::Descriptor;
using store::SystemError;

constexpr std::string_view kBackup = "backup ";
constexpr std::string_view kOk = "ok";
constexpr std::string_view kError = "error ";
constexpr std::size_t kMaxLineBytes = 8192;
constexpr int kRequestTimeoutMs = 5000;
constexpr int kWaitingCallers = 4;

std::string SocketOf(const std::string& data_file) { return absl::StrCat(data_file, "-control"); }

// The address of a socket is short, a path may be long: so it is named by way of its open folder,
// which the caller keeps open while the address is used.
absl::StatusOr<sockaddr_un> AddressOf(const std::string& path, const Descriptor& folder) {
  const std::string name = std::filesystem::path(path).filename().string();
  const std::string short_path = absl::StrCat("/proc/self/fd/", folder.number(), "/", name);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (folder.number() < 0) return SystemError("open the folder of", path);
  if (short_path.size() >= sizeof(address.sun_path)) {
    return absl::InvalidArgumentError(absl::StrCat("the name of ", path, " is too long"));
  }
  std::memcpy(address.sun_path, short_path.c_str(), short_path.size() + 1);
  return address;
}

int OpenFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return open(folder.empty() ? "." : folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

// The line before the first newline; nothing when there is none in time or it is too long.
std::string ReadLine(int connection, int timeout_ms) {
  std::string line;
  char buffer[1024];
  while (line.size() <= kMaxLineBytes) {
    pollfd readable = {connection, POLLIN, 0};
    const int ready = poll(&readable, 1, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return "";
    const ssize_t size = recv(connection, buffer, sizeof(buffer), 0);
    if (size <= 0) return "";
    line.append(buffer, static_cast<std::size_t>(size));
    const std::size_t end = line.find('\n');
    if (end != std::string::npos) return line.substr(0, end);
  }
  return "";
}

bool SendLine(int connection, std::string line) {
  line += '\n';
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t sent = send(connection, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Whoever may read the data file anyway.
bool MayAsk(int connection) {
  ucred peer = {};
  socklen_t size = sizeof(peer);
  if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == 0 || peer.uid == geteuid();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ControlSocket>> ControlSocket::Start(const std::string& data_file,
                                                                    CopyFunction copy) {
  const std::string path = SocketOf(data_file);
  const Descriptor folder(OpenFolderOf(path));
  const absl::StatusOr<sockaddr_un> address = AddressOf(path, folder);
  if (!address.ok()) return address.status();
  Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (listener.number() < 0) return SystemError("make", path);
  unlink(path.c_str());
  if (bind(listener.number(), reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) !=
          0 ||
      chmod(path.c_str(), 0600) != 0 || listen(listener.number(), kWaitingCallers) != 0) {
    return SystemError("make", path);
  }
  int stop[2];
  if (pipe2(stop, O_CLOEXEC) != 0) return SystemError("make a pipe for", path);
  return std::unique_ptr<ControlSocket>(
      new ControlSocket(path, listener.Release(), stop[0], stop[1], std::move(copy)));
}

ControlSocket::ControlSocket(std::string path, int listener, int stop_reader, int stop_writer,
                             CopyFunction copy)
    : path_(std::move(path)),
      listener_(listener),
      stop_reader_(stop_reader),
      stop_writer_(stop_writer),
      copy_(std::move(copy)) {
  thread_ = std::thread([this] { Work(); });
}

ControlSocket::~ControlSocket() {
  close(stop_writer_);  // The reader then is at its end.
  thread_.join();
  close(stop_reader_);
  close(listener_);
  unlink(path_.c_str());
}

void ControlSocket::Work() {
  while (true) {
    pollfd ready[] = {{listener_, POLLIN, 0}, {stop_reader_, POLLIN, 0}};
    if (poll(ready, 2, -1) < 0 && errno != EINTR) return;
    if (ready[1].revents != 0) return;
    if (ready[0].revents == 0) continue;
    const Descriptor connection(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.number() >= 0 && MayAsk(connection.number())) Serve(connection.number());
  }
}

void ControlSocket::Serve(int connection) const {
  const std::string line = ReadLine(connection, kRequestTimeoutMs);
  absl::Status done = absl::InvalidArgumentError("that is not understood");
  if (line.starts_with(kBackup) && line.size() > kBackup.size() && line[kBackup.size()] == '/') {
    done = copy_(line.substr(kBackup.size()));
  }
  // A caller that has left does not hear it.
  SendLine(connection, done.ok()
                           ? std::string(kOk)
                           : absl::StrCat(std::string(kError), done.raw_code(), " ",
                                          absl::StrReplaceAll(done.message(), {{"\n", " "}})));
}

absl::Status AskForCopy(const std::string& data_file, const std::string& path) {
  const std::string socket_path = SocketOf(data_file);
  const std::string target = std::filesystem::absolute(path).lexically_normal().string();
  if (target.find('\n') != std::string::npos || target.size() + 16 > kMaxLineBytes) {
    return absl::InvalidArgumentError("the name of the copy is too long, or has a line break");
  }
  const Descriptor folder(OpenFolderOf(socket_path));
  const absl::StatusOr<sockaddr_un> address = AddressOf(socket_path, folder);
  if (!address.ok()) return address.status();
  const Descriptor connection(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (connection.number() < 0) return SystemError("make a socket for", socket_path);
  if (connect(connection.number(), reinterpret_cast<const sockaddr*>(&*address),
              sizeof(*address)) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) {
      return absl::NotFoundError(absl::StrCat("no process serves ", data_file));
    }
    return SystemError("reach the process that serves", data_file);
  }
  std::string answer;
  if (SendLine(connection.number(), absl::StrCat(std::string(kBackup), target))) {
    answer = ReadLine(connection.number(), -1);
  }
  if (answer == kOk) return absl::OkStatus();
  const std::size_t space = answer.find(' ', kError.size());
  int code = 0;
  if (!answer.starts_with(kError) || space == std::string::npos ||
      !absl::SimpleAtoi(answer.substr(kError.size(), space - kError.size()), &code) || code == 0) {
    return absl::UnavailableError(absl::StrCat("the process that serves ", data_file,
                                               " ended, or refused, before it had made a copy"));
  }
  return absl::Status(static_cast<absl::StatusCode>(code), answer.substr(space + 1));
}

}  // namespace muster::operations
