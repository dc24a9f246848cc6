#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/text_file.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/file_bytes.h"
#include "engine/io/input_file.h"
#include "engine/io/output_file.h"

namespace huiqi {

Exit write_text_file(const Program& program, const std::string& path, bool replace, std::string_view text) {
    if (path.empty() || path == "-") {
        return put(text) ? Exit::done : Exit::input_output;
    }
    std::vector<DataFault> faults;
    const auto file = OutputFile::open(path, replace, faults);
    show_faults(program, faults);
    if (file == nullptr) {
        return output_problem(faults);
    }
    if (!file->write(text) || !file->commit()) {
        if (const DataFault* failure = file->failure()) {
            show_faults(program, {*failure});
        }
        return Exit::input_output;
    }
    return Exit::done;
}

std::optional<std::string> read_text_file(const Program& program, const std::string& path) {
    constexpr std::size_t kPiece = 16U << 10U;
    std::vector<DataFault> faults;
    const InputFile file = open_input_file(path, faults);
    if (file.descriptor < 0) {
        show_faults(program, faults);
        return std::nullopt;
    }
    FileBytes bytes(file.descriptor);
    std::string text;
    std::array<char, kPiece> piece{};
    for (std::size_t count = bytes.read(piece.data(), piece.size()); count > 0; count = bytes.read(piece.data(), piece.size())) {
        text.append(piece.data(), count);
    }
    if (bytes.failure() != nullptr) {
        faults.push_back(*bytes.failure());
        faults.back().file = path;
        show_faults(program, faults);
        return std::nullopt;
    }
    return text;
}

}  // namespace huiqi
