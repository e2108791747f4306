// A hint to fetch a cache line that will be read soon; Swift has no word for it.
#pragma once

static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
    __builtin_prefetch(address, 0, 3);
}
