# Half the time of a build goes into reading the headers of others: with HUIQI_PRECOMPILE they are read once.
# The release build does without, so that an include that a file forgot is still missed.

# huiqi_precompiled(<target> <header>...): holds precompiled headers for the targets that share them.
function(huiqi_precompiled target)
    if(HUIQI_PRECOMPILE)
        add_library(${target} OBJECT "${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp")
        target_precompile_headers(${target} PRIVATE ${ARGN})
        target_link_libraries(${target} PRIVATE Boost::headers fmt::fmt)
        if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
            # The same headers give the same file, so that ccache finds what another folder compiled.
            target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
        endif()
    endif()
endfunction()

# huiqi_precompile(<target> <target that holds them>)
function(huiqi_precompile target headers)
    if(HUIQI_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM ${headers})
        # A program is compiled with -fPIE, which the headers were not.
        target_compile_options(${target} PRIVATE -fPIC)
    endif()
endfunction()

huiqi_precompiled(huiqi_headers
    <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string>
    <string_view> <unordered_map> <utility> <variant> <vector>
    <boost/multiprecision/cpp_int.hpp> <fmt/format.h>)
