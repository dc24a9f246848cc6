/// Runs a fuzz target over the files it is given, and over the folders of such files: the seeds, or an
/// input that once failed. The empty input is always among them.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <vector>

/// The target, as libFuzzer declares it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

/// Gives the files named, in an order that does not depend on the file system.
std::set<fs::path> files_of(int count, char** arguments) {
    std::set<fs::path> files;
    for (int i = 1; i < count; ++i) {
        if (!fs::is_directory(arguments[i])) {
            files.insert(arguments[i]);
            continue;
        }
        for (const fs::directory_entry& entry : fs::directory_iterator(arguments[i])) {
            files.insert(entry.path());
        }
    }
    return files;
}

std::vector<std::uint8_t> read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void replay(int count, char** arguments) {
    LLVMFuzzerTestOneInput(nullptr, 0);
    const std::set<fs::path> files = files_of(count, arguments);
    for (const fs::path& path : files) {
        // The last name printed is the input that failed.
        std::puts(path.c_str());
        std::fflush(stdout);
        const std::vector<std::uint8_t> bytes = read(path);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    if (files.empty()) {
        throw std::runtime_error("no seeds");
    }
}

}  // namespace

int main(int count, char** arguments) {
    try {
        replay(count, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
