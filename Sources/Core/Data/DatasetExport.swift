import Foundation

/// A data set as files in the format of MNIST's, so that other programs read what this one draws itself.
public enum DatasetExport {
    /// Writes the four files `train-images-idx3-ubyte` … of a set into `folder/<name>/`. Pooled, train file then t10k
    /// file, they are the order that `splits.safetensors` counts in; they are parted where the real ones are, at six
    /// sevenths.
    ///
    /// - Returns: the paths of the files.
    /// - Throws: `FileError`.
    public static func write(_ raw: RawDataset, to folder: URL) throws(FileError) -> [URL] {
        let target = folder.appendingPathComponent(raw.name.rawValue, isDirectory: true)
        try NewFolder.make(target.path)
        let middle = raw.count * 6 / 7
        var paths: [URL] = []
        for (images, labels, range) in [
            (DatasetFiles.Role.trainImages, DatasetFiles.Role.trainLabels, 0 ..< middle),
            (.testImages, .testLabels, middle ..< raw.count),
        ] {
            for (role, bytes) in [
                (images, IDXFile.content(imagesOf: raw, range)), (labels, IDXFile.content(labels: raw.labels[range])),
            ] {
                let path = target.appendingPathComponent(DatasetFiles.File(role: role, sha256: nil).name)
                try AtomicFile.write(bytes, to: path)
                paths.append(path)
            }
        }
        return paths
    }
}

extension IDXFile {
    /// A file of images. - Parameter range: samples.
    static func content(imagesOf raw: RawDataset, _ range: Range<Int>) -> [UInt8] {
        let size = raw.height * raw.width
        let header = words([imageMagic, UInt32(range.count), UInt32(raw.height), UInt32(raw.width)])
        return [UInt8](unsafeUninitializedCapacity: header.count + range.count * size) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            for (place, byte) in header.enumerated() { base[place] = byte }
            // Each iteration writes an image of its own.
            nonisolated(unsafe) let images = base + header.count
            DispatchQueue.concurrentPerform(iterations: range.count) { index in
                raw.copyImage(range.lowerBound + index, to: images + index * size)
            }
            filled = header.count + range.count * size
        }
    }

    static func content(labels: ArraySlice<UInt8>) -> [UInt8] { words([labelMagic, UInt32(labels.count)]) + labels }

    /// Big-endian.
    private static func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }
}
