#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/io/byte_source.h"
#include "engine/io/csv_record.h"

namespace huiqi {

/// Bounds on what a file may ask for. A row beyond them is set aside; the file goes on.
struct ReadLimits {
    std::size_t cell_bytes = std::size_t{1} << 20;
    std::size_t row_bytes = std::size_t{16} << 20;
    std::size_t columns = 10'000;
    std::size_t list_elements = 100'000;  ///< of one list of one application
    std::size_t depth = 32;               ///< of nested JSON values
};

/// A stretch of a file that holds whole records, with room behind it that may be read over.
class Block {
public:
    /// Bytes behind the text that belong to the block and are zero.
    static constexpr std::size_t kPadding = 64;

    [[nodiscard]] std::string_view text() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
    /// Line of the file on which the text begins, from 1.
    [[nodiscard]] std::uint64_t first_line() const noexcept { return first_line_; }
    /// Counts the blocks of a file from 0; output is put in this order.
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
    /// Its one record was longer than a row may be; the text is the beginning of it.
    [[nodiscard]] bool oversized() const noexcept { return oversized_; }

    /// Drops the front of the text (a header), `lines` lines of it.
    void drop(std::size_t bytes, std::uint64_t lines) noexcept {
        begin_ += bytes;
        first_line_ += lines;
    }

private:
    friend class BlockSource;

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint64_t first_line_ = 1;
    std::uint64_t number_ = 0;
    bool oversized_ = false;
};

/// What separates records: CSV knows quotes, a line of JSON does not.
enum class RecordSyntax : std::uint8_t { csv, lines };

/// Cuts a file, or what a pipe gives, into blocks of whole records. Memory is bounded by the block size, and
/// by the longest row where that is longer. Not for several threads at once: hold a lock around `next`.
class BlockSource {
public:
    /// Takes the bytes of a file. What ends a line and separates cells is told from the first lines.
    BlockSource(std::unique_ptr<ByteSource> bytes, RecordSyntax syntax, std::size_t block_bytes,
                const ReadLimits& limits);

    /// Says what ends a line.
    void know_line_end(LineEnd line_end) noexcept { known_line_end_ = line_end; }
    /// Says what separates cells.
    void know_separator(char separator) noexcept { known_separator_ = separator; }

    /// Fills the block, whose memory is used again; false at the end of the file or when reading failed.
    [[nodiscard]] bool next(Block& block);
    /// Gives what ended the reading early, or nullptr.
    [[nodiscard]] const DataFault* failure() const noexcept { return bytes_->failure(); }
    /// Known once the first block is there.
    [[nodiscard]] CsvSyntax csv_syntax() const noexcept {
        return {.line_end = line_end_, .separator = separator_, .row_bytes = row_bytes_};
    }
    /// Bytes of the file read so far, for a progress display.
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_->consumed(); }

private:
    void reserve(Block& block, std::size_t bytes) const;
    void fill(Block& block, std::size_t bytes);
    void look_at_start(Block& block);
    [[nodiscard]] std::size_t whole_records(std::string_view text, bool at_end) const;
    [[nodiscard]] std::size_t cut(Block& block);
    void skip_to_line_end(Block& block);
    void keep_rest(const Block& block, std::size_t from);

    std::unique_ptr<ByteSource> bytes_;
    RecordSyntax syntax_;
    std::size_t block_bytes_;
    std::size_t row_bytes_;
    std::string rest_;  ///< the beginning of a record that the last block had no room for
    std::optional<LineEnd> known_line_end_;
    std::optional<char> known_separator_;
    LineEnd line_end_ = LineEnd::lf;
    char separator_ = ',';
    std::uint64_t line_ = 1;
    std::uint64_t number_ = 0;
    bool at_end_ = false;
};

}  // namespace huiqi
