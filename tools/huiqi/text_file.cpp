#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/text_file.h"

#include <algorithm>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/output_file.h"

namespace huiqi {

Exit write_text_file(const Program& program, const std::string& path, bool replace, std::string_view text) {
    if (path.empty() || path == "-") {
        return put(text) ? Exit::done : Exit::input_output;
    }
    std::vector<DataFault> faults;
    const auto file = OutputFile::open(path, replace, faults);
    show_faults(program, faults);
    if (file == nullptr) {
        return output_problem(faults);
    }
    if (!file->write(text) || !file->commit()) {
        if (const DataFault* failure = file->failure()) {
            show_faults(program, {*failure});
        }
        return Exit::input_output;
    }
    return Exit::done;
}

}  // namespace huiqi
