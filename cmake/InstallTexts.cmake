# At install time: asks the program for its manual pages and completion, and puts them where shells and man(1) look.
set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
find_program(gzip gzip)

# text(FILE WORDS…): what the program prints when it is given these words.
function(text file)
  execute_process(COMMAND ${wedge_program} ${ARGN} OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(man ${prefix}/${wedge_man})
file(MAKE_DIRECTORY ${man})
execute_process(COMMAND ${wedge_program} manual list OUTPUT_VARIABLE commands COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" commands "${commands}")
text(${man}/wedge.1 manual)
set(pages ${man}/wedge.1)
foreach(command ${commands})
  text(${man}/wedge-${command}.1 manual ${command})
  list(APPEND pages ${man}/wedge-${command}.1)
endforeach()
if(gzip)
  execute_process(COMMAND ${gzip} -9nf ${pages} COMMAND_ERROR_IS_FATAL ANY)
endif()

set(zsh zsh/site-functions)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")  # a package's
  set(zsh zsh/vendor-completions)
endif()
foreach(place bash:bash-completion/completions/wedge zsh:${zsh}/_wedge fish:fish/vendor_completions.d/wedge.fish)
  string(REGEX MATCH "^([a-z]+):(.*)$" found ${place})
  get_filename_component(folder ${prefix}/${wedge_share}/${CMAKE_MATCH_2} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  text(${prefix}/${wedge_share}/${CMAKE_MATCH_2} completion ${CMAKE_MATCH_1})
endforeach()
