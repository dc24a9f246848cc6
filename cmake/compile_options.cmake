# How every file of this project is compiled. Nothing here leaks into the installed package.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

find_program(HUIQI_CCACHE ccache)
mark_as_advanced(HUIQI_CCACHE)
if(HUIQI_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    # Build folders of the same flags share what they compiled, in every checkout: paths below this one count as
    # relative. Only the folder named in the debug information may then be another's.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=true "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
        CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=true "${HUIQI_CCACHE}")
endif()

add_compile_options(
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Wdouble-promotion
    # Line tables are enough for a stack trace, and a third of the size of full debug information.
    -g1
    # Debug is for the sanitizers: this halves their cost at half the compile time of -O1.
    $<$<CONFIG:Debug>:-Og>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # std::stable_sort of libstdc++ 12 calls what that library declares deprecated.
    add_compile_options(-Wno-deprecated-declarations)
endif()
if(HUIQI_WERROR)
    add_compile_options(-Werror)
endif()

# Every test is a program of its own: the quicker linker saves seconds in each round of edit and test.
find_program(HUIQI_MOLD mold)
mark_as_advanced(HUIQI_MOLD)
if(HUIQI_MOLD AND HUIQI_PRECOMPILE AND NOT HUIQI_FUZZ)
    add_link_options(-fuse-ld=mold)
endif()

# HUIQI_SANITIZER_FLAGS is also what a program must link with that uses an instrumented library.
set(HUIQI_SANITIZER_FLAGS)
if(HUIQI_SANITIZE STREQUAL "thread")
    set(HUIQI_SANITIZER_FLAGS -fsanitize=thread)
elseif(HUIQI_SANITIZE)
    set(HUIQI_SANITIZER_FLAGS -fsanitize=address,undefined)
endif()
if("-fsanitize=address,undefined" IN_LIST HUIQI_SANITIZER_FLAGS)
    # Without the address sanitizer GCC 12 reports this inside the stream iterators of its own library.
    add_compile_options(-Wnull-dereference)
endif()
if(HUIQI_SANITIZER_FLAGS)
    add_compile_options(${HUIQI_SANITIZER_FLAGS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(${HUIQI_SANITIZER_FLAGS})
endif()

if(HUIQI_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "HUIQI_FUZZ needs clang: use the preset `fuzz`")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(HUIQI_COVERAGE)
    add_compile_options(--coverage -fprofile-update=atomic)
    add_link_options(--coverage)
endif()
