#pragma once

#include <memory>
#include <string>
#include <vector>

#include "huiqi/message.h"

namespace huiqi {

/// Rules as loaded and checked, with all that is to be said about them. Never changes; may be shared between
/// threads. A moved-from object may only be assigned to or destroyed.
class Rules {
public:
    /// Loads rule files, bundles and folders of them, with the files that they name by id. Whatever is wrong,
    /// a path that does not exist included, is in `messages`.
    [[nodiscard]] static Rules load(const std::vector<std::string>& paths);
    /// Loads one rule file from its text; `name` stands for the path in messages. Nothing else is looked for.
    [[nodiscard]] static Rules from_text(std::string name, std::string text);

    Rules(Rules&& other) noexcept;
    Rules& operator=(Rules&& other) noexcept;
    Rules(const Rules&) = delete;
    Rules& operator=(const Rules&) = delete;
    ~Rules();

    /// Tells whether the rules may be computed with: no message is an error.
    [[nodiscard]] bool sound() const noexcept;
    /// Gives all messages in the order of their places.
    [[nodiscard]] const std::vector<Message>& messages() const noexcept;
    /// Gives the ids of the incentives that can be computed: those asked for, with every local parameter set.
    [[nodiscard]] std::vector<std::string> incentives() const;
    /// Gives the ids of the bundles.
    [[nodiscard]] std::vector<std::string> bundles() const;

private:
    friend class Engine;
    struct Impl;
    explicit Rules(std::unique_ptr<Impl> impl) noexcept;

    std::unique_ptr<Impl> impl_;
};

}  // namespace huiqi
