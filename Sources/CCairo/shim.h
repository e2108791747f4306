// Gives Swift cairo's C interface: drawing on a raster, and writing it as PNG.
#pragma once
#include <cairo.h>
