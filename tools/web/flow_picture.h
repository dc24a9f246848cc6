#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/web/html.h"

namespace huiqi {

/// A picture of boxes in columns from left to right, with lines from what is used to what uses it: how an incentive or a bundle comes
/// to its result. It can be drawn, and told in words.
struct FlowPicture {
    enum class Shape : std::uint8_t { input, value, table, condition, step, round, limit, result, stage };
    struct Box {
        Shape shape = Shape::value;
        std::string title;                 ///< one or two lines
        std::string detail;                ///< up to three lines; what is longer is cut, and whole in the words
        std::string mark;                  ///< how much of it cases reach: `✓` or `3/5`
        bool complete = true;              ///< they reach all of it
        std::vector<std::size_t> uses;     ///< boxes, by their place among all
    };
    /// Boxes under one heading; groups of one column stand below one another.
    struct Group {
        std::size_t column = 0;
        std::string heading;
        bool chained = false;              ///< each box goes on from the one before it
        bool follows = false;              ///< the group goes on from the group above it
        std::vector<Box> boxes;
    };
    std::string title, description;
    std::vector<Group> groups;

    /// Adds a box to the last group and gives its place among all.
    std::size_t add(Box box);
    [[nodiscard]] std::size_t size() const noexcept { return count_; }

private:
    std::size_t count_ = 0;
};

/// Draws a picture as SVG with title and description; `id` is unlike that of other pictures in the page.
[[nodiscard]] std::string flow_svg(const FlowPicture& picture, const std::string& id);
/// Tells a picture in words: each group with its boxes, and what each uses.
[[nodiscard]] std::string flow_words(const PageStyle& style, const FlowPicture& picture);
/// Gives both as a figure: the words folded behind the picture.
[[nodiscard]] std::string flow_figure(const PageStyle& style, const FlowPicture& picture, const std::string& id);

}  // namespace huiqi
