/* Lets the k-th write to a regular file fail, in a process that was started with this library before libc's own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long seen = 0, fail_at = -1;
static int fail_with = 0, stays = 0;

/* From now on count calls; the k-th fails with err, and with `and_after` every later one as well. k < 0: only count.
   err 0: the process is killed in place of the k-th call. */
void fail_from(long k, int err, int and_after) { seen = 0; fail_at = k; fail_with = err; stays = and_after; }
long calls_seen(void) { return seen; }

static int regular(int fd) {
  struct stat st;
  return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static int fails(void) {
  long n = ++seen;
  if (fail_at > 0 && (n == fail_at || (stays && n > fail_at))) {
    if (!fail_with) raise(SIGKILL);
    errno = fail_with;
    return 1;
  }
  return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) { REAL(write); return regular(fd) && fails() ? -1 : real(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { REAL(pwrite); return regular(fd) && fails() ? -1 : real(fd, b, n, at); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) { REAL(pwrite64); return regular(fd) && fails() ? -1 : real(fd, b, n, at); }
int fsync(int fd) { REAL(fsync); return regular(fd) && fails() ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return regular(fd) && fails() ? -1 : real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); return fails() ? -1 : real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); return fails() ? -1 : real(fd, n); }
int rename(const char *a, const char *b) { REAL(rename); return fails() ? -1 : real(a, b); }
