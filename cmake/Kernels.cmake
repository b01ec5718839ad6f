# The draw kernels beside the portable one (v2, part of wedge::study): which are built, and how.

# Sanitizers see one build of the code, and other processors have none of these instructions.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  set(default_kernels native)
else()
  set(default_kernels OFF)
endif()
set(WEDGE_KERNELS ${default_kernels} CACHE STRING
  "Draw kernels beside the portable one: native (the best that this processor runs), all (x86-64-v3 and -v4) or OFF")
set_property(CACHE WEDGE_KERNELS PROPERTY STRINGS native all OFF)

if(WEDGE_KERNELS STREQUAL "all")
  set(wedge_kernels v3 v4)
elseif(WEDGE_KERNELS STREQUAL "native")
  try_run(ran compiled ${CMAKE_CURRENT_BINARY_DIR}/best_kernel SOURCES ${PROJECT_SOURCE_DIR}/cmake/best_kernel.cpp
    CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${PROJECT_SOURCE_DIR}/sim RUN_OUTPUT_VARIABLE wedge_kernels)
  if(NOT compiled OR NOT ran EQUAL 0)
    message(FATAL_ERROR "Which instructions this processor has cannot be found out; say -DWEDGE_KERNELS=all or OFF")
  endif()
  set(WEDGE_NATIVE_KERNEL "${wedge_kernels}" CACHE INTERNAL "What native means here")
elseif(WEDGE_KERNELS)
  message(FATAL_ERROR "WEDGE_KERNELS is \"${WEDGE_KERNELS}\"; expected native, all or OFF (cmake ${CMAKE_BINARY_DIR} -DWEDGE_KERNELS=native)")
endif()

# Sizes that are unrolled in kernels (sim/base/constant.hpp): in the portable one only where it is all that is fast.
set(wedge_unrolled 7)
if(NOT wedge_kernels AND CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_definitions(WEDGE_UNROLLED=${wedge_unrolled})
endif()

# wedge_kernel(ISA FOLDER…): the draw kernel compiled for one level of the x86-64 instruction set, added to wedge::study.
# It is one object file with a single global name, make_kernel_ISA: nothing in it, inline functions of the standard
# library included, can be linked in the place of what other processors must be able to run.
function(wedge_kernel isa)
  set(sources ${PROJECT_SOURCE_DIR}/sim/study/kernel.cpp ${PROJECT_SOURCE_DIR}/sim/study/campaign_kernel.cpp
    ${PROJECT_SOURCE_DIR}/sim/study/campaign_slots.cpp ${PROJECT_SOURCE_DIR}/sim/scenario/numbers.cpp ${PROJECT_SOURCE_DIR}/sim/scenario/settle.cpp
    ${PROJECT_SOURCE_DIR}/sim/sampling/drawn.cpp)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "(extensive_form|draw_cost|all_solutions|crises_in_lanes|sharpness)\\.cpp$")  # of what no draw needs
  set(target wedge_kernel_${isa})
  add_library(${target} OBJECT ${sources})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  # Without contraction v3 and v4 round alike: fused multiply-adds stand where exp and log ask for them. Elsewhere they would
  # save 5%, and other bits for each width of packs. Unique symbols (statics of inline functions) could not be made local. GCC 12 takes the intrinsics' undefined operands for mistakes (PR 105593).
  target_compile_options(${target} PRIVATE -march=x86-64-${isa} -O3 -ffp-contract=off -fno-gnu-unique -Wno-uninitialized -Wno-maybe-uninitialized)
  target_compile_definitions(${target} PRIVATE WEDGE_MAKE_KERNEL=make_kernel_${isa} WEDGE_UNROLLED=${wedge_unrolled})
  target_link_libraries(${target} PRIVATE wedge_flags)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/sim ${PROJECT_SOURCE_DIR}/include)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/kernel_${isa}.o)
  add_custom_command(OUTPUT ${object} DEPENDS ${target} $<TARGET_OBJECTS:${target}> COMMAND_EXPAND_LISTS VERBATIM
    COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${object}.all $<TARGET_OBJECTS:${target}>
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=*make_kernel_${isa}* ${object}.all ${object}
    COMMENT "Sealing the ${isa} kernel")
  target_sources(wedge_study PRIVATE ${object})
  string(TOUPPER ${isa} upper)
  target_compile_definitions(wedge_study PRIVATE WEDGE_KERNEL_${upper})
  set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
endfunction()
