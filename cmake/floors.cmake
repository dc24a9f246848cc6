# One static library per floor: huiqi_<floor>, made of the sources below engine/<floor>. A floor links the floor it
# stands on, and so everything below; a folder without sources gives a target that only passes this on.
# tests/structure holds the includes to the same order.

# huiqi_floor(<floor> [PROGRAM_ONLY] [ON <floor below>...] [USES <library>...] [SOURCES <generated source>...])
# PROGRAM_ONLY: the installed library does without it, and without what it uses.
function(huiqi_floor floor)
    cmake_parse_arguments(PARSE_ARGV 1 arg "PROGRAM_ONLY" "" "ON;USES;SOURCES")
    set(target huiqi_${floor})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/engine/${floor}/*.cpp")
    list(TRANSFORM arg_ON PREPEND huiqi_)
    if(sources OR arg_SOURCES)
        add_library(${target} STATIC ${sources} ${arg_SOURCES})
        target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/include")
        target_link_libraries(${target} PUBLIC ${arg_ON} PRIVATE ${arg_USES})
        huiqi_precompile(${target} huiqi_headers)
        if(NOT arg_PROGRAM_ONLY)
            set_property(GLOBAL APPEND PROPERTY huiqi_floor_objects $<TARGET_OBJECTS:${target}>)
        endif()
    else()
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/include")
        target_link_libraries(${target} INTERFACE ${arg_ON})
    endif()
    set_property(GLOBAL APPEND PROPERTY huiqi_floors ${floor})
    if(NOT arg_PROGRAM_ONLY)
        set_property(GLOBAL APPEND PROPERTY huiqi_floor_uses ${arg_USES})
    endif()
endfunction()

# The pages of docs/messages travel inside the program, so that `huiqi help CODE` needs no file.
file(GLOB huiqi_pages CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/docs/messages/*.md")
set(huiqi_pages_source "${CMAKE_BINARY_DIR}/generated/embedded_pages.cpp")
list(JOIN huiqi_pages "\n" huiqi_pages_list)
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/embedded_pages.list" CONTENT "${huiqi_pages_list}\n")
add_custom_command(
    OUTPUT "${huiqi_pages_source}"
    COMMAND ${CMAKE_COMMAND} -D "LIST=${CMAKE_BINARY_DIR}/generated/embedded_pages.list"
            -D "OUTPUT=${huiqi_pages_source}" -P "${PROJECT_SOURCE_DIR}/cmake/embed_pages.cmake"
    DEPENDS ${huiqi_pages} "${CMAKE_BINARY_DIR}/generated/embedded_pages.list"
            "${PROJECT_SOURCE_DIR}/cmake/embed_pages.cmake"
    COMMENT "Embedding docs/messages" VERBATIM)

huiqi_floor(diagnostic USES fmt::fmt nlohmann_json::nlohmann_json SOURCES "${huiqi_pages_source}")
huiqi_floor(numeric ON diagnostic USES fmt::fmt)
huiqi_floor(calendar ON numeric USES fmt::fmt)
huiqi_floor(data ON calendar USES fmt::fmt ICU::uc)
huiqi_floor(language ON data USES fmt::fmt ICU::uc)
huiqi_floor(rulebook ON language USES fmt::fmt yaml-cpp Threads::Threads)
huiqi_floor(plan ON rulebook USES fmt::fmt)
huiqi_floor(evaluate ON plan USES fmt::fmt Threads::Threads)
huiqi_floor(io ON data USES fmt::fmt ICU::uc simdjson::simdjson EXPAT::EXPAT PkgConfig::libzip PkgConfig::xlsxwriter)
huiqi_floor(settle ON evaluate USES fmt::fmt)
huiqi_floor(anomaly ON settle USES fmt::fmt Threads::Threads)
huiqi_floor(ledger PROGRAM_ONLY ON settle
    USES fmt::fmt nlohmann_json::nlohmann_json OpenSSL::Crypto PkgConfig::SQLITE PkgConfig::ZSTD ${CMAKE_DL_LIBS})
# Its header alone: engine/ledger/postgres_library.h loads the client library of PostgreSQL when it is needed.
target_include_directories(huiqi_ledger PRIVATE ${PostgreSQL_INCLUDE_DIRS})
huiqi_floor(author PROGRAM_ONLY ON anomaly USES fmt::fmt)
huiqi_floor(api ON anomaly io USES fmt::fmt)
