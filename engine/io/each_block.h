#pragma once

#include "engine/io/parsed_block.h"
#include "engine/io/record_input.h"

namespace huiqi {

/// Reads an input to its end on this thread: `take` gets one parsed block after the other, all in the same memory.
template <class Take>
void each_block(RecordInput& input, const Schema& schema, const Take& take) {
    const auto parser = input.parser();
    ParsedBlock block(schema);
    while (input.next(block.block)) {
        block.clear();
        parser->parse(block);
        take(block);
    }
}

}  // namespace huiqi
