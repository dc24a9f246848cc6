#include "engine/io/key_register.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <random>
#include <utility>

#include "engine/io/fault_texts.h"
#include "engine/io/input_file.h"
#include "engine/io/spill_file.h"
#include "engine/numeric/int128.h"

namespace huiqi {
namespace {

/// What stands in front of the characters of a number that waits.
struct EntryHead {
    std::uint64_t line = 0;
    std::uint64_t hash = 0;
    std::uint32_t length = 0;
};

constexpr std::size_t kHeadBytes = 20;

void append_entry(std::string& to, const EntryHead& head, std::string_view number) {
    const std::size_t at = to.size();
    to.resize(at + kHeadBytes);
    std::memcpy(to.data() + at, &head.line, 8);
    std::memcpy(to.data() + at + 8, &head.hash, 8);
    std::memcpy(to.data() + at + 16, &head.length, 4);
    to += number;
}

EntryHead head_at(std::string_view bytes) {
    EntryHead head;
    std::memcpy(&head.line, bytes.data(), 8);
    std::memcpy(&head.hash, bytes.data() + 8, 8);
    std::memcpy(&head.length, bytes.data() + 16, 4);
    return head;
}

/// Multiplies to 128 bits and folds the halves: each bit of the input reaches each of the output.
std::uint64_t mixed(std::uint64_t left, std::uint64_t right) {
    const auto product = static_cast<UInt128>(left) * right;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Hashes with a seed of the run, so that no file can be written to slow its reader down.
std::uint64_t seeded_hash(std::string_view text, std::uint64_t seed) {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = seed ^ text.size();
    while (!text.empty()) {
        std::uint64_t word = 0;
        const std::size_t size = std::min(text.size(), sizeof word);
        std::memcpy(&word, text.data(), size);
        text.remove_prefix(size);
        hash = mixed(hash ^ word, kOdd ^ seed);
    }
    return mixed(hash, kOdd);
}

}  // namespace

DataFault repeat_fault(std::string_view number, const std::vector<std::uint64_t>& lines, std::uint64_t line) {
    std::vector<std::uint64_t> others;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(others),
                 [line](std::uint64_t other) { return other != line; });
    return fault_texts::duplicate_key(number, others);
}

std::string_view trimmed_number(std::string_view cell) noexcept {
    constexpr std::array<std::string_view, 4> kBlanks{" ", "\t", "\xC2\xA0", "\xE3\x80\x80"};
    for (bool again = !cell.empty() && may_have_blanks(cell); again;) {
        again = false;
        for (const std::string_view blank : kBlanks) {
            if (cell.starts_with(blank)) {
                cell.remove_prefix(blank.size());
                again = true;
            }
            if (cell.ends_with(blank)) {
                cell.remove_suffix(blank.size());
                again = true;
            }
        }
    }
    return cell;
}

const std::vector<std::uint64_t>* RepeatedNumbers::find(std::string_view number) const {
    const auto found = lines.find(number);
    return found == lines.end() ? nullptr : &found->second;
}

std::vector<DataFault> RepeatedNumbers::faults(const std::string& file, const std::string& key, std::size_t most) const {
    std::vector<std::pair<std::uint64_t, const std::string*>> order;
    for (const auto& [number, places] : lines) {
        order.emplace_back(places.front(), &number);
    }
    std::sort(order.begin(), order.end());
    std::vector<DataFault> faults;
    for (std::size_t at = 0; at < std::min(most, order.size()); ++at) {
        const std::string& number = *order[at].second;
        DataFault fault = repeat_fault(number, lines.at(number), order[at].first);
        fault.file = file;
        fault.line = order[at].first;
        fault.column_name = key;
        faults.push_back(std::move(fault));
    }
    return faults;
}

/// The different numbers of one part that are in no run: an open table of places in a text.
class KeyRegister::Part {
public:
    Part(RepeatedNumbers& repeated, const KeyRuns& runs) : repeated_(repeated), runs_(runs), slots_(kFirstSlots, 0) {}

    void clear() {
        numbers_.clear();
        entries_.clear();
        std::fill(slots_.begin(), slots_.end(), 0);
    }

    /// Takes all entries of a piece, in their order.
    void take(std::string_view bytes) {
        while (!bytes.empty()) {
            const EntryHead head = head_at(bytes);
            take(head, bytes.substr(kHeadBytes, head.length));
            bytes.remove_prefix(kHeadBytes + head.length);
        }
    }

private:
    static constexpr std::size_t kFirstSlots = 1024;

    /// A number met for the first time.
    struct Entry {
        EntryHead head;
        std::size_t begin = 0;
    };

