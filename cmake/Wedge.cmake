# What every target of the project shares.
add_library(wedge_flags INTERFACE)
target_compile_features(wedge_flags INTERFACE cxx_std_20)
target_compile_options(wedge_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Packs in registers: no ABI is promised. -Wrestrict is wrong about std::string in GCC 12 (PR 105651).
  target_compile_options(wedge_flags INTERFACE -Wno-psabi -Wno-restrict)
endif()
if(WEDGE_WARNINGS_AS_ERRORS)
  target_compile_options(wedge_flags INTERFACE -Werror)
endif()

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
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/sim>)
endfunction()

# wedge_kernel(ISA FOLDER…): the draw kernel compiled for one level of the x86-64 instruction set, added to wedge::study.
# It is one object file with a single global name, make_kernel_ISA: nothing in it, inline functions of the standard
# library included, can be linked in the place of what other processors must be able to run.
function(wedge_kernel isa)
  set(sources ${PROJECT_SOURCE_DIR}/sim/study/kernel.cpp ${PROJECT_SOURCE_DIR}/sim/study/campaign_kernel.cpp
    ${PROJECT_SOURCE_DIR}/sim/study/campaign_slots.cpp ${PROJECT_SOURCE_DIR}/sim/scenario/settle.cpp
    ${PROJECT_SOURCE_DIR}/sim/sampling/drawn.cpp)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "extensive_form\\.cpp$")
  set(target wedge_kernel_${isa})
  add_library(${target} OBJECT ${sources})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  # Without contraction v3 and v4 round alike: fused multiply-adds stand where exp and log ask for them. Elsewhere they would
  # save 5%, and other bits for each width of packs. Unique symbols (statics of inline functions) could not be made local. GCC 12 takes the intrinsics' undefined operands for mistakes (PR 105593).
  target_compile_options(${target} PRIVATE -march=x86-64-${isa} -O3 -ffp-contract=off -fno-gnu-unique -Wno-uninitialized -Wno-maybe-uninitialized)
  target_compile_definitions(${target} PRIVATE WEDGE_MAKE_KERNEL=make_kernel_${isa})
  target_link_libraries(${target} PRIVATE wedge_flags)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/sim)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/kernel_${isa}.o)
  add_custom_command(OUTPUT ${object} DEPENDS ${target} $<TARGET_OBJECTS:${target}> COMMAND_EXPAND_LISTS VERBATIM
    COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${object}.all $<TARGET_OBJECTS:${target}>
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=*make_kernel_${isa}* ${object}.all ${object}
    COMMENT "Sealing the ${isa} kernel")
  target_sources(wedge_study PRIVATE ${object})
  set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
endfunction()
