#include "tools/huiqi/report/printed_pdf.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "tools/huiqi/ledger/kept_batch.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kLongest{10};

[[nodiscard]] std::string read_all(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A folder for one printing, gone with this: the browser's profile lies there, and the page under a name without signs that an
/// address would change.
class PrintingFolder {
public:
    PrintingFolder() : path_(make_private_folder()) {}
    PrintingFolder(const PrintingFolder&) = delete;
    PrintingFolder& operator=(const PrintingFolder&) = delete;
    ~PrintingFolder() {
        std::error_code ignored;
        if (!path_.empty()) {
            fs::remove_all(path_, ignored);
        }
    }
    [[nodiscard]] const fs::path& path() const noexcept { return path_; }

private:
    fs::path path_;
};

/// Nothing is asked of any network: no name is resolved, every connection goes to a proxy that is not there, and the browser's
/// own errands are off. The page itself forbids all that is not in it.
[[nodiscard]] std::vector<std::string> words_for(const std::string& browser, const fs::path& folder) {
    std::vector<std::string> words{browser,
                                   "--headless",
                                   "--disable-gpu",
                                   "--disable-dev-shm-usage",
                                   "--disable-extensions",
                                   "--disable-background-networking",
                                   "--disable-component-update",
                                   "--disable-default-apps",
                                   "--disable-sync",
                                   "--metrics-recording-only",
                                   "--no-first-run",
                                   "--no-default-browser-check",
                                   "--proxy-server=127.0.0.1:9",
                                   "--host-resolver-rules=MAP * ~NOTFOUND",
                                   "--user-data-dir=" + (folder / "profile").string(),
                                   "--no-pdf-header-footer",
                                   "--print-to-pdf=" + (folder / "page.pdf").string()};
    if (geteuid() == 0) {
        words.emplace_back("--no-sandbox");   // the browser does not start for root otherwise
    }
    words.push_back("file://" + (folder / "page.html").string());
    return words;
}

/// Becomes the browser, silent, in a child process. It ends with this program, also when that is killed.
[[noreturn]] void become(char* const* words, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = ::open("/dev/null", O_RDWR);
    if (getppid() == parent && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(nothing, STDOUT_FILENO) >= 0 &&
        dup2(nothing, STDERR_FILENO) >= 0) {
        execv(words[0], words);
    }
    _exit(127);
}

/// Runs the browser and waits for it; false when it did not start, failed or took too long.
[[nodiscard]] bool run_browser(std::vector<std::string> words) {
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        become(pointers.data(), parent);
    }
    if (child < 0) {
        return false;
    }
    const auto end = std::chrono::steady_clock::now() + kLongest;
    int status = 0;
    while (true) {
        const pid_t done = waitpid(child, &status, WNOHANG);
        if (done == child) {
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        }
        if (done < 0 && errno != EINTR) {
            return false;
        }
        if (std::chrono::steady_clock::now() > end) {
            ::kill(child, SIGKILL);
            (void)waitpid(child, &status, 0);
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

}  // namespace

std::string find_browser() {
    const char* variable = std::getenv("PATH");
    const std::string_view all = variable == nullptr ? "" : variable;
    for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
        for (std::size_t begin = 0; begin < all.size();) {
            const std::size_t end = std::min(all.find(':', begin), all.size());
            const std::string path = std::string(all.substr(begin, end - begin)) + "/" + name;
            begin = end + 1;
            std::error_code error;
            if (path.front() == '/' && fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0) {
                return path;
            }
        }
    }
    return "";
}

std::optional<Bilingual> print_to_pdf(const std::string& browser, const std::string& page, std::string& pdf) {
    const PrintingFolder folder;
    std::error_code error;
    if (!folder.path().empty()) {
        fs::create_symlink(fs::absolute(page, error), folder.path() / "page.html", error);
    }
    if (folder.path().empty() || error) {
        return Bilingual{"写不了临时文件夹", "cannot write to the temporary folder"};
    }
    const bool ran = run_browser(words_for(browser, folder.path()));
    pdf = read_all(folder.path() / "page.pdf");
    const bool whole = pdf.starts_with("%PDF-") && pdf.find("%%EOF", pdf.size() - std::min<std::size_t>(pdf.size(), 32)) != pdf.npos;
    if (!ran || !whole) {
        return Bilingual{"浏览器（" + browser + "）没有印成 PDF", "the browser (" + browser + ") did not print the PDF file"};
    }
    return std::nullopt;
}

}  // namespace huiqi
