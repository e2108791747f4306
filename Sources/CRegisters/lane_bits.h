// Bits from lanes, and lanes by bits: moves between registers and masks that Swift does not offer.
// Written in Swift, either way goes through memory lane by lane (measured: 20 times slower).
#pragma once

typedef float lane_bits_float8 __attribute__((ext_vector_type(8)));
typedef float lane_bits_float16 __attribute__((ext_vector_type(16)));
typedef int lane_bits_int8 __attribute__((ext_vector_type(8)));
typedef int lane_bits_int16 __attribute__((ext_vector_type(16)));
typedef _Bool lane_bits_bool8 __attribute__((ext_vector_type(8)));
typedef _Bool lane_bits_bool16 __attribute__((ext_vector_type(16)));

#define LANE_BITS_INLINE static inline __attribute__((always_inline))

// Bit i: not x[i] <= 0.
LANE_BITS_INLINE unsigned lane_bits_responding8(lane_bits_float8 x) {
    return __builtin_bit_cast(unsigned char, __builtin_convertvector(~(x <= 0.0f), lane_bits_bool8));
}

LANE_BITS_INLINE unsigned lane_bits_responding16(lane_bits_float16 x) {
    return __builtin_bit_cast(unsigned short, __builtin_convertvector(~(x <= 0.0f), lane_bits_bool16));
}

// Bit i: not x[i] == y[i].
LANE_BITS_INLINE unsigned lane_bits_differing8(lane_bits_float8 x, lane_bits_float8 y) {
    return __builtin_bit_cast(unsigned char, __builtin_convertvector(~(x == y), lane_bits_bool8));
}

LANE_BITS_INLINE unsigned lane_bits_differing16(lane_bits_float16 x, lane_bits_float16 y) {
    return __builtin_bit_cast(unsigned short, __builtin_convertvector(~(x == y), lane_bits_bool16));
}

// x[i] where bit i is set, else 0. By the bits of the lane, so that neither NaN nor infinity passes.
LANE_BITS_INLINE lane_bits_float8 lane_bits_kept8(lane_bits_float8 x, unsigned bits) {
    const lane_bits_bool8 kept = __builtin_bit_cast(lane_bits_bool8, (unsigned char)bits);
    const lane_bits_int8 lanes = -__builtin_convertvector(kept, lane_bits_int8);
    return __builtin_bit_cast(lane_bits_float8, __builtin_bit_cast(lane_bits_int8, x) & lanes);
}

LANE_BITS_INLINE lane_bits_float16 lane_bits_kept16(lane_bits_float16 x, unsigned bits) {
    const lane_bits_bool16 kept = __builtin_bit_cast(lane_bits_bool16, (unsigned short)bits);
    const lane_bits_int16 lanes = -__builtin_convertvector(kept, lane_bits_int16);
    return __builtin_bit_cast(lane_bits_float16, __builtin_bit_cast(lane_bits_int16, x) & lanes);
}

#undef LANE_BITS_INLINE
