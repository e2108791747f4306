import COpenBLAS
import Core
import Foundation

/// The rival: cblas_sgemm on one thread.
enum OpenBLAS {
    /// `OPENBLAS_…` variables of the environment. They may force kernels narrower than the library
    /// would choose for this CPU, and half its speed with them.
    static var settings: [String] {
        ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("OPENBLAS_") }.map { "\($0.key)=\($0.value)" }
            .sorted()
    }

    static func useOneThread() { openblas_set_num_threads(1) }

    /// "OpenBLAS 0.3.21 … SkylakeX …", as the library says of itself.
    static var description: String {
        openblas_get_config().map { String(cString: $0).split(separator: " ").joined(separator: " ") } ?? "OpenBLAS"
    }

    /// Row-major, beta 0: nothing but the product.
    static func multiply(_ matrices: ProductContest.Matrices) {
        let shape = matrices.shape
        let (m, k, n) = (blasint(shape.rows), blasint(shape.inputs), blasint(shape.outputs))
        let (a, w, g) = (matrices.activations.pointer, matrices.weights.pointer, matrices.gradients.pointer)
        let c = matrices.product.base
        switch shape.kind {
        case .forward:
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, w, n, 0, c, n)
        case .inputGradient:
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, k, n, 1, g, n, w, n, 0, c, k)
        case .weightGradient:
            cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, n, m, 1, a, k, g, n, 0, c, n)
        }
    }
}
