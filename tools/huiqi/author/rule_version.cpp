#include "tools/huiqi/author/rule_version.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <system_error>
#include <utility>
#include <vector>

#include "tools/huiqi/author/git_reader.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

[[nodiscard]] std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

/// Gives the folders of a repository that rules at `path` may lean on: beside it, and the folders `rules` and `cases` that hold it.
[[nodiscard]] std::vector<std::string> needed_paths(const fs::path& path) {
    fs::path above;
    for (const fs::path& part : path) {
        if (part == "rules" || part == "cases") {
            return {(above / "rules").generic_string(), (above / "cases").generic_string()};
        }
        above /= part;
    }
    const bool file = path.extension() == ".yaml" || path.extension() == ".yml";
    const fs::path folder = file ? path.parent_path() : path;
    return folder.empty() || folder == "." ? std::vector<std::string>{} : std::vector{folder.generic_string()};
}

[[nodiscard]] fs::path temporary_folder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "huiqi-diff-XXXXXX").string();
    return error || mkdtemp(name.data()) == nullptr ? fs::path() : fs::path(name);
}

/// Lets a process of its own remove a folder when this one ends, however it ends: Ctrl+C and kill -9 run no destructor. It waits for
/// the end of a pipe that only this process holds open. Where it cannot be started, the destructor alone removes the folder.
void remove_at_the_end(const fs::path& folder) {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return;
    }
    const pid_t child = fork();
    if (child != 0) {
        close(ends[0]);   // the other end stays open until the process ends
        if (child < 0) {
            close(ends[1]);
        } else {
            setpgid(child, child);   // what is sent to the whole group, as by a terminal, does not reach it
        }
        return;
    }
    setpgid(0, 0);   // whichever of the two comes first
    const int limit = static_cast<int>(sysconf(_SC_OPEN_MAX));
    for (int one = 0; one < (limit > 0 && limit < 4096 ? limit : 4096); ++one) {
        if (one != ends[0]) {
            close(one);   // nobody shall wait for an output that this process holds
        }
    }
    char byte = 0;
    while (read(ends[0], &byte, 1) > 0) {
    }
    std::error_code error;
    fs::remove_all(folder, error);
    for (int again = 0; again < 10; ++again) {   // a git that was begun and not killed may still write into it
        usleep(200'000);
        fs::remove_all(folder, error);
    }
    _exit(0);
}

/// Makes a folder that is gone when this process is; empty where that cannot be. No Ctrl+C comes between its making and its keeper.
[[nodiscard]] fs::path passing_folder() {
    sigset_t ends;
    sigset_t before;
    sigemptyset(&ends);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&ends, signal);
    }
    pthread_sigmask(SIG_BLOCK, &ends, &before);
    fs::path made = temporary_folder();
    if (!made.empty()) {
        remove_at_the_end(made);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return made;
}

}  // namespace

RuleVersion::RuleVersion(RuleVersion&& other) noexcept
    : name_(std::move(other.name_)), path_(std::move(other.path_)), folder_(std::exchange(other.folder_, {})), prefix_(std::move(other.prefix_)), kept_(std::move(other.kept_)) {}

RuleVersion& RuleVersion::operator=(RuleVersion&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(path_, other.path_);
    std::swap(folder_, other.folder_);
    std::swap(prefix_, other.prefix_);
    std::swap(kept_, other.kept_);
    return *this;
}

RuleVersion::~RuleVersion() {
    if (!folder_.empty()) {
        std::error_code error;
        fs::remove_all(folder_, error);
    }
}

