# What CPack makes (scripts/package): wedge, with everything to use it, and libwedge-dev, to link it.
set(CPACK_PACKAGE_NAME wedge)
set(CPACK_PACKAGE_VENDOR "The Wedge maintainers")
set(CPACK_PACKAGE_CONTACT "The Wedge maintainers <wedge@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)  # finds that the program and the module are much alike: half the size of zstd
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_USE_PACKAGE_NAME wedge)
set(CPACK_DEBIAN_USE_DESCRIPTION
"Wedge reads a scenario of allies and adversaries, finds the equilibrium of its
crisis games, and says who deters whom, which attack is likeliest, whom the
adversary peels off, and how sure one may be of that. This package has the
program, its scenarios and documents, and the Python module wedge.")
set(CPACK_DEBIAN_USE_PACKAGE_SHLIBDEPS ON)
# What `import wedge` and the brief need, and the Python that the compiled part was built for; `discover` grows its tree with
# scikit-learn. With munkres, Matplotlib does not bring SciPy, and that a compiler.
if(WEDGE_PYTHON_VERSION)
  string(REGEX MATCH "[0-9]+$" minor ${WEDGE_PYTHON_VERSION})
  math(EXPR minor "${minor} + 1")
  set(CPACK_DEBIAN_USE_PACKAGE_DEPENDS
    "python3 (>= ${WEDGE_PYTHON_VERSION}~), python3 (<< 3.${minor}), python3-numpy, python3-xarray, python3-netcdf4, python3-munkres, python3-matplotlib (>= 3.6)")
  set(CPACK_DEBIAN_USE_PACKAGE_RECOMMENDS python3-sklearn)
  # What Python compiles of the package is made when it is installed, and goes when it goes.
  set(CPACK_DEBIAN_USE_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/debian/postinst ${PROJECT_SOURCE_DIR}/packaging/debian/prerm)
  set(CPACK_DEBIAN_USE_PACKAGE_CONTROL_STRICT_PERMISSION ON)
endif()
set(CPACK_DEBIAN_USE_PACKAGE_SUGGESTS "man-db, bash-completion, hdf5-tools, libwedge-dev")
set(CPACK_DEBIAN_LINK_PACKAGE_NAME libwedge-dev)
set(CPACK_DEBIAN_LINK_DESCRIPTION
"Headers, archives and CMake files to link Wedge with: find_package(wedge). What
it can do from C++ is in docs/library.md of the package wedge.")
set(CPACK_DEBIAN_LINK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LINK_PACKAGE_DEPENDS "libfmt-dev, libtbb-dev, libhdf5-dev, libnlopt-cxx-dev")

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libwedge-dev RENAME copyright
  COMPONENT library_licence EXCLUDE_FROM_ALL)
include(CPack)
cpack_add_component_group(use)
cpack_add_component_group(link DESCRIPTION "Headers, archives and CMake files to link Wedge with")
cpack_add_component(program GROUP use)
cpack_add_component(python GROUP use)
cpack_add_component(library GROUP link)
cpack_add_component(library_licence GROUP link)
