// The module's memory, in place of a general allocator ten times the size: blocks of powers of two,
// each with its class in front of it. What is freed is kept by its class and used again; what is
// new comes from the end. At most half of what is held is lost to rounding up.
#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" char __heap_base;

namespace {

// In front of each block, so that blocks stay aligned to eight bytes.
constexpr size_t kHeaderBytes = 8;
constexpr size_t kPageBytes = 65536;
constexpr unsigned kLeastClass = 4;

struct Block {
  size_t size_class;
  Block* next;
};

Block* unused[32];
uintptr_t top = 0;

Block* NewBlock(unsigned size_class) {
  const size_t bytes = size_t{1} << size_class;
  if (top == 0) top = (reinterpret_cast<uintptr_t>(&__heap_base) + 7) & ~uintptr_t{7};
  const size_t end = __builtin_wasm_memory_size(0) * kPageBytes;
  if (end - top < bytes) {
    const size_t pages = (bytes - (end - top) + kPageBytes - 1) / kPageBytes;
    if (__builtin_wasm_memory_grow(0, pages) == static_cast<size_t>(-1)) return nullptr;
  }
  Block* block = reinterpret_cast<Block*>(top);
  top += bytes;
  block->size_class = size_class;
  return block;
}

}  // namespace

extern "C" {

void* malloc(size_t size) {
  if (size > size_t{1} << 30) return nullptr;
  unsigned size_class = 32 - static_cast<unsigned>(__builtin_clz(size + kHeaderBytes - 1));
  if (size_class < kLeastClass) size_class = kLeastClass;
  Block* block = unused[size_class];
  if (block != nullptr) {
    unused[size_class] = block->next;
  } else {
    block = NewBlock(size_class);
    if (block == nullptr) return nullptr;
  }
  return reinterpret_cast<char*>(block) + kHeaderBytes;
}

void free(void* pointer) {
  if (pointer == nullptr) return;
  Block* block = reinterpret_cast<Block*>(static_cast<char*>(pointer) - kHeaderBytes);
  block->next = unused[block->size_class];
  unused[block->size_class] = block;
}

void* calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return nullptr;
  void* pointer = malloc(count * size);
  if (pointer != nullptr) std::memset(pointer, 0, count * size);
  return pointer;
}

}  // extern "C"
