// A client that sends exactly the bytes it is told to.
#ifndef MUSTER_TESTS_SERVER_GATEWAY_RAW_CLIENT_H_
#define MUSTER_TESTS_SERVER_GATEWAY_RAW_CLIENT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::gateway {

struct RawReply {
  // 0: the connection ended before a whole head came.
  int status = 0;
  // Names in lower case; of a repeated header the last.
  std::map<std::string, std::string> headers;
  std::string head;
  std::string body;

  bool Has(const std::string& name) const { return headers.count(name) > 0; }
  std::string At(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

// One connection to a port of this machine. No call waits longer than ten seconds.
class RawClient {
 public:
  // Comes from an address of this machine: any that begins with 127.
  explicit RawClient(std::uint16_t port, const char* from = "127.0.0.1");
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  // False once the other end has closed.
  bool Send(std::string_view bytes);
  // Tells the other end that nothing more comes.
  void EndSending();
  // Reads one reply. `to_head`: it answers HEAD, so no body follows.
  RawReply Read(bool to_head = false);
  // Whether the other end closes without sending anything more.
  bool IsClosedByPeer();
  // Sends and reads.
  RawReply Exchange(std::string_view bytes, bool to_head = false);

 private:
  bool Fill();

  int socket_ = -1;
  std::string buffer_;
};

// A request as text. `headers` are whole lines without line ends; Host and, with a body,
// Content-Length come by themselves.
std::string RequestText(std::string_view method, std::string_view target,
                        const std::vector<std::string>& headers = {}, std::string_view body = {});

// One request on a connection of its own.
RawReply Fetch(std::uint16_t port, std::string_view method, std::string_view target,
               const std::vector<std::string>& headers = {}, std::string_view body = {});

// A message of gRPC-Web: its flags, its length in four bytes, itself.
std::string Frame(std::string_view message, char flags = 0);

}  // namespace muster::gateway

#endif  // MUSTER_TESTS_SERVER_GATEWAY_RAW_CLIENT_H_
