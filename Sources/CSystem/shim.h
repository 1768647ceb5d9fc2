/* Calls of Linux that Swift's Glibc module leaves out, because it is read without _GNU_SOURCE. */
extern int syncfs(int descriptor);
