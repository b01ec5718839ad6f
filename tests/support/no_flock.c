/* A file system without locks: loaded before the program (LD_PRELOAD), it makes flock fail as NFS does without a lock
 * manager. */
#include <errno.h>

int flock(int descriptor, int operation) {
  (void)descriptor;
  (void)operation;
  errno = ENOLCK;
  return -1;
}
