/*
 * LD_PRELOAD: keeps a journal of what a process asks of the files whose path begins with $JOURNALED, in $JOURNAL: for each
 * write, truncation, sync and deletion one record of kind (1 byte), length of the path (2), path, offset (8), length (4) and
 * bytes, little-endian. Compiled by r2-driver.test.ts where there is a C compiler.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FILES 4096

static char *paths[FILES];
static int journal = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int journaled(const char *path) {
  const char *prefix = getenv("JOURNALED");
  return prefix && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

static void note(char kind, const char *path, int64_t offset, const void *bytes, uint32_t length) {
  uint16_t named = (uint16_t)strlen(path);
  struct iovec parts[] = {{&kind, 1}, {&named, 2}, {(void *)path, named}, {&offset, 8}, {&length, 4}, {(void *)bytes, length}};
  if (journal < 0) journal = REAL(open64)(getenv("JOURNAL"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (journal < 0 || REAL(writev)(journal, parts, 6) < 0) abort();
}

static const char *path_of(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

static int opened(int fd, const char *path) {
  if (fd >= 0 && fd < FILES) {
    free(paths[fd]);
    paths[fd] = journaled(path) ? strdup(path) : NULL;
  }
  return fd;
}

#define OPEN(name)                                       \
  int name(const char *path, int flags, ...) {           \
    va_list rest;                                        \
    va_start(rest, flags);                               \
    mode_t mode = va_arg(rest, mode_t);                  \
    va_end(rest);                                        \
    return opened(REAL(name)(path, flags, mode), path);  \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  opened(fd, NULL);
  return REAL(close)(fd);
}

/* The lock makes the order in the journal the order in which it happened. */
#define NOTED(type, call, kind, path, offset, bytes, length)      \
  if (!(path)) return call;                                       \
  pthread_mutex_lock(&lock);                                      \
  type result = call;                                             \
  if (result >= 0) note(kind, path, offset, bytes, (uint32_t)(length)); \
  pthread_mutex_unlock(&lock);                                    \
  return result;

ssize_t write(int fd, const void *bytes, size_t length) {
  NOTED(ssize_t, REAL(write)(fd, bytes, length), 'a', path_of(fd), 0, bytes, result)
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  NOTED(ssize_t, REAL(pwrite)(fd, bytes, length, offset), 'w', path_of(fd), offset, bytes, result)
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  NOTED(ssize_t, REAL(pwrite64)(fd, bytes, length, offset), 'w', path_of(fd), offset, bytes, result)
}
int ftruncate(int fd, off_t size) { NOTED(int, REAL(ftruncate)(fd, size), 't', path_of(fd), size, NULL, 0) }
int ftruncate64(int fd, off64_t size) { NOTED(int, REAL(ftruncate64)(fd, size), 't', path_of(fd), size, NULL, 0) }
int fsync(int fd) { NOTED(int, REAL(fsync)(fd), 's', path_of(fd), 0, NULL, 0) }
int fdatasync(int fd) { NOTED(int, REAL(fdatasync)(fd), 's', path_of(fd), 0, NULL, 0) }
int unlink(const char *path) {
  const char *known = journaled(path) ? path : NULL;
  NOTED(int, REAL(unlink)(path), 'u', known, 0, NULL, 0)
}
