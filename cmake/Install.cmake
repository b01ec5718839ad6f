# find_package(wedge COMPONENTS model study) after `cmake --install`. Others see include/wedge and two targets: wedge::model
# (scenarios, solutions, chronicles, games) and wedge::study (with studies, results and claims as well). The archives
# behind them are named after what they hold, and are nobody's to link.
include(CMakePackageConfigHelpers)

set_target_properties(wedge_face PROPERTIES EXPORT_NAME model)
set_target_properties(wedge_face_studies PROPERTIES EXPORT_NAME study)
foreach(archive model engine study results studies)
  set_target_properties(wedge_${archive} PROPERTIES EXPORT_NAME archive_${archive})
endforeach()
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/wedge)
install(TARGETS wedge_face wedge_engine wedge_model EXPORT wedge-model
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(TARGETS wedge_face_studies wedge_studies wedge_results wedge_study EXPORT wedge-study
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(EXPORT wedge-model NAMESPACE wedge:: DESTINATION ${package_folder} COMPONENT library)
install(EXPORT wedge-study NAMESPACE wedge:: DESTINATION ${package_folder} COMPONENT library)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/wedge DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/wedge)
# What `wedge explore` makes its pages of; with the live solver if it was built (scripts/web).
install(DIRECTORY ${PROJECT_SOURCE_DIR}/sim/web/page DESTINATION ${CMAKE_INSTALL_DATADIR}/wedge)
set(WEDGE_WEB_SOLVER ${PROJECT_SOURCE_DIR}/build/web/sim/web CACHE PATH "Where wedge-solver.js and wedge-solver.wasm.gz lie")
install(FILES ${WEDGE_WEB_SOLVER}/wedge-solver.js ${WEDGE_WEB_SOLVER}/wedge-solver.wasm.gz
  DESTINATION ${CMAKE_INSTALL_DATADIR}/wedge/page OPTIONAL)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/wedge-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/wedge-config.cmake
  INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/wedge-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wedge-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wedge-config-version.cmake
  DESTINATION ${package_folder} COMPONENT library)

# What the program says of itself: manual pages, and completion for three shells.
install(CODE "set(wedge_program \"$<TARGET_FILE:wedge>\")\nset(wedge_share \"${CMAKE_INSTALL_DATADIR}\")\nset(wedge_man \"${CMAKE_INSTALL_MANDIR}/man1\")")
install(SCRIPT ${CMAKE_CURRENT_LIST_DIR}/InstallTexts.cmake)
# Documents, laid out as they are here, so that their links lead where they lead here.
foreach(document README.md CHANGELOG.md CONTRIBUTING.md CITATION.cff analysis/README.md analysis/r/net_map.R bench/peers/README.md packaging/README.md)
  cmake_path(GET document PARENT_PATH folder)
  install(FILES ${PROJECT_SOURCE_DIR}/${document} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder})
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN "*.py" EXCLUDE)
