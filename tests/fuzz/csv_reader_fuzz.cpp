#include "tests/fuzz/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Any bytes are a CSV file that is read or refused, with counts that tie, however it is cut into blocks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return huiqi::fuzz::check_reading(data, size, ".csv", false);
}
