#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stddef.h>

// Counts what one thread takes from the heap. With glibc on Linux the functions malloc, calloc,
// realloc, posix_memalign, aligned_alloc, memalign and free are defined here for the whole test program and
// hand on to glibc's own; elsewhere nothing is counted and `allocation_counting_available` is false.

/// Whether allocations are seen at all.
bool allocation_counting_available(void);

/// Starts counting allocations of the calling thread, from 0.
void allocation_counting_begin(void);

/// Ends counting.
/// Returns: how many allocations the calling thread made.
size_t allocation_counting_end(void);

/// Bytes asked for during the last count, those given back since included.
size_t allocation_counting_bytes(void);

/// The most bytes that were held at once during the last count, beyond what was held at its beginning: what the
/// calling thread took and gave back, in the sizes that the allocator gives.
size_t allocation_counting_peak(void);

/// Where one of the first allocations of the last count was made: its stack, innermost first, one frame
/// per line. At most `size` bytes with the terminating zero.
/// Returns: false where there is no such allocation, or its stack was not kept.
bool allocation_counting_site(size_t number, char *text, size_t size);

#endif
