/* What statfs(2) says, which Swift's Glibc module leaves out. */
#include <sys/vfs.h>

/* The number of the file system that a path lies on, as in its manual page; -1 where it cannot be told. */
static inline long usher_file_system(const char *path) {
  struct statfs system;
  return statfs(path, &system) == 0 ? (long)system.f_type & 0xFFFFFFFF : -1;
}
