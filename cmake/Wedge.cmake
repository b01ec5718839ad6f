# Flags and functions that all targets of the project share.
add_library(wedge_flags INTERFACE)
target_compile_features(wedge_flags INTERFACE cxx_std_20)
target_compile_options(wedge_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Packs in registers: no ABI is promised. -Wrestrict is wrong about std::string in GCC 12 (PR 105651).
  target_compile_options(wedge_flags INTERFACE -Wno-psabi -Wno-restrict)
endif()
if(CMAKE_UNITY_BUILD)
  # GCC takes sources that are compiled together for headers, whose anonymous namespaces are one for each includer; and
  # what is local in one may have a name that is global in the next.
  target_compile_options(wedge_flags INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(WEDGE_WARNINGS_AS_ERRORS)
  target_compile_options(wedge_flags INTERFACE -Werror)
endif()

# base/version.hpp, for who tells the version that the project has above.
configure_file(${PROJECT_SOURCE_DIR}/sim/base/version.hpp.in ${PROJECT_BINARY_DIR}/generated/base/version.hpp @ONLY)
add_library(wedge_version INTERFACE)
target_include_directories(wedge_version INTERFACE ${PROJECT_BINARY_DIR}/generated)

# wedge_library(NAME FOLDER…): the library wedge::NAME made of all sources in sim/FOLDER.
function(wedge_library name)
  set(sources)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  add_library(wedge_${name} STATIC ${sources})
  add_library(wedge::${name} ALIAS wedge_${name})
  set_target_properties(wedge_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(wedge_${name} PRIVATE $<BUILD_INTERFACE:wedge_flags>)
  target_compile_features(wedge_${name} PUBLIC cxx_std_20)
  target_include_directories(wedge_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/sim> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endfunction()

# Code that runs once a command, not once a draw: compiled soon rather than to be fast.
function(wedge_compile_soon)
  foreach(target ${ARGN})
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endforeach()
endfunction()

# The commit that is being built: of the checkout, or as a source tarball was told by `git archive` (.gitattributes).
file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/commit.txt WEDGE_COMMIT LIMIT_COUNT 1)
if(WEDGE_COMMIT MATCHES "Format")
  execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE WEDGE_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()

# base/build.hpp, for a target that tells how the program was built, with these packages.
function(wedge_build_facts target)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  set(WEDGE_FLAGS ${CMAKE_BUILD_TYPE} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}})
  if(CMAKE_UNITY_BUILD)
    list(APPEND WEDGE_FLAGS "(unity build)")
  endif()
  list(JOIN WEDGE_FLAGS " " WEDGE_FLAGS)
  string(REGEX REPLACE "([\\\"])" "\\\\\\1" WEDGE_FLAGS "${WEDGE_FLAGS}")
  set(WEDGE_LIBRARIES)
  foreach(package ${ARGN})
    list(APPEND WEDGE_LIBRARIES "${package} ${${package}_VERSION}")
  endforeach()
  list(JOIN WEDGE_LIBRARIES ", " WEDGE_LIBRARIES)
  configure_file(${PROJECT_SOURCE_DIR}/sim/base/build.hpp.in ${PROJECT_BINARY_DIR}/generated/base/build.hpp @ONLY)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:wedge_version>)
endfunction()
