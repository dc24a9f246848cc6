# The program `huiqi`: tools/huiqi/*.cpp, one file per command, linked from every floor.

file(GLOB huiqi_program_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tools/huiqi/*.cpp")
if(huiqi_program_sources)
    add_executable(huiqi_cli ${huiqi_program_sources})
    target_link_libraries(huiqi_cli PRIVATE
        huiqi_api huiqi_ledger CLI11::CLI11 fmt::fmt nlohmann_json::nlohmann_json spdlog::spdlog)
    huiqi_precompile(huiqi_cli huiqi_headers)
    target_compile_definitions(huiqi_cli PRIVATE HUIQI_VERSION="${PROJECT_VERSION}" SPDLOG_FMT_EXTERNAL)
    set_target_properties(huiqi_cli PROPERTIES
        OUTPUT_NAME huiqi RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
    install(TARGETS huiqi_cli RUNTIME COMPONENT program)
endif()
