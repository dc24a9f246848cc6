#include "tests/fuzz/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Any bytes are JSON Lines whose bad lines are set aside, with counts that tie, however they are cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return huiqi::fuzz::check_reading(data, size, ".jsonl", true);
}
