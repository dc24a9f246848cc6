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
    /// In which the headings, what separates cells and the key of JSON are looked for.
    std::size_t beginning_bytes = std::size_t{1} << 18;
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

/// Cuts a file, or what a pipe gives, into blocks of whole records; blank lines at the beginning are read over. Memory
/// is bounded by the block size, and by the longest row where that is longer. Not for several threads at once: hold a
/// lock around `next`.
class BlockSource {
public:
    /// Takes the bytes of a file. What ends a line and separates cells is told from the first lines.
    BlockSource(std::unique_ptr<ByteSource> bytes, RecordSyntax syntax, std::size_t block_bytes,
                const ReadLimits& limits);

    /// Says what ends a line.
    void know_line_end(LineEnd line_end) noexcept { known_line_end_ = line_end; }
    /// Says what separates cells.
    void know_separator(char separator) noexcept { known_separator_ = separator; }

    /// Says which number the next block has, where blocks of other sources come before it.
    void number_from(std::uint64_t number) noexcept { number_ = number; }

    /// Gives the records at the beginning: those that end within ReadLimits::beginning_bytes, at the least the first,
    /// or the front of it where it is longer than a row may be. It is the same for every size of block, stands until
    /// `next` is called, and Block::kPadding bytes behind it may be read. Not to be asked for behind `next`.
    [[nodiscard]] std::string_view beginning();
    /// Leaves out the front of the beginning, such as a header: so many bytes on so many lines.
    void skip(std::size_t bytes, std::uint64_t lines) noexcept;
    /// Line of the file on which the next block begins, from 1; the first one once the beginning was asked for.
    [[nodiscard]] std::uint64_t line() const noexcept { return line_; }

    /// Fills the block, whose memory is used again; false at the end of the file or when reading failed.
    [[nodiscard]] bool next(Block& block);
    /// Gives what ended the reading early, or nullptr.
    [[nodiscard]] const DataFault* failure() const noexcept { return bytes_->failure(); }
    /// Known once the beginning or the first block is there.
    [[nodiscard]] CsvSyntax csv_syntax() const noexcept {
        return {.line_end = line_end_, .separator = separator_, .row_bytes = row_bytes_, .most_cells = most_cells_};
    }
    /// Bytes of the file read so far, for a progress display.
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_->consumed(); }

private:
    void begin();
    void look_ahead(std::size_t bytes);
    void find_line_end();
    void skip_blank_lines();
    void reserve(Block& block, std::size_t bytes) const;
    [[nodiscard]] std::size_t read(char* to, std::size_t room);
    void fill(Block& block, std::size_t bytes);
    [[nodiscard]] bool at_end() const noexcept { return ended_ && ahead_.begin_ == ahead_.end_; }
    [[nodiscard]] std::size_t whole_records(std::string_view text, bool at_end, std::size_t most) const;
    [[nodiscard]] std::size_t cut(Block& block, std::uint64_t& lines);
    [[nodiscard]] std::size_t few_lines(std::string_view text, std::uint64_t& lines) const;
    void skip_to_line_end(Block& block);
    void put_back(std::string_view rest);

    std::unique_ptr<ByteSource> bytes_;
    RecordSyntax syntax_;
    std::size_t block_bytes_;
    std::size_t row_bytes_;
    std::size_t most_cells_;
    std::size_t beginning_bytes_;
    /// What was read and not yet given out: the beginning, or what was looked at to see where a record ends. The bytes
    /// before it are those given out last, as long as they are there.
    Block ahead_;
    std::optional<LineEnd> known_line_end_;
    std::optional<char> known_separator_;
    LineEnd line_end_ = LineEnd::lf;
    char separator_ = ',';
    std::uint64_t line_ = 1;
    std::uint64_t number_ = 0;
    bool begun_ = false;
    bool ended_ = false;   ///< the file gives nothing more
};

}  // namespace huiqi
