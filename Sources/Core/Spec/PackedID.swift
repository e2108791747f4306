/// An identity as the 64 bits that its sixteen hexadecimal digits stand for: tables of 100,000 of them
/// stay small and quick to look up in.
public struct PackedID: Hashable, Sendable {
    let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    /// Nil unless the text is sixteen lower-case hexadecimal digits, as every `Job.id` and
    /// `Evaluation.id` is.
    public init?(_ text: String) {
        var text = text
        guard let id = text.withUTF8({ PackedID(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = id
    }

    init?(_ digits: UnsafeRawBufferPointer) {
        guard digits.count == 16 else { return nil }
        var bits: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0") ... UInt8(ascii: "9"): bits = bits << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a") ... UInt8(ascii: "f"): bits = bits << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self.bits = bits
    }

    /// The digits.
    public var text: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0 ..< 16 {
                let digit = UInt8(truncatingIfNeeded: bits >> UInt64(60 - 4 * index)) & 15
                buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }
}
