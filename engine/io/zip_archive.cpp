#include "engine/io/zip_archive.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <set>
#include <utility>

#include <zip.h>

#include "engine/io/fault_texts.h"
#include "engine/io/input_file.h"
#include "engine/numeric/int128.h"

namespace huiqi {
namespace {

/// Bytes at the beginning of the container of .xls files, and of workbooks with a password.
constexpr std::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

[[nodiscard]] std::string beginning_of(const std::string& path) {
    std::array<char, 8> bytes{};
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) {
        return {};
    }
    const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
    return {bytes.data(), got};
}

[[nodiscard]] std::string text_of(int code) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

}  // namespace

ZipStream::~ZipStream() {
    if (file_ != nullptr) {
        zip_fclose(file_);
    }
    if (archive_ != nullptr) {
        zip_discard(archive_);
    }
}

std::uint64_t ZipStream::consumed() const noexcept {
    return unfolded_ == 0 ? folded_ : std::min(folded_, static_cast<std::uint64_t>(static_cast<UInt128>(read_) * folded_ / unfolded_));
}

std::size_t ZipStream::read(char* to, std::size_t room) {
    if (failure_ != nullptr || room == 0) {
        return 0;
    }
    const zip_int64_t got = zip_fread(file_, to, room);
    if (got < 0) {
        failure_ = std::make_unique<DataFault>(fault_texts::damaged_workbook(zip_file_strerror(file_)));
        return 0;
    }
    read_ += static_cast<std::uint64_t>(got);
    const bool unfolds = read_ > limits_.small_bytes && read_ / limits_.ratio > folded_;
    if (unfolds || read_ > limits_.stream_bytes) {
        failure_ = std::make_unique<DataFault>(fault_texts::hostile_workbook({"解压后没完没了", "it unfolds without end"}));
        return 0;
    }
    return static_cast<std::size_t>(got);
}

ZipArchive::~ZipArchive() { zip_discard(archive_); }

std::unique_ptr<ZipArchive> ZipArchive::open(const std::string& path, const ZipLimits& limits,
                                             std::vector<DataFault>& faults) {
    const auto refuse = [&](DataFault fault) {
        fault.file = path;
        faults.push_back(std::move(fault));
        return nullptr;
    };
    int code = 0;
    zip* const archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (archive == nullptr) {
        if (code == ZIP_ER_OPEN || code == ZIP_ER_NOENT) {
            return refuse(fault_texts::cannot_read(errno_text(errno)));
        }
        return refuse(beginning_of(path) == kCompoundFile ? fault_texts::old_workbook()
                                                          : fault_texts::damaged_workbook(text_of(code)));
    }
    std::unique_ptr<ZipArchive> opened(new ZipArchive(path, archive, limits));
    if (static_cast<std::uint64_t>(zip_get_num_entries(archive, 0)) > limits.entries) {
        return refuse(fault_texts::hostile_workbook({"部件太多", "it has too many parts"}));
    }
    if (const std::string twice = opened->named_twice(); !twice.empty()) {
        return refuse(fault_texts::damaged_workbook(Bilingual{"里面有两个部件都叫 " + twice + "，别的程序读到的会是另一个", "two of its parts are called " + twice + ", and another program may read the other one"}));
    }
    return opened;
}

std::string ZipArchive::named_twice() const {
    std::set<std::string> names;
    for (zip_int64_t at = 0; at < zip_get_num_entries(archive_, 0); ++at) {
        const char* const name = zip_get_name(archive_, static_cast<zip_uint64_t>(at), 0);
        std::string folded = name == nullptr ? "" : name;
        std::transform(folded.begin(), folded.end(), folded.begin(), [](char c) { return c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        folded.erase(0, std::min(folded.find_first_not_of('/'), folded.size()));
        if (!names.insert(folded).second) {
            return folded;
        }
    }
    return {};
}

std::optional<std::uint64_t> ZipArchive::index_of(std::string_view part) const {
    const std::string name(part.substr(part.starts_with('/') ? 1 : 0));
    const zip_int64_t index = zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE);
    return index < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(index));
}

bool ZipArchive::has(std::string_view part) const { return index_of(part).has_value(); }

std::unique_ptr<ZipStream> ZipArchive::stream(std::string_view part, std::vector<DataFault>& faults) const {
    const auto refuse = [&](DataFault fault) {
        fault.file = path_;
        faults.push_back(std::move(fault));
        return nullptr;
    };
    const auto index = index_of(part);
    if (!index) {
        return refuse(fault_texts::damaged_workbook("it has no part " + std::string(part)));
    }
    std::unique_ptr<ZipStream> stream(new ZipStream());
    int code = 0;
    stream->archive_ = zip_open(path_.c_str(), ZIP_RDONLY, &code);
    if (stream->archive_ == nullptr) {
        return refuse(fault_texts::damaged_workbook(text_of(code)));
    }
    zip_stat_t status;
    zip_stat_init(&status);
    stream->limits_ = limits_;
    if (zip_stat_index(stream->archive_, *index, 0, &status) == 0) {
        stream->folded_ = (status.valid & ZIP_STAT_COMP_SIZE) != 0 ? status.comp_size : 0;
        stream->unfolded_ = (status.valid & ZIP_STAT_SIZE) != 0 ? status.size : 0;
        if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE) {
            return refuse(fault_texts::old_workbook());
        }
    }
    stream->file_ = zip_fopen_index(stream->archive_, *index, 0);
    if (stream->file_ == nullptr) {
        return refuse(fault_texts::damaged_workbook(zip_strerror(stream->archive_)));
    }
    return stream;
}

std::optional<std::string> ZipArchive::read(std::string_view part, std::vector<DataFault>& faults) const {
    const auto from = stream(part, faults);
    if (from == nullptr) {
        return std::nullopt;
    }
    std::string text;
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    while (true) {
        const std::size_t before = text.size();
        text.resize(before + kPiece);
        const std::size_t got = from->read(text.data() + before, kPiece);
        text.resize(before + got);
        if (got == 0) {
            break;
        }
        if (text.size() > limits_.part_bytes) {
            faults.push_back(fault_texts::hostile_workbook({"有一个部件太大", "a part of it is too large"}));
            faults.back().file = path_;
            return std::nullopt;
        }
    }
    if (from->failure() != nullptr) {
        faults.push_back(*from->failure());
        faults.back().file = path_;
        return std::nullopt;
    }
    return text;
}

}  // namespace huiqi
