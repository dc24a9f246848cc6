#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace huiqi {

/// A drawing of boxes and labelled arrows between them: what is put in, and where it stands. All lengths in pixels.
struct CaseLayout {
    struct Box {
        int width = 0;
        int height = 0;
        bool central = false;   ///< the first column begins with these
        int x = 0;              ///< of its middle
        int y = 0;
    };
    struct Arrow {
        std::size_t from = 0;   ///< boxes; never the same
        std::size_t to = 0;
        int width = 0;          ///< of its label
        int height = 0;
        int x = 0;              ///< of the middle of its label
        int y = 0;              ///< of the line under its label
        std::string path = {};  ///< for `d` of a path in SVG
    };
    std::vector<Box> boxes;
    std::vector<Arrow> arrows;
    int width = 0;
    int height = 0;

    /// Puts boxes in columns by how many arrows lie between them and the central ones, three columns wide and back below them.
    /// No box covers another, and no label a box or another label: every arrow has a place of its own beside the box that is
    /// farther from the central ones.
    void place();
};

}  // namespace huiqi
