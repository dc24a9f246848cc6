#pragma once

#include <string>

#include "engine/io/child_table.h"
#include "engine/io/parsed_block.h"

namespace huiqi {

/// Finds application numbers that appear twice in a flat file. It remembers every number, so its memory grows
/// with the rows (about 100 bytes each); a folder does the same on its own.
class KeyRegister {
public:
    /// `key` is the heading, for messages.
    KeyRegister(std::string file, std::string key) : file_(std::move(file)), key_(std::move(key)) {}

    /// Sets aside the rows of a block whose number already appeared. Blocks must come in the order of the
    /// file: the first row with a number stays, whatever the number of threads.
    void check(ParsedBlock& parsed);

private:
    std::string file_;
    std::string key_;
    ApplicationNumbers numbers_;
};

}  // namespace huiqi
