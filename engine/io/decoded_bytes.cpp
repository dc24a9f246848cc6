#include "engine/io/decoded_bytes.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/io/separator_scan.h"

namespace huiqi {
namespace {

/// What is looked at to tell an encoding.
constexpr std::size_t kSample = std::size_t{1} << 16;
/// Bytes that are fetched at once.
constexpr std::size_t kPiece = std::size_t{1} << 16;
/// Bytes at the beginning that show whether it is UTF-16.
constexpr std::size_t kBeginning = 512;

}  // namespace

DecodedBytes::DecodedBytes(std::unique_ptr<ByteSource> source, std::optional<TextEncoding> known)
    : source_(std::move(source)), encoding_(known) {}

/// Fetches until so many bytes wait, or the file ends.
void DecodedBytes::fetch(std::size_t least) {
    while (raw_.size() < least && !at_end_) {
        const std::size_t before = raw_.size();
        raw_.resize(before + kPiece);
        const std::size_t got = source_->read(raw_.data() + before, kPiece);
        raw_.resize(before + got);
        at_end_ = got == 0;
    }
}

void DecodedBytes::look_at_beginning() {
    begun_ = true;
    fetch(kBeginning);
    const std::string_view beginning = std::string_view(raw_).substr(0, kBeginning);
    if (!encoding_ || *encoding_ == TextEncoding::utf16le) {
        // `UTF-16` may be meant with either order of bytes: the mark says which.
        const auto wide = wide_encoding(beginning);
        encoding_ = wide ? wide : encoding_;
    }
    if (encoding_ && (raw_.starts_with("\xFF\xFE") || raw_.starts_with("\xFE\xFF")) &&
        (*encoding_ == TextEncoding::utf16le || *encoding_ == TextEncoding::utf16be)) {
        raw_.erase(0, 2);
    } else if (!encoding_ && raw_.starts_with("\xEF\xBB\xBF")) {
        encoding_ = TextEncoding::utf8;
    }
    if (encoding_ && *encoding_ != TextEncoding::utf8) {
        decoder_ = std::make_unique<TextDecoder>(*encoding_);
    }
}

/// Looks for the first byte that is not ASCII among those that wait, and at what stands around it.
void DecodedBytes::settle_encoding() {
    const auto is_high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto first = std::find_if(raw_.begin(), raw_.end(), is_high);
    if (first == raw_.end()) {
        return;
    }
    const auto at = static_cast<std::size_t>(first - raw_.begin());
    fetch(at + kSample);
    std::string_view sample = std::string_view(raw_).substr(at, kSample);
    if (at + sample.size() < raw_.size() || !at_end_) {
        // The last line is cut, maybe within a character.
        const std::size_t last = sample.find_last_of("\r\n");
        sample = last == std::string_view::npos ? sample.substr(0, sample.size() - std::min<std::size_t>(4, sample.size()))
                                                : sample.substr(0, last);
    }
    encoding_ = guess_encoding(sample);
    if (*encoding_ != TextEncoding::utf8) {
        decoder_ = std::make_unique<TextDecoder>(*encoding_);
    }
}

std::size_t DecodedBytes::give(char* to, std::size_t room) {
    const std::size_t count = std::min(room, text_.size() - given_);
    std::memcpy(to, text_.data() + given_, count);
    given_ += count;
    return count;
}

std::size_t DecodedBytes::read(char* to, std::size_t room) {
    if (room == 0) {
        return 0;
    }
    if (!begun_) {
        look_at_beginning();
    }
    while (given_ == text_.size()) {
        text_.clear();
        given_ = 0;
        if (raw_.empty() && encoding_ == TextEncoding::utf8) {
            return source_->read(to, room);   // nothing stands between: as quick as the file itself
        }
        if (raw_.empty() && !encoding_ && !at_end_) {
            const std::size_t got = source_->read(to, room);
            if (got == 0 || is_plain_ascii({to, got})) {
                return got;   // nothing has told the encoding yet, and nothing depends on it
            }
            raw_.assign(to, got);
        }
        fetch(1);
        if (!encoding_ && !raw_.empty()) {
            settle_encoding();
        }
        if (raw_.empty() && (decoder_ == nullptr || finished_)) {
            return 0;
        }
        if (decoder_ == nullptr) {
            std::swap(text_, raw_);
            continue;
        }
        finished_ = at_end_;
        decoder_->decode(raw_, at_end_, text_);
        raw_.clear();
    }
    return give(to, room);
}

}  // namespace huiqi
