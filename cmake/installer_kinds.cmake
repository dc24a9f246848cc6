# Read by cpack once for each kind of package: a tarball has one folder at its top, a .deb none.
if(CPACK_GENERATOR STREQUAL "TGZ")
    set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
endif()
