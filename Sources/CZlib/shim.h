// Gives Swift zlib's C interface: gzip inflation and CRC-32.
#pragma once
#include <zlib.h>
