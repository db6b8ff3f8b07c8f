// Messages that are only read: what protoc-gen-muster makes of a schema with `runtime=plain`. Each
// class is a table of its fields and accessors over it, named as those of protobuf's own classes,
// so that rules and forms compile with either. One parser reads them all, and takes and refuses the
// same bytes as protobuf's.
//
// For modules where size counts: a class costs its accessors' constants and nothing else.
#ifndef MUSTER_PROTO_PLAIN_MESSAGE_H_
#define MUSTER_PROTO_PLAIN_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::rules {
struct WireField;
}

namespace muster::plain {

class Message;

enum class Kind : uint8_t { kNumber, kText, kBytes, kMessage };

struct FieldSchema {
  uint32_t number;
  Kind kind;
  bool repeated;
  // Of kMessage.
  std::unique_ptr<Message> (*make)();
};

// Its fields; a message's slots are in the same order.
using Schema = std::span<const FieldSchema>;

class Message {
 public:
  virtual ~Message() = default;
  Message(Message&&) = default;
  Message& operator=(Message&&) = default;

  // Reads the wire format in place of what was there. False: the bytes are no message of this type.
  bool ParseFromArray(const void* data, int size);
  bool ParseFromString(const std::string& bytes) {
    return ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  }

 protected:
  explicit Message(Schema schema) : schema_(schema) {}

  // The value in a slot; zero, empty or null where none was read.
  uint64_t NumberAt(size_t slot) const { return SlotAt(slot).number; }
  const std::vector<std::string>& TextsAt(size_t slot) const { return SlotAt(slot).texts; }
  const std::vector<std::unique_ptr<Message>>& MessagesAt(size_t slot) const {
    return SlotAt(slot).messages;
  }
  const std::string& TextAt(size_t slot) const;

 private:
  struct Slot {
    uint64_t number = 0;
    std::vector<std::string> texts;
    std::vector<std::unique_ptr<Message>> messages;
  };

  // `depth`: how many messages and groups may be in each other here.
  bool Read(std::string_view bytes, int depth);
  static bool Put(const FieldSchema& field, const rules::WireField& wire, int depth, Slot& slot);
  const Slot& SlotAt(size_t slot) const;

  Schema schema_;
  // Empty until something is read.
  std::vector<Slot> slots_;
};

template <typename T>
std::unique_ptr<Message> Make() {
  return std::make_unique<T>();
}

// What a message field holds that was not read.
template <typename T>
const T& Default() {
  static const T* const value = new T();
  return *value;
}

// The messages of a repeated field.
template <typename T>
class List {
 public:
  class Iterator {
   public:
    explicit Iterator(const std::unique_ptr<Message>* at) : at_(at) {}
    const T& operator*() const { return static_cast<const T&>(**at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const std::unique_ptr<Message>* at_;
  };

  explicit List(const std::vector<std::unique_ptr<Message>>& messages) : messages_(messages) {}

  Iterator begin() const { return Iterator(messages_.data()); }
  Iterator end() const { return Iterator(messages_.data() + messages_.size()); }
  size_t size() const { return messages_.size(); }
  bool empty() const { return messages_.empty(); }
  const T& operator[](size_t index) const { return static_cast<const T&>(*messages_[index]); }

 private:
  const std::vector<std::unique_ptr<Message>>& messages_;
};

}  // namespace muster::plain

#endif  // MUSTER_PROTO_PLAIN_MESSAGE_H_
