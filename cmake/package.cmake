# The installed library: one archive with the objects of every floor, and the headers of include/huiqi.
# `find_package(huiqi)` gives huiqi::huiqi; what it links is found by huiqiConfig.cmake.

include(CMakePackageConfigHelpers)

get_property(objects GLOBAL PROPERTY huiqi_floor_objects)
get_property(uses GLOBAL PROPERTY huiqi_floor_uses)
list(REMOVE_DUPLICATES uses)

if(TARGET huiqi_api)
    get_target_property(api_type huiqi_api TYPE)
endif()
if(api_type STREQUAL "STATIC_LIBRARY")
    add_library(huiqi STATIC ${objects})
    set_target_properties(huiqi PROPERTIES LINKER_LANGUAGE CXX)
    add_library(huiqi::huiqi ALIAS huiqi)
    target_compile_features(huiqi PUBLIC cxx_std_20)
    target_include_directories(huiqi PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(huiqi PRIVATE ${uses})

    set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/huiqi")
    install(TARGETS huiqi EXPORT huiqiTargets ARCHIVE COMPONENT library)
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/huiqi" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
            COMPONENT library FILES_MATCHING PATTERN "*.h")
    install(EXPORT huiqiTargets NAMESPACE huiqi:: DESTINATION "${package_dir}" COMPONENT library)
    configure_package_config_file(cmake/huiqiConfig.cmake.in "${CMAKE_BINARY_DIR}/huiqiConfig.cmake"
                                  INSTALL_DESTINATION "${package_dir}")
    write_basic_package_version_file("${CMAKE_BINARY_DIR}/huiqiConfigVersion.cmake"
                                     COMPATIBILITY SameMinorVersion)
    install(FILES "${CMAKE_BINARY_DIR}/huiqiConfig.cmake" "${CMAKE_BINARY_DIR}/huiqiConfigVersion.cmake"
            DESTINATION "${package_dir}" COMPONENT library)
endif()
