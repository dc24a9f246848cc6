#include "engine/io/block_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/io/separator_guess.h"
#include "engine/io/separator_scan.h"

namespace huiqi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
/// Bytes of a block for each of the lines that it may have. What a row at fault is told with takes a hundred times the
/// room of the shortest row, so a block of such rows is cut short.
constexpr std::size_t kBytesOfLine = 16;
constexpr std::size_t kFewLines = 1024;
/// A block that was enlarged for a long row by more than this is not kept so large.
constexpr std::size_t kLarge = 8;

/// Gives the lines that end within `most` bytes, at the least the first; 0: that needs more.
[[nodiscard]] std::size_t whole_lines(std::string_view text, bool at_end, std::size_t most) {
    if (at_end && text.size() <= most) {
        return text.size();
    }
    const std::size_t last = text.substr(0, most).rfind('\n');
    const std::size_t end = last == std::string_view::npos ? text.find('\n', most) : last;
    return end != std::string_view::npos ? end + 1 : at_end ? text.size() : 0;
}

}  // namespace

BlockSource::BlockSource(std::unique_ptr<ByteSource> bytes, RecordSyntax syntax, std::size_t block_bytes,
                         const ReadLimits& limits)
    : bytes_(std::move(bytes)),
      syntax_(syntax),
      block_bytes_(std::clamp(block_bytes, std::size_t{1}, limits.row_bytes)),
      row_bytes_(limits.row_bytes),
      most_cells_(limits.columns + 1),
      beginning_bytes_(std::max(limits.beginning_bytes, std::size_t{4})) {}

void BlockSource::reserve(Block& block, std::size_t bytes) const {
    if (block.capacity_ >= bytes + Block::kPadding) {
        return;
    }
    // Not value-initialised: the bytes are about to be read.
    std::unique_ptr<char[]> larger(new char[bytes + Block::kPadding]);
    if (block.end_ != 0) {
        std::memcpy(larger.get(), block.bytes_.get(), block.end_);
    }
    block.bytes_ = std::move(larger);
    block.capacity_ = bytes + Block::kPadding;
}

/// Gives up to `room` bytes: those that wait, then those of the file. 0 at the end.
std::size_t BlockSource::read(char* to, std::size_t room) {
    const std::string_view waiting = ahead_.text();
    if (waiting.empty()) {
        ahead_.begin_ = 0;
        ahead_.end_ = 0;
        const std::size_t got = ended_ ? 0 : bytes_->read(to, room);
        ended_ = got == 0;
        return got;
    }
    const std::size_t count = std::min(room, waiting.size());
    std::memcpy(to, waiting.data(), count);
    ahead_.begin_ += count;
    return count;
}

/// Reads until the block holds `bytes`, or the file ends.
void BlockSource::fill(Block& block, std::size_t bytes) {
    reserve(block, bytes);
    while (block.end_ < bytes && !at_end()) {
        block.end_ += read(block.bytes_.get() + block.end_, bytes - block.end_);
    }
    std::memset(block.bytes_.get() + block.end_, 0, Block::kPadding);
}

/// Reads until so many bytes wait, or the file ends.
void BlockSource::look_ahead(std::size_t bytes) {
    const std::size_t end = ahead_.begin_ + bytes;
    reserve(ahead_, end);
    while (ahead_.end_ < end && !ended_) {
        const std::size_t got = bytes_->read(ahead_.bytes_.get() + ahead_.end_, end - ahead_.end_);
        ahead_.end_ += got;
        ended_ = got == 0;
    }
    std::memset(ahead_.bytes_.get() + ahead_.end_, 0, Block::kPadding);
}

/// Drops a byte-order mark and blank lines, and finds out what ends a line and separates cells: from the bytes of the
/// file alone, however small blocks are.
void BlockSource::begin() {
    if (std::exchange(begun_, true)) {
        return;
    }
    look_ahead(beginning_bytes_);
    if (ahead_.text().starts_with(kByteOrderMark)) {
        ahead_.begin_ += kByteOrderMark.size();
    }
    find_line_end();
    skip_blank_lines();
    if (syntax_ == RecordSyntax::csv) {
        separator_ = known_separator_ ? *known_separator_
                                      : guess_separator(ahead_.text().substr(0, beginning_bytes_),
                                                        static_cast<char>(line_end_));
    }
}

void BlockSource::find_line_end() {
    // The first line end with the byte behind it must be in view.
    const auto in_view = [&] {
        const std::size_t first = ahead_.text().find_first_of("\r\n");
        return first != std::string_view::npos && first + 1 < ahead_.text().size();
    };
    while (!ended_ && ahead_.text().size() <= row_bytes_ && !in_view()) {
        look_ahead(2 * ahead_.text().size());
    }
    const std::string_view text = ahead_.text();
    const std::size_t first = text.find_first_of("\r\n");
    const bool lone = first != std::string_view::npos && text[first] == '\r' && first + 1 < text.size() &&
                      text[first + 1] != '\n';
    line_end_ = known_line_end_.value_or(lone && syntax_ == RecordSyntax::csv ? LineEnd::cr : LineEnd::lf);
}

