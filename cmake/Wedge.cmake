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
