#include "engine/io/block_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/io/separator_guess.h"
#include "engine/io/separator_scan.h"

namespace huiqi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

BlockSource::BlockSource(std::unique_ptr<ByteSource> bytes, RecordSyntax syntax, std::size_t block_bytes,
                         const ReadLimits& limits)
    : bytes_(std::move(bytes)),
      syntax_(syntax),
      block_bytes_(std::clamp(block_bytes, std::size_t{1}, limits.row_bytes)),
      row_bytes_(limits.row_bytes) {}

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

/// Reads until the block holds `bytes`, or the file ends.
void BlockSource::fill(Block& block, std::size_t bytes) {
    reserve(block, bytes);
    while (block.end_ < bytes && !at_end_) {
        const std::size_t got = bytes_->read(block.bytes_.get() + block.end_, bytes - block.end_);
        block.end_ += got;
        at_end_ = got == 0;
    }
    std::memset(block.bytes_.get() + block.end_, 0, Block::kPadding);
}

/// Drops a byte-order mark and finds out what ends a line and separates cells.
void BlockSource::look_at_start(Block& block) {
    // The first line end with the byte behind it must be in view, however small blocks are.
    while (!at_end_ && block.end_ <= row_bytes_ &&
           (block.end_ < 4 || block.text().find_first_of("\r\n") >= block.end_ - 1)) {
        fill(block, 2 * block.end_);
    }
    if (block.text().starts_with(kByteOrderMark)) {
        block.begin_ += kByteOrderMark.size();
    }
    const std::string_view text = block.text();
    const std::size_t first = text.find_first_of("\r\n");
    const bool lone = first != std::string_view::npos && text[first] == '\r' && first + 1 < text.size() &&
                      text[first + 1] != '\n';
    line_end_ = known_line_end_.value_or(lone && syntax_ == RecordSyntax::csv ? LineEnd::cr : LineEnd::lf);
    if (syntax_ == RecordSyntax::csv) {
        separator_ = known_separator_ ? *known_separator_ : guess_separator(text, static_cast<char>(line_end_));
    }
}

std::size_t BlockSource::whole_records(std::string_view text, bool at_end) const {
    if (syntax_ == RecordSyntax::csv) {
        return whole_csv_records(text, at_end, csv_syntax());
    }
    const std::size_t last = text.rfind('\n');
    return at_end ? text.size() : last == std::string_view::npos ? 0 : last + 1;
}

/// Gives how much of the block is whole records, reading on while there is none. 0: the first record is
/// longer than a row may be.
std::size_t BlockSource::cut(Block& block) {
    while (true) {
        const std::size_t whole = whole_records(block.text(), at_end_);
        if (whole != 0 || at_end_) {
            return whole;
        }
        // Room for the longest row with its line end; without one in there, the row is longer.
        const std::size_t most = block.begin_ + row_bytes_ + 2;
        if (block.end_ >= most) {
            return 0;
        }
        fill(block, std::min(most, 2 * block.end_));
    }
}

/// Reads over the rest of a row that is too long, keeping what follows it.
void BlockSource::skip_to_line_end(Block& block) {
    const char newline = static_cast<char>(line_end_);
    rest_.clear();
    while (!at_end_) {
        Block more;
        fill(more, block_bytes_);
        const std::size_t end = more.text().find(newline);
        if (end != std::string_view::npos) {
            keep_rest(more, end + 1);
            ++line_;
            break;
        }
    }
    const std::string_view text = block.text();
    line_ += count_byte(text, newline);
    block.oversized_ = true;
}

void BlockSource::keep_rest(const Block& block, std::size_t from) {
    rest_.assign(block.text().substr(from));
}

bool BlockSource::next(Block& block) {
    const bool start = number_ == 0;
    block.begin_ = 0;
    block.end_ = 0;
    block.oversized_ = false;
    reserve(block, std::max(block_bytes_, rest_.size()));
    std::memcpy(block.bytes_.get(), rest_.data(), rest_.size());
    block.end_ = rest_.size();
    rest_.clear();
    // The rest of a block is short as a rule, so a block is filled up rather than enlarged by it.
    fill(block, std::max(block_bytes_, block.end_ + std::min(block_bytes_, std::size_t{4096})));
    if (start) {
        look_at_start(block);
    }
    if (block.text().empty() || failure() != nullptr) {
        return false;
    }
    block.number_ = number_++;
    block.first_line_ = line_;
    const std::size_t whole = cut(block);
    if (failure() != nullptr) {
        return false;
    }
    if (whole == 0) {
        skip_to_line_end(block);
        return true;
    }
    keep_rest(block, whole);
    block.end_ = block.begin_ + whole;
    std::memset(block.bytes_.get() + block.end_, 0, std::min(Block::kPadding, block.capacity_ - block.end_));
    const std::string_view text = block.text();
    line_ += count_byte(text, static_cast<char>(line_end_));
    return true;
}

}  // namespace huiqi