void BlockSource::skip_blank_lines() {
    while (true) {
        const std::string_view text = ahead_.text();
        const std::size_t blank = std::min(text.find_first_not_of("\r\n"), text.size());
        skip(blank, count_byte(text.substr(0, blank), static_cast<char>(line_end_)));
        if (blank == text.size()) {
            ahead_.begin_ = 0;
            ahead_.end_ = 0;
        }
        look_ahead(beginning_bytes_);
        if (blank < text.size() || ahead_.text().empty()) {
            return;
        }
    }
}

std::string_view BlockSource::beginning() {
    begin();
    const std::size_t most = row_bytes_ + 2;
    std::size_t whole = whole_records(ahead_.text(), ended_, beginning_bytes_);
    while (whole == 0 && !ended_ && ahead_.text().size() < most) {
        look_ahead(std::min(most, 2 * ahead_.text().size()));
        whole = whole_records(ahead_.text(), ended_, beginning_bytes_);
    }
    return ahead_.text().substr(0, whole == 0 ? most : whole);
}

void BlockSource::skip(std::size_t bytes, std::uint64_t lines) noexcept {
    ahead_.begin_ += bytes;
    line_ += lines;
}

std::size_t BlockSource::whole_records(std::string_view text, bool at_end, std::size_t most) const {
    return syntax_ == RecordSyntax::csv ? whole_csv_records(text, at_end, most, csv_syntax())
                                        : whole_lines(text, at_end, most);
}

/// Gives how much of the block is whole records, reading on while there is none. 0: the first record is
/// longer than a row may be. Counts its lines.
std::size_t BlockSource::cut(Block& block, std::uint64_t& lines) {
    while (true) {
        const std::size_t whole = whole_records(block.text(), at_end(), block_bytes_);
        if (whole != 0 || at_end()) {
            return few_lines(block.text().substr(0, whole), lines);
        }
        // Room for the longest row with its line end; without one in there, the row is longer.
        const std::size_t most = row_bytes_ + 2;
        if (block.end_ >= most) {
            return 0;
        }
        fill(block, std::min(most, 2 * block.end_));
    }
}

/// Gives how much of some whole records is not too many lines, and counts them.
std::size_t BlockSource::few_lines(std::string_view text, std::uint64_t& lines) const {
    const char newline = static_cast<char>(line_end_);
    const std::size_t most = std::max(block_bytes_ / kBytesOfLine, kFewLines);
    lines = count_byte(text, newline);
    if (lines <= most) {
        return text.size();
    }
    std::size_t end = 0;
    for (std::size_t line = 0; line < most; ++line) {
        end = text.find(newline, end) + 1;
    }
    const std::size_t whole = whole_records(text, true, end);
    lines = count_byte(text.substr(0, whole), newline);
    return whole;
}

/// Reads over the rest of a row that is too long, keeping what follows it.
void BlockSource::skip_to_line_end(Block& block) {
    const char newline = static_cast<char>(line_end_);
    line_ += count_byte(block.text(), newline);
    block.oversized_ = true;
    Block more;
    while (!at_end()) {
        more.end_ = 0;
        fill(more, block_bytes_);
        const std::size_t end = more.text().find(newline);
        if (end != std::string_view::npos) {
            put_back(more.text().substr(end + 1));
            ++line_;
            return;
        }
    }
}

/// Lets what was read last wait again. Only where the file was read for it has it to be copied.
void BlockSource::put_back(std::string_view rest) {
    if (rest.size() <= ahead_.begin_) {
        ahead_.begin_ -= rest.size();
        return;
    }
    ahead_.begin_ = 0;
    ahead_.end_ = 0;
    reserve(ahead_, rest.size());
    std::memcpy(ahead_.bytes_.get(), rest.data(), rest.size());
    ahead_.end_ = rest.size();
}

bool BlockSource::next(Block& block) {
    begin();
    if (block.capacity_ > kLarge * block_bytes_ + Block::kPadding) {
        block.bytes_.reset();
        block.capacity_ = 0;
    }
    block.begin_ = 0;
    block.end_ = 0;
    block.oversized_ = false;
    fill(block, block_bytes_);
    if (block.text().empty() || failure() != nullptr) {
        return false;
    }
    block.number_ = number_++;
    block.first_line_ = line_;
    std::uint64_t lines = 0;
    const std::size_t whole = cut(block, lines);
    if (failure() != nullptr) {
        return false;
    }
    if (whole == 0) {
        skip_to_line_end(block);
        return true;
    }
    put_back(block.text().substr(whole));
    block.end_ = whole;
    std::memset(block.bytes_.get() + block.end_, 0, std::min(Block::kPadding, block.capacity_ - block.end_));
    line_ += lines;
    return true;
}

}  // namespace huiqi
