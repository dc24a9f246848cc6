#include "engine/numeric/work.h"

#include <limits>
#include <utility>

namespace huiqi {
namespace {

/// What this thread has spent, and what it may.
struct Account {
    std::uint64_t spent = 0;
    std::uint64_t units = std::numeric_limits<std::uint64_t>::max();
    std::size_t bits = std::numeric_limits<std::size_t>::max();
};

thread_local constinit Account account;

}  // namespace

WorkLimit::WorkLimit(std::uint64_t units, std::size_t bits) noexcept
    : outer_spent_(account.spent), outer_units_(account.units), outer_bits_(account.bits) {
    account = {.spent = 0, .units = units, .bits = bits};
}

WorkLimit::~WorkLimit() {
    account = {.spent = outer_spent_, .units = outer_units_, .bits = outer_bits_};
}

std::uint64_t WorkLimit::renew(std::uint64_t units) noexcept {
    account.units = units;
    return std::exchange(account.spent, 0);
}

std::uint64_t WorkLimit::spent() noexcept {
    return account.spent;
}

void spend_work(std::uint64_t units) {
    account.spent += units;
    if (account.spent > account.units) {
        throw WorkSpent{};
    }
}

void note_work(std::uint64_t units) noexcept {
    account.spent += units;
}

void claim_bits(std::size_t bits) {
    if (bits > account.bits) {
        // as good as all that was left: what asks again is refused again
        account.spent = account.units == std::numeric_limits<std::uint64_t>::max() ? account.spent : account.units + 1;
        throw WorkSpent{};
    }
}

}  // namespace huiqi
