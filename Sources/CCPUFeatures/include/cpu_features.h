// Which instruction sets this CPU *and* its operating system offer, as one C call each:
// Swift has no cpuid intrinsic.
#pragma once
#include <stdbool.h>

/// AVX2, FMA3, F16C, BMI1/2, LZCNT, MOVBE and operating-system support for 256-bit registers (x86-64-v3).
bool cpu_has_x86_64_v3(void);
/// AVX-512 F/BW/CD/DQ/VL and operating-system support for 512-bit registers (x86-64-v4).
bool cpu_has_x86_64_v4(void);
