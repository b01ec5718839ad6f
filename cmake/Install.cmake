# find_package(wedge) after `cmake --install`.
include(CMakePackageConfigHelpers)

install(TARGETS wedge_model wedge_study wedge_results EXPORT wedge-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/wedge DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/wedge)
install(EXPORT wedge-targets NAMESPACE wedge:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/wedge)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/wedge-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/wedge-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/wedge)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/wedge-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wedge-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wedge-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/wedge)
