#include "tests/server/grpc/raw_peer.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/message.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

namespace muster::grpc_port {
namespace {

using google::protobuf::Message;

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.Valid() || !buffer.DumpToSingleSlice(&slice).ok()) return "";
  return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
}

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
}

// A message of the reflection service, whose code is linked in but whose headers are not published.
std::unique_ptr<Message> NewReflectionMessage(const std::string& name) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          "grpc.reflection.v1alpha." + name);
  EXPECT_NE(descriptor, nullptr) << name;
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

const google::protobuf::FieldDescriptor* Field(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                  const std::string& bytes) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  SetDeadline(context);
  grpc::CompletionQueue queue;
  RawAnswer answer;
  grpc::ByteBuffer response;
  const auto call = stub.PrepareUnaryCall(&context, path, BufferOf(bytes), &queue);
  call->StartCall();
  call->Finish(&response, &answer.status, nullptr);
  Next(queue);
  answer.bytes = BytesOf(response);
  return answer;
}

void SendToPort(int port, const std::string& bytes) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  // The server may hang up before it has read all; that is its right.
  [[maybe_unused]] const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  close(connection);
}

std::string ReflectionPeer::Ask(const std::string& field, const std::string& text) {
  const std::unique_ptr<Message> request = NewReflectionMessage("ServerReflectionRequest");
  request->GetReflection()->SetString(request.get(), Field(*request, field.c_str()), text);
  grpc::GenericStub stub(channel_);
  grpc::ClientContext context;
  SetDeadline(context);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareCall(
      &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  grpc::ByteBuffer response;
  grpc::Status status;
  call->StartCall(nullptr);
  EXPECT_TRUE(Next(queue));
  call->Write(BufferOf(request->SerializeAsString()), nullptr);
  EXPECT_TRUE(Next(queue));
  call->Read(&response, nullptr);
  EXPECT_TRUE(Next(queue));
  call->WritesDone(nullptr);
  Next(queue);
  call->Finish(&status, nullptr);
  Next(queue);
  return BytesOf(response);
}

std::vector<std::string> ReflectionPeer::Services() {
  const std::unique_ptr<Message> response = NewReflectionMessage("ServerReflectionResponse");
  EXPECT_TRUE(response->ParseFromString(Ask("list_services", "*")));
  const Message& list =
      response->GetReflection()->GetMessage(*response, Field(*response, "list_services_response"));
  std::vector<std::string> names;
  const auto* services = Field(list, "service");
  for (int i = 0; i < list.GetReflection()->FieldSize(list, services); ++i) {
    const Message& service = list.GetReflection()->GetRepeatedMessage(list, services, i);
    names.push_back(service.GetReflection()->GetString(service, Field(service, "name")));
  }
  return names;
}

void ReflectionPeer::FollowImports(const std::string& symbol, std::set<std::string>& seen,
                                   std::vector<std::string>& missing) {
  missing.clear();
  // Pairs of what is asked by and for.
  std::vector<std::pair<std::string, std::string>> wanted = {{"file_containing_symbol", symbol}};
  while (!wanted.empty()) {
    const auto [field, text] = wanted.back();
    wanted.pop_back();
    const std::unique_ptr<Message> response = NewReflectionMessage("ServerReflectionResponse");
    EXPECT_TRUE(response->ParseFromString(Ask(field, text)));
    const Message& files = response->GetReflection()->GetMessage(
        *response, Field(*response, "file_descriptor_response"));
    const auto* bytes = Field(files, "file_descriptor_proto");
    if (files.GetReflection()->FieldSize(files, bytes) == 0) missing.push_back(text);
    for (int i = 0; i < files.GetReflection()->FieldSize(files, bytes); ++i) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(files.GetReflection()->GetRepeatedString(files, bytes, i)));
      if (!seen.insert(file.name()).second) continue;
      for (const std::string& import : file.dependency()) {
        if (seen.count(import) == 0) wanted.push_back({"file_by_filename", import});
      }
    }
  }
}

}  // namespace muster::grpc_port
