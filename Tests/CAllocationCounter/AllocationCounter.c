#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CAllocationCounter.h"

#include <stdlib.h>

#if defined(__linux__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <malloc.h>
#include <stdio.h>

// Not dlsym(RTLD_NEXT, …): it allocates. glibc has no hooks any more, but these names stay exported.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

enum { kept_sites = 8, frames_per_site = 24 };

static _Thread_local bool counting = false;
static _Thread_local size_t counted = 0;
static _Thread_local size_t bytes = 0;
// What was held before may be given back meanwhile.
static _Thread_local long live = 0;
static _Thread_local long peak = 0;
static _Thread_local void *frames[kept_sites][frames_per_site];
static _Thread_local int frame_count[kept_sites];

static void note(size_t size) {
    if (!counting) return;
    bytes += size;
    if (counted < kept_sites) {
        // backtrace may allocate.
        counting = false;
        frame_count[counted] = backtrace(frames[counted], frames_per_site);
        counting = true;
    }
    counted += 1;
}

static void *held(void *block) {
    if (!counting || block == NULL) return block;
    live += (long)malloc_usable_size(block);
    if (live > peak) peak = live;
    return block;
}

static void given_back(void *block) {
    if (counting && block != NULL) live -= (long)malloc_usable_size(block);
}

void *malloc(size_t size) {
    note(size);
    return held(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
    note(count * size);
    return held(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size) {
    note(size);
    const size_t before = counting && block != NULL ? malloc_usable_size(block) : 0;
    void *const found = __libc_realloc(block, size);
    // A block that is moved is there twice for a moment; one that is refused stays.
    held(found);
    if (found != NULL || size == 0) live -= (long)before;
    return found;
}

void *memalign(size_t alignment, size_t size) {
    note(size);
    return held(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(size);
    return held(__libc_memalign(alignment, size));
}

void free(void *block) {
    given_back(block);
    __libc_free(block);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    note(size);
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
    void *const found = __libc_memalign(alignment, size);
    if (found == NULL) return ENOMEM;
    *block = held(found);
    return 0;
}

bool allocation_counting_available(void) {
    allocation_counting_begin();
    // Called through a volatile pointer, or the compiler would see that the block is not used.
    void *(*volatile allocate)(size_t) = malloc;
    void *const block = allocate(16);
    const size_t found = allocation_counting_end();
    free(block);
    return found == 1;
}

void allocation_counting_begin(void) {
    // The first call loads the unwinder.
    void *frame[1];
    backtrace(frame, 1);
    counted = 0;
    bytes = 0;
    live = 0;
    peak = 0;
    counting = true;
}

size_t allocation_counting_end(void) {
    counting = false;
    return counted;
}

size_t allocation_counting_bytes(void) { return bytes; }

size_t allocation_counting_peak(void) { return (size_t)peak; }

bool allocation_counting_site(size_t number, char *text, size_t size) {
    if (number >= counted || number >= kept_sites || size == 0) return false;
    size_t used = 0;
    text[0] = 0;
    // Without the counter's own frames.
    for (int i = 2; i < frame_count[number]; i++) {
        Dl_info info;
        const bool known = dladdr(frames[number][i], &info) != 0;
        const char *const name = known && info.dli_sname != NULL ? info.dli_sname : "?";
        const char *const file = known && info.dli_fname != NULL ? info.dli_fname : "?";
        const size_t offset = known ? (size_t)((char *)frames[number][i] - (char *)info.dli_fbase) : 0;
        const int written = snprintf(text + used, size - used, "%s  (%s+0x%zx)\n", name, file, offset);
        if (written < 0 || (size_t)written >= size - used) break;
        used += (size_t)written;
    }
    return true;
}

#else

bool allocation_counting_available(void) { return false; }
void allocation_counting_begin(void) {}
size_t allocation_counting_end(void) { return 0; }
size_t allocation_counting_bytes(void) { return 0; }
size_t allocation_counting_peak(void) { return 0; }
bool allocation_counting_site(size_t number, char *text, size_t size) { return false; }

#endif
