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

# What the program was made from has a digest, which stands in ledgers: two builds of one version whose arithmetic differs are
# told apart by it.
file(GLOB_RECURSE huiqi_digested CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/engine/*.h" "${PROJECT_SOURCE_DIR}/engine/*.cpp"
     "${PROJECT_SOURCE_DIR}/include/*.h" "${PROJECT_SOURCE_DIR}/tools/*.h" "${PROJECT_SOURCE_DIR}/tools/*.cpp")
set(huiqi_digest_source "${CMAKE_BINARY_DIR}/generated/sources_digest.cpp")
list(JOIN huiqi_digested "\n" huiqi_digested_list)
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/sources_digest.list" CONTENT "${huiqi_digested_list}\n")
add_custom_command(
    OUTPUT "${huiqi_digest_source}"
    COMMAND ${CMAKE_COMMAND} -D "LIST=${CMAKE_BINARY_DIR}/generated/sources_digest.list" -D "ROOT=${PROJECT_SOURCE_DIR}"
            -D "OUTPUT=${huiqi_digest_source}" -P "${PROJECT_SOURCE_DIR}/cmake/digest_sources.cmake"
    DEPENDS ${huiqi_digested} "${CMAKE_BINARY_DIR}/generated/sources_digest.list"
            "${PROJECT_SOURCE_DIR}/cmake/digest_sources.cmake"
    COMMENT "Digesting the sources" VERBATIM)

if(huiqi_program_sources)
    add_executable(huiqi_cli ${huiqi_program_sources} "${huiqi_assets_source}" "${huiqi_digest_source}")
    target_link_libraries(huiqi_cli PRIVATE
        huiqi_api huiqi_author huiqi_ledger CLI11::CLI11 fmt::fmt nlohmann_json::nlohmann_json spdlog::spdlog Boost::headers Threads::Threads)
    huiqi_precompile(huiqi_cli huiqi_headers)
    target_compile_definitions(huiqi_cli PRIVATE HUIQI_VERSION="${PROJECT_VERSION}" SPDLOG_FMT_EXTERNAL)
    set_target_properties(huiqi_cli PROPERTIES
        OUTPUT_NAME huiqi RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endif()
