# The program `huiqi`: the sources below tools/huiqi, one file per command, linked from every floor.

file(GLOB_RECURSE huiqi_program_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tools/huiqi/*.cpp" "${PROJECT_SOURCE_DIR}/tools/web/*.cpp"
     "${PROJECT_SOURCE_DIR}/tools/lsp/*.cpp")

# The files of the local web page travel inside the program.
file(GLOB huiqi_assets CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tools/web/assets/*")
set(huiqi_assets_source "${CMAKE_BINARY_DIR}/generated/assets.cpp")
list(JOIN huiqi_assets "\n" huiqi_assets_list)
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/assets.list" CONTENT "${huiqi_assets_list}\n")
add_custom_command(
    OUTPUT "${huiqi_assets_source}"
    COMMAND ${CMAKE_COMMAND} -D "LIST=${CMAKE_BINARY_DIR}/generated/assets.list"
            -D "OUTPUT=${huiqi_assets_source}" -P "${PROJECT_SOURCE_DIR}/cmake/embed_assets.cmake"
    DEPENDS ${huiqi_assets} "${CMAKE_BINARY_DIR}/generated/assets.list"
            "${PROJECT_SOURCE_DIR}/cmake/embed_assets.cmake"
    COMMENT "Embedding tools/web/assets" VERBATIM)

if(huiqi_program_sources)
    add_executable(huiqi_cli ${huiqi_program_sources} "${huiqi_assets_source}")
    target_link_libraries(huiqi_cli PRIVATE
        huiqi_api huiqi_author huiqi_ledger CLI11::CLI11 fmt::fmt nlohmann_json::nlohmann_json spdlog::spdlog Boost::headers Threads::Threads)
    huiqi_precompile(huiqi_cli huiqi_headers)
    target_compile_definitions(huiqi_cli PRIVATE HUIQI_VERSION="${PROJECT_VERSION}" SPDLOG_FMT_EXTERNAL)
    set_target_properties(huiqi_cli PROPERTIES
        OUTPUT_NAME huiqi RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endif()