    void take(const EntryHead& head, std::string_view number) {
        if (const auto line = runs_.line_of(number)) {
            note(number, *line, head.line);
            return;
        }
        // The highest bits chose the part; the lowest choose the slot.
        std::size_t slot = head.hash & (slots_.size() - 1);
        for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
            const Entry& entry = entries_[slots_[slot] - 1];
            if (entry.head.hash == head.hash && std::string_view(numbers_).substr(entry.begin, entry.head.length) == number) {
                note(number, entry.head.line, head.line);
                return;
            }
        }
        entries_.push_back({.head = head, .begin = numbers_.size()});
        numbers_ += number;
        slots_[slot] = static_cast<std::uint32_t>(entries_.size());
        if (entries_.size() * 2 > slots_.size()) {
            grow();
        }
    }

    void grow() {
        slots_.assign(slots_.size() * 2, 0);
        for (std::size_t at = 0; at < entries_.size(); ++at) {
            std::size_t slot = entries_[at].head.hash & (slots_.size() - 1);
            while (slots_[slot] != 0) {
                slot = (slot + 1) & (slots_.size() - 1);
            }
            slots_[slot] = static_cast<std::uint32_t>(at + 1);
        }
    }

    void note(std::string_view number, std::uint64_t first, std::uint64_t line) {
        auto found = repeated_.lines.find(number);
        if (found == repeated_.lines.end()) {
            if (repeated_.lines.size() == RepeatedNumbers::kMostNumbers) {
                repeated_.too_many = true;
                return;
            }
            found = repeated_.lines.emplace(number, std::vector<std::uint64_t>{first}).first;
        }
        std::vector<std::uint64_t>& lines = found->second;
        lines.insert(std::upper_bound(lines.begin(), lines.end(), line), line);
        if (lines.size() > RepeatedNumbers::kMostLines) {
            lines.pop_back();
        }
    }

    RepeatedNumbers& repeated_;
    const KeyRuns& runs_;
    std::string numbers_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> slots_;   ///< index + 1 of an entry; 0 is free; a power of two of them
};

KeyRegister::KeyRegister(std::size_t most_memory)
    : most_memory_(most_memory), seed_(std::uint64_t{std::random_device{}()} << 32 | std::random_device{}()) {}

KeyRegister::~KeyRegister() = default;

void KeyRegister::add(const BlockNumbers& numbers) {
    for (std::size_t at = 0; at < numbers.size(); ++at) {
        add(numbers.at(at));
    }
}

void KeyRegister::add(std::string_view number, std::uint64_t line) {
    add({.first = number, .last = number, .line = line, .count = 1});
}

void KeyRegister::add(const NumberStretch& typed) {
    NumberStretch numbers = typed;   // the numbers in between have folds that count on as well: only their digits differ
    if (!is_folded_key(typed.first)) {
        numbers.first = folded_key(typed.first, folded_first_);
        numbers.last = folded_key(typed.last, folded_last_);
        if (numbers.count > 1 && !can_count_on(numbers.first)) {   // longer by its fold than numbers that count on
            KeyRun{std::string(typed.first), typed.line, typed.count}.for_each(
                [this](std::string_view alone, std::uint64_t at) { enter(folded_key(alone, folded_first_), at); });
            return;
        }
    }
    runs_.add(numbers, [this](std::string_view alone, std::uint64_t at) { enter(alone, at); });
}

void KeyRegister::enter(std::string_view number, std::uint64_t line) {
    const std::uint64_t hash = seeded_hash(number, seed_);
    std::string& waiting = waiting_[hash >> 56];
    append_entry(waiting, {.line = line, .hash = hash, .length = static_cast<std::uint32_t>(number.size())}, number);
    held_ += kHeadBytes + number.size();
    if (held_ > most_memory_) {
        spill();
    }
}

void KeyRegister::fail(int error) {
    if (failure_ == nullptr) {
        failure_ = std::make_unique<DataFault>(fault_texts::cannot_write(errno_text(error)));
        failure_->file = "huiqi-XXXXXX";
    }
}

void KeyRegister::spill() {
    int error = 0;
    if (spilled_ == nullptr && failure_ == nullptr) {
        spilled_ = SpillFile::make(kParts, error);
        if (spilled_ == nullptr) {
            fail(error);
        }
    }
    for (std::size_t part = 0; part < kParts; ++part) {
        if (failure_ == nullptr && !waiting_[part].empty() && !spilled_->append(part, waiting_[part], error)) {
            fail(error);
        }
        waiting_[part].clear();
    }
    held_ = 0;
}

bool KeyRegister::read_part(std::size_t part, Part& into) {
    std::string bytes;
    for (std::size_t piece = 0; spilled_ != nullptr && piece < spilled_->pieces(part); ++piece) {
        int error = 0;
        if (!spilled_->read(part, piece, bytes, error)) {
            fail(error);
            return false;
        }
        into.take(bytes);
    }
    into.take(waiting_[part]);
    return true;
}

RepeatedNumbers KeyRegister::repeated() {
    runs_.finish([this](std::string_view alone, std::uint64_t at) { enter(alone, at); });
    RepeatedNumbers repeated;
    Part numbers(repeated, runs_);
    for (std::size_t part = 0; part < kParts && failure_ == nullptr; ++part) {
        numbers.clear();
        read_part(part, numbers);
    }
    return repeated;
}

}  // namespace huiqi
