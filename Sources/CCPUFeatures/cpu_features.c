#include "cpu_features.h"

// __builtin_cpu_supports asks cpuid and xgetbv, so an operating system that does not save the
// wide registers answers "no" here as well.
#if defined(__x86_64__)
#include <cpuid.h>

// F16C, MOVBE and LZCNT, which -march=x86-64-v3 lets the compiler use too. A virtual machine may
// hide each of them by itself, and LZCNT then runs as BSR, with another result. By cpuid, for not
// every compiler's __builtin_cpu_supports knows their names.
static bool has_scalar_part_of_v3(void) {
    unsigned a, b, c, d;
    const unsigned f16c = 1u << 29, movbe = 1u << 22, lzcnt = 1u << 5;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & f16c) || !(c & movbe)) return false;
    return __get_cpuid(0x80000001, &a, &b, &c, &d) && (c & lzcnt);
}

bool cpu_has_x86_64_v3(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
        && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && has_scalar_part_of_v3();
}

bool cpu_has_x86_64_v4(void) {
    __builtin_cpu_init();
    return cpu_has_x86_64_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl");
}
#else
bool cpu_has_x86_64_v3(void) { return false; }
bool cpu_has_x86_64_v4(void) { return false; }
#endif
