import Core
import Foundation

extension FuzzTarget {
    /// Sound inputs to begin from.
    public var seeds: [[UInt8]] {
        switch self {
        case .yaml: Self.sweeps.map { Array($0.utf8) }
        case .idx: [Self.header([0x803, 2, 28, 28]) + [UInt8](repeating: 7, count: 2 * 784), Self.header([0x801, 3]) + [0, 9, 4]]
        case .gzip: [Self.compressed]
        case .safetensors: [Self.tensors]
        }
    }

    private static let sweeps = [
        """
        name: x   # comment
        data: {source: mnist, fallback: strokes, train: 100}
        groups: [R4, T3]
        methods: [WT, DA, IR]
        seeds: &s [0, 1]
        nu: {smallest: SI >= 0.95, on: validation, from: 0.01, to: 1000, within: 1.25}
        training: &t
          epochs: 3
          batch: 10
          hidden: [128, 64]
        x-spare: *t
        limits: {minutes_per_job: 1.5, retries: 3}

        """,
        """
        name: "2024"
        groups: D4
        methods: IR
        seeds: 3
        nu: {logspace: [0.1, 100, 7]}
        regularisers: [kl, logit-normalised]
        saliency: {target: predicted, steps: 20, rule: gauss-legendre, baseline: black, threshold: 0.5}
        measure: [accuracy, SI, sigma_max]

        """,
    ]

    private static func header(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
    }

    /// 72 bytes, by gzip -9.
    private static let compressed: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0x64, 0x62, 0x66, 0x61,
        0x65, 0x63, 0xe7, 0xe0, 0xe4, 0xe2, 0xe6, 0xe1, 0xe5, 0xe3, 0x17, 0x10, 0x14, 0x12, 0x16, 0x11,
        0x15, 0x13, 0x67, 0x20, 0x51, 0x1c, 0x00, 0x23, 0xd3, 0x48, 0x88, 0x48, 0x00, 0x00, 0x00,
    ]

    private static var tensors: [UInt8] {
        let file = SafetensorsFile(
            metadata: ["seed": "1", "nu": "0.5"],
            tensors: [
                SafetensorsTensor("layer0.weight", shape: [2, 3], .f32([0, 1, -2, .infinity, 4, 5])),
                SafetensorsTensor("train", shape: [2], .i32([7, -1])),
            ])
        return (try? file.encoded()) ?? []
    }
}
