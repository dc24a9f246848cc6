#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/io/block_numbers.h"
#include "engine/io/data_fault.h"
#include "engine/io/json_fields.h"
#include "engine/io/key_runs.h"

namespace huiqi {

class SpillFile;

/// Gives an application number without the blanks around it, ideographic and no-break ones too: a number is the
/// same wherever a person or a program put a blank beside it.
[[nodiscard]] std::string_view trimmed_number(std::string_view cell) noexcept;

namespace detail {

/// Bytes with which a blank may begin (1) or end (2).
inline constexpr std::array<std::uint8_t, 256> kBlankEnds = [] {
    std::array<std::uint8_t, 256> ends{};
    for (const std::size_t begins : {0x20U, 0x09U, 0xC2U, 0xE3U}) {
        ends[begins] = 1;
    }
    for (const std::size_t closes : {0x20U, 0x09U, 0xA0U, 0x80U}) {
        ends[closes] = static_cast<std::uint8_t>(ends[closes] | 2U);
    }
    return ends;
}();

}  // namespace detail

/// Whether a cell that is not empty could have such blanks, by its first and its last byte: hardly any number has.
[[nodiscard]] constexpr bool may_have_blanks(std::string_view cell) noexcept {
    return ((detail::kBlankEnds[static_cast<unsigned char>(cell.front())] & 1U) |
            (detail::kBlankEnds[static_cast<unsigned char>(cell.back())] & 2U)) != 0;
}

/// Application numbers that stand on several rows, each with the lines it stands on: the first kMostLines of them,
/// in rising order.
struct RepeatedNumbers {
    static constexpr std::size_t kMostLines = 8;
    static constexpr std::size_t kMostNumbers = 100'000;

    std::unordered_map<std::string, std::vector<std::uint64_t>, FoldedKeyHash, FoldedKeyEqual> lines;
    bool too_many = false;   ///< more than kMostNumbers; the others were not kept

    [[nodiscard]] bool empty() const noexcept { return lines.empty(); }
    /// Gives the lines of a number that stands on several, or nullptr.
    [[nodiscard]] const std::vector<std::uint64_t>* find(std::string_view number) const;
    /// One fault a number, those that appear first before others, at most so many.
    [[nodiscard]] std::vector<DataFault> faults(const std::string& file, const std::string& key, std::size_t most) const;
};

/// Gives the fault of the row on `line`, whose number stands on all these lines.
[[nodiscard]] DataFault repeat_fault(std::string_view number, const std::vector<std::uint64_t>& lines, std::uint64_t line);

/// Finds application numbers that appear twice in a flat file, in whatever way they are typed, exactly, whatever the number of rows: numbers that
/// count on from row to row are kept as runs, and what does not fit in kMostMemory waits in a temporary file without a name.
class KeyRegister {
public:
    static constexpr std::size_t kMostMemory = std::size_t{8} << 20;

    explicit KeyRegister(std::size_t most_memory = kMostMemory);
    KeyRegister(const KeyRegister&) = delete;
    KeyRegister& operator=(const KeyRegister&) = delete;
    ~KeyRegister();

    /// Adds the numbers of a block. Blocks come in the order of the file.
    void add(const BlockNumbers& numbers);
    void add(std::string_view number, std::uint64_t line);
    /// Gives the numbers that were added more than once. Called once, at the end.
    [[nodiscard]] RepeatedNumbers repeated();
    /// Gives the fault of the temporary file, or nullptr.
    [[nodiscard]] const DataFault* failure() const noexcept { return failure_.get(); }

private:
    static constexpr std::size_t kParts = 256;
    class Part;

    void add(const NumberStretch& typed);
    void enter(std::string_view number, std::uint64_t line);
    void spill();
    void fail(int error);
    bool read_part(std::size_t part, Part& into);

    std::size_t most_memory_;
    std::size_t held_ = 0;
    std::uint64_t seed_;
    std::string folded_first_, folded_last_;   ///< of numbers that were typed otherwise
    KeyRuns runs_;
    std::array<std::string, kParts> waiting_;   ///< entries in no run, by the hash of their number
    std::unique_ptr<SpillFile> spilled_;
    std::unique_ptr<DataFault> failure_;
};

}  // namespace huiqi
