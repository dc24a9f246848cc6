#include "tools/huiqi/author/git_reader.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

namespace huiqi {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 20'000;
constexpr std::uint64_t kMostBytes = 512U << 20U;

[[nodiscard]] std::string read_all(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

[[nodiscard]] bool write_all(const fs::path& path, std::string_view text) {
    std::ofstream out(path, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    return static_cast<bool>(out);
}

/// The environment of git: no prompts, no locks, no language of its own, no repository but the one of the folder.
[[nodiscard]] std::vector<std::string> environment() {
    std::vector<std::string> all{"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"};
    for (const char* name : {"PATH", "HOME", "XDG_CONFIG_HOME", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"}) {
        if (const char* value = std::getenv(name)) {
            all.push_back(std::string(name) + "=" + value);
        }
    }
    return all;
}

[[nodiscard]] std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (std::string& word : words) {
        all.push_back(word.data());
    }
    all.push_back(nullptr);
    return all;
}

/// One file of a revision.
struct Entry {
    std::string object;
    std::string path;
};

/// Reads `mode SP type SP object SP size TAB path NUL` …; links and submodules are no files.
[[nodiscard]] std::vector<Entry> read_entries(const std::string& listed, std::uint64_t& bytes) {
    std::vector<Entry> entries;
    for (std::size_t begin = 0; begin < listed.size();) {
        const std::size_t end = std::min(listed.find('\0', begin), listed.size());
        const std::string line = listed.substr(begin, end - begin);
        begin = end + 1;
        const std::size_t tab = line.find('\t');
        if (tab == line.npos || !line.starts_with("100")) {
            continue;
        }
        const std::size_t type = line.find(' ') + 1;
        const std::size_t object = line.find(' ', type) + 1;
        const std::size_t size = line.find(' ', object) + 1;
        bytes += std::strtoull(line.c_str() + line.find_first_not_of(' ', size), nullptr, 10);
        entries.push_back({.object = line.substr(object, size - object - 1), .path = line.substr(tab + 1)});
    }
    return entries;
}

/// A path of a tree leads out of nothing: git refuses such names, but who knows who wrote the objects.
[[nodiscard]] bool stays_inside(const fs::path& path) {
    return path.is_relative() && std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".." || part == ".git"; });
}

/// Writes the files that `cat-file --batch` gave one after another: `object SP blob SP size LF bytes LF`.
[[nodiscard]] bool write_entries(const std::vector<Entry>& entries, const std::string& given, const fs::path& target) {
    std::size_t at = 0;
    for (const Entry& entry : entries) {
        const std::size_t end = given.find('\n', at);
        if (end == given.npos) {
            return false;
        }
        const std::size_t size = std::strtoull(given.c_str() + given.rfind(' ', end) + 1, nullptr, 10);
        if (given.compare(at, entry.object.size(), entry.object) != 0 || size > given.size() - end - 1) {
            return false;
        }
        const fs::path path = target / entry.path;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (!stays_inside(entry.path) || !write_all(path, std::string_view(given).substr(end + 1, size))) {
            return false;
        }
        at = end + 1 + size + 1;
    }
    return true;
}

}  // namespace

ProgramRun run_git(const fs::path& scratch, const std::string& folder, const std::vector<std::string>& arguments, const std::string& input) {
    const fs::path in = scratch / "in";
    const fs::path out = scratch / "out";
    const fs::path err = scratch / "err";
    ProgramRun run;
    if (!write_all(in, input)) {
        run.exit = 1;
        run.complaint = "cannot write to " + scratch.string();
        return run;
    }
    std::vector<std::string> words{"git", "-C", folder};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> around = environment();
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, in.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child = 0;
    const int failed = posix_spawnp(&child, "git", &files, nullptr, pointers(words).data(), pointers(around).data());
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) {
        run.found = failed != ENOENT;
        run.exit = failed;
        run.complaint = std::generic_category().message(failed);
        return run;
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    run.found = run.exit != 127;
    run.output = read_all(out);
    const std::string said = read_all(err);
    run.complaint = said.substr(0, said.find('\n'));
    return run;
}

std::optional<Bilingual> lay_out_revision(const fs::path& scratch, const std::string& folder, const std::string& commit,
                                          const std::vector<std::string>& paths, const fs::path& target) {
    std::vector<std::string> list{"ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--"};
    list.insert(list.end(), paths.begin(), paths.end());
    const ProgramRun listed = run_git(scratch, folder, list);
    if (listed.exit != 0) {
        return Bilingual{"git 读不出这个版本：" + listed.complaint, "git cannot read that revision: " + listed.complaint};
    }
    std::uint64_t bytes = 0;
    const std::vector<Entry> entries = read_entries(listed.output, bytes);
    if (entries.empty()) {
        return Bilingual{"这个版本里没有这些文件", "that revision has no such file"};
    }
    if (entries.size() > kMostFiles || bytes > kMostBytes) {
        return Bilingual{"这个版本的文件太多（最多 20000 个、512 MiB）", "that revision has too many files there (at most 20,000, 512 MiB)"};
    }
    std::string objects;
    for (const Entry& entry : entries) {
        objects += entry.object + "\n";
    }
    const ProgramRun given = run_git(scratch, folder, {"cat-file", "--batch"}, objects);
    if (given.exit != 0 || !write_entries(entries, given.output, target)) {
        return Bilingual{"git 给出的文件不完整：" + given.complaint, "git did not give all of its files: " + given.complaint};
    }
    return std::nullopt;
}

}  // namespace huiqi