std::optional<RuleVersion> RuleVersion::open(const Program& program, const std::string& what, const std::string& revision, Exit& exit) {
    std::error_code error;
    RuleVersion made;
    made.name_ = revision.empty() ? what : revision + ":" + what;
    const std::size_t colon = what.find(':');
    if (revision.empty() && (fs::exists(what, error) || colon == what.npos || colon == 0)) {
        made.path_ = what;   // where there is nothing, the loader says so
        return made;
    }
    const std::string commit_name = revision.empty() ? what.substr(0, colon) : revision;
    const std::string path = revision.empty() ? what.substr(colon + 1) : what;
    exit = Exit::input_missing;
    made.folder_ = passing_folder();
    if (made.folder_.empty()) {
        complain(program, {"建不了临时文件夹", "cannot make a temporary folder"});
        exit = Exit::input_output;
        return std::nullopt;
    }
    // a path behind a revision counts from the top, as git has it; beside --git it is one of this machine
    fs::path beside = revision.empty() ? fs::current_path(error) : fs::absolute(path, error);
    while (!beside.empty() && beside != beside.root_path() && !fs::is_directory(beside, error)) {
        beside = beside.parent_path();
    }
    const ProgramRun top = run_git(made.folder_, beside.string(), {"rev-parse", "--show-toplevel", "--show-prefix"});
    if (!top.found) {
        complain(program, {"这台机器上没有 git，读不了“" + made.name_ + "”", "there is no git on this machine, so `" + made.name_ + "` cannot be read"},
                 {"装上 git，或者把旧版本另存为一个文件夹再比较", "install git, or save the old version as a folder and compare that"});
        return std::nullopt;
    }
    if (top.exit != 0) {
        complain(program, {"“" + beside.string() + "”不在 git 仓库里，读不了“" + made.name_ + "”：" + top.complaint,
                           "`" + beside.string() + "` is in no git repository, so `" + made.name_ + "` cannot be read: " + top.complaint},
                 {"没有叫这个名字的文件或文件夹；写文件、文件夹，或者 版本:路径", "no file or folder has that name; write a file, a folder, or REVISION:PATH"});
        return std::nullopt;
    }
    const std::string toplevel = top.output.substr(0, top.output.find('\n'));
    const std::string prefix = trimmed(top.output.substr(toplevel.size() + 1));
    const ProgramRun commit = run_git(made.folder_, beside.string(), {"rev-parse", "--verify", "--quiet", "--end-of-options", commit_name + "^{tree}"});
    if (commit.exit != 0) {
        complain(program, {"git 不认识版本“" + commit_name + "”", "git knows no revision `" + commit_name + "`"},
                 {"git log --oneline 列出有哪些", "git log --oneline lists what there is"});
        return std::nullopt;
    }
    fs::path inside = path;
    if (!revision.empty()) {
        inside = fs::weakly_canonical(path, error).lexically_relative(fs::weakly_canonical(toplevel, error));
    } else if (path.starts_with("./") || path.starts_with("../")) {
        inside = fs::path(prefix + path);
    }
    inside = inside.lexically_normal();
    if (inside.is_absolute() || (!inside.empty() && *inside.begin() == "..")) {
        complain(program, {"“" + path + "”在仓库外面", "`" + path + "` lies outside of the repository"});
        return std::nullopt;
    }
    const fs::path target = made.folder_ / "tree";
    if (const auto wrong = lay_out_revision(made.folder_, toplevel, trimmed(commit.output), needed_paths(inside), target)) {
        complain(program, {"读不了“" + made.name_ + "”：" + wrong->zh, "`" + made.name_ + "` cannot be read: " + wrong->en});
        return std::nullopt;
    }
    made.path_ = inside.empty() || inside == "." ? target.string() : (target / inside).string();
    made.prefix_ = commit_name + ":";
    if (!fs::exists(made.path_, error)) {
        complain(program, {"版本“" + commit_name + "”里没有“" + inside.generic_string() + "”", "the revision `" + commit_name + "` has no `" + inside.generic_string() + "`"});
        return std::nullopt;
    }
    exit = Exit::done;
    return made;
}

LoadedRules RuleVersion::load() {
    LoadedRules rules = load_rules({path_});
    if (folder_.empty()) {
        return rules;
    }
    const std::string folder = (folder_ / "tree").string() + "/";
    const std::shared_ptr<Sources> laid_out = rules.rulebook.sources;
    auto named = std::make_shared<Sources>();
    for (SourceId id = 0; id < laid_out->size(); ++id) {
        const Source& source = (*laid_out)[id];
        named->add(source.name().starts_with(folder) ? prefix_ + source.name().substr(folder.size()) : source.name(), std::string(source.text()));
    }
    rules.rulebook.sources = named;
    kept_.push_back(laid_out);   // stored texts look into it
    return rules;
}

}  // namespace huiqi
