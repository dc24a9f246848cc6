# What a bureau installs without a network: a `.deb` and a tarball with the program, the shared libraries that it needs beyond
# those of the C library, the rules and the documents. tools/package builds both.

# The libraries travel with the program, so that nothing has to be fetched. They are found by DT_RPATH, which, other than
# DT_RUNPATH, holds for what those libraries themselves need.
set(private_libraries "${CMAKE_INSTALL_LIBDIR}/huiqi")
file(RELATIVE_PATH beside_program "/${CMAKE_INSTALL_BINDIR}" "/${private_libraries}")
# The program in the tree of a build has the same path: room kept for it there would make it look for libraries in the folder
# in which it is started.
set_target_properties(huiqi_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${beside_program}" BUILD_WITH_INSTALL_RPATH ON)
target_link_options(huiqi_cli PRIVATE -Wl,--disable-new-dtags)

install(TARGETS huiqi_cli RUNTIME_DEPENDENCY_SET huiqi_libraries RUNTIME COMPONENT program)
install(RUNTIME_DEPENDENCY_SET huiqi_libraries
        PRE_EXCLUDE_REGEXES "^ld-linux" "^lib(c|m|dl|rt|pthread|resolv|util|anl)\\.so"
        LIBRARY DESTINATION "${private_libraries}" COMPONENT program)
# Loaded when a ledger names a server, so no dependency of the program tells of it.
file(REAL_PATH "${PostgreSQL_LIBRARY}" postgres_file)
add_library(postgres_client SHARED IMPORTED)
set_target_properties(postgres_client PROPERTIES IMPORTED_LOCATION "${postgres_file}")
install(IMPORTED_RUNTIME_ARTIFACTS postgres_client RUNTIME_DEPENDENCY_SET huiqi_libraries
        LIBRARY DESTINATION "${private_libraries}" COMPONENT program)
install(CODE "file(CREATE_LINK \"$<TARGET_FILE_NAME:postgres_client>\" \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${private_libraries}/libpq.so.5\" SYMBOLIC)"
        COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/rules" "${PROJECT_SOURCE_DIR}/cases" DESTINATION "${CMAKE_INSTALL_DATADIR}/huiqi"
        COMPONENT program PATTERN "__pycache__" EXCLUDE)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/README.zh-CN.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
              "${PROJECT_SOURCE_DIR}/LICENSE"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)

# What is installed is what was built: tools/package builds the program, and no test, first.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_PACKAGE_NAME huiqi)
set(CPACK_PACKAGE_VENDOR "Huiqi")
set(CPACK_PACKAGE_CONTACT "the maintainers of Huiqi <huiqi@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_COMPONENTS_ALL program)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/cmake/installer_kinds.cmake")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= 2.36)")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
