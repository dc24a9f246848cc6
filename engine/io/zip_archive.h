#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"

struct zip;
struct zip_file;

namespace huiqi {

/// Bounds on what an archive may ask for: small files that unfold without end are an old trick.
struct ZipLimits {
    std::uint64_t entries = 20'000;
    std::uint64_t part_bytes = std::uint64_t{256} << 20;     ///< of a part that is read whole
    std::uint64_t stream_bytes = std::uint64_t{16} << 30;    ///< of a part that is read as a stream
    std::uint64_t ratio = 200;                               ///< unfolded to folded, beyond `small_bytes`
    std::uint64_t small_bytes = std::uint64_t{64} << 20;
};

/// One part of an archive, read from its beginning to its end.
class ZipStream {
public:
    ZipStream(const ZipStream&) = delete;
    ZipStream& operator=(const ZipStream&) = delete;
    ~ZipStream();

    /// Gives the next bytes; 0 at the end or when something is wrong: then `failure` says what.
    [[nodiscard]] std::size_t read(char* to, std::size_t room);
    [[nodiscard]] const DataFault* failure() const noexcept { return failure_.get(); }
    /// Bytes of the archive behind what was read so far, as far as can be told.
    [[nodiscard]] std::uint64_t consumed() const noexcept;

private:
    friend class ZipArchive;
    ZipStream() = default;

    zip* archive_ = nullptr;   ///< one of its own: streams of one archive are read by turns
    zip_file* file_ = nullptr;
    ZipLimits limits_;
    std::uint64_t folded_ = 0;
    std::uint64_t unfolded_ = 0;   ///< as the archive says
    std::uint64_t read_ = 0;
    std::unique_ptr<DataFault> failure_;
};

/// A zip archive that is read. The one place that knows libzip.
class ZipArchive {
public:
    /// Opens it; adds D211 (no archive, damaged, two parts of one name) or D213 (an old or encrypted workbook) when that fails.
    [[nodiscard]] static std::unique_ptr<ZipArchive> open(const std::string& path, const ZipLimits& limits,
                                                          std::vector<DataFault>& faults);
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;
    ~ZipArchive();

    [[nodiscard]] bool has(std::string_view part) const;
    /// Reads a part whole, as far as the limits allow.
    [[nodiscard]] std::optional<std::string> read(std::string_view part, std::vector<DataFault>& faults) const;
    /// Opens a part as a stream that may outlive the archive; null with a fault added when there is none.
    [[nodiscard]] std::unique_ptr<ZipStream> stream(std::string_view part, std::vector<DataFault>& faults) const;

private:
    ZipArchive(std::string path, zip* archive, const ZipLimits& limits)
        : path_(std::move(path)), archive_(archive), limits_(limits) {}
    /// Gives a name that two parts have, for readers that differ in case and slashes; empty when there is none.
    [[nodiscard]] std::string named_twice() const;
    [[nodiscard]] std::optional<std::uint64_t> index_of(std::string_view part) const;

    std::string path_;
    zip* archive_;
    ZipLimits limits_;
};

}  // namespace huiqi
