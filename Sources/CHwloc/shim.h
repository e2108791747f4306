// Gives Swift hwloc's C interface (Portable Hardware Locality): topology, binding.
#pragma once
#include <hwloc.h>
