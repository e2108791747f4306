/// `splits.safetensors`: which samples were trained, tested and validated on, so that anyone can
/// recompute every number elsewhere.
public enum SplitsExport {
    /// - Parameters: indices into the pooled original order (train file, then t10k file, class 9
    ///   still in it).
    /// - Returns: I32 tensors `train`, `test`, `validation`, one axis each; metadata `dataset`,
    ///   `digest`, `split_seed`.
    public static func file(
        train: [Int32], test: [Int32], validation: [Int32], data: DataIdentity
    ) -> SafetensorsFile {
        SafetensorsFile(
            metadata: [
                "dataset": data.dataset.rawValue, "digest": data.digest, "split_seed": String(data.splitSeed),
            ],
            tensors: [("train", train), ("test", test), ("validation", validation)].map { name, indices in
                SafetensorsTensor(name, shape: [indices.count], .i32(indices))
            })
    }
}
