/* As whom a process acts: real, effective and saved id at once, which Swift's Glibc module leaves out. A module of
   its own, and without headers, whose types would otherwise be this module's and not Glibc's. */
extern int setresuid(unsigned real, unsigned effective, unsigned saved);
extern int setresgid(unsigned real, unsigned effective, unsigned saved);
