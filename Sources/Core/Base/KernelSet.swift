import Kernels

#if arch(x86_64)
import KernelsAVX2
import KernelsAVX512
#endif

/// The kernels of one instruction set, as function values: the choice is made once at start, and
/// each call is one indirect call per product or per batch.
///
/// Every function is documented where it is written, in Sources/Kernels; argument names are
/// repeated here in comments only where types alone would leave the order in doubt.
public struct KernelSet: Sendable {
    /// Floats that a kernel reads.
    public typealias Input = UnsafePointer<Float>
    /// Floats that a kernel writes.
    public typealias Output = UnsafeMutablePointer<Float>

    /// The set that these functions are compiled for.
    public let instructionSet: InstructionSet

    /// C(M,N) = epilogue(A(M,K)·B(K,N) + bias): `Kernels/ProductAB.swift`.
    public let productAB: @Sendable (
        _ a: Input, _ aRows: Int, _ b: Input, _ bRows: Int, _ c: Output, _ cRows: Int, _ rows: Int, _ depth: Int,
        _ panels: Int, _ bias: Input?, _ mask: Input?, _ relu: Bool
    ) -> Void
    /// A(M,K)·B(K,N) + bias for N ≤ 16, without mask and ReLU: the logits, with the bits of `productAB`.
    public let narrowProductAB: @Sendable (
        _ a: Input, _ aRows: Int, _ b: Input, _ c: Output, _ rows: Int, _ depth: Int, _ bias: Input?
    ) -> Void
    /// C(K,N) = A(M,K)ᵀ·B(M,N), and the column sums of B where asked: `Kernels/ProductATB.swift`.
    public let productATB: @Sendable (
        _ a: Input, _ aRows: Int, _ b: Input, _ bRows: Int, _ c: Output, _ cRows: Int, _ depth: Int, _ features: Int,
        _ panels: Int, _ sums: Output?
    ) -> Void
    /// The same for N ≤ 16, the last layer's gradient; sums as in `productATB`.
    public let narrowProductATB: @Sendable (
        _ a: Input, _ aRows: Int, _ b: Input, _ c: Output, _ depth: Int, _ features: Int, _ sums: Output?
    ) -> Void
    /// sums(N) = Σ over the rows of B(M,N): the bias gradient.
    public let columnSums: @Sendable (_ b: Input, _ bRows: Int, _ sums: Output, _ rows: Int, _ panels: Int) -> Void
    /// A matrix (M,N) in panels as (N,M) in panels.
    public let transposePanels: @Sendable (
        _ source: Input, _ sourceRows: Int, _ target: Output, _ targetRows: Int, _ rows: Int, _ columns: Int
    ) -> Void
    /// Rows of normalised, transformed images, (M,P): `Kernels/Gather.swift`.
    public let gatherImages: @Sendable (
        _ images: UnsafePointer<UnsafePointer<UInt8>>, _ elements: UnsafePointer<Int32>,
        _ sources: UnsafePointer<UInt16>, _ table: Input, _ out: Output, _ outRows: Int, _ firstRow: Int,
        _ rows: Int, _ pixels: Int
    ) -> Void
    /// The ink of one transformed image; returns the number of entries: `Kernels/InkList.swift`.
    public let listInk: @Sendable (
        _ image: UnsafePointer<UInt8>, _ source: UnsafePointer<UInt16>, _ pixels: Int, _ background: UInt8,
        _ places: UnsafeMutablePointer<UInt16>, _ bytes: UnsafeMutablePointer<UInt8>
    ) -> Int
    /// The first layer (M,H) of rows of ink: `Kernels/InkProduct.swift`.
    public let inkProduct: @Sendable (
        _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>, _ begins: UnsafePointer<Int32>,
        _ ends: UnsafePointer<Int32>, _ cursors: UnsafeMutablePointer<Int32>, _ shades: Input, _ weights: Input,
        _ weightRows: Int, _ start: Input, _ out: Output, _ outRows: Int, _ rows: Int, _ panels: Int, _ relu: Bool
    ) -> Void
    /// The first layer's weight gradient (P,H) of rows of ink: `Kernels/InkGradient.swift`.
    public let inkGradient: @Sendable (
        _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>, _ begins: UnsafePointer<Int32>,
        _ ends: UnsafePointer<Int32>, _ cursors: UnsafeMutablePointer<Int32>, _ shades: Input, _ gradient: Output,
        _ gradientRows: Int, _ count: Int, _ isActive: UnsafePointer<UInt8>, _ common: Input, _ output: Input,
        _ outputRows: Int, _ rows: Int, _ panels: Int
    ) -> Void
    /// Rows of ink as whole images (M,P), for those with too much of it.
    public let expandInk: @Sendable (
        _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>, _ begins: UnsafePointer<Int32>,
        _ ends: UnsafePointer<Int32>, _ values: Input, _ background: Float, _ out: Output, _ outRows: Int,
        _ rows: Int, _ pixels: Int
    ) -> Void
    /// −ln softmax at the label in nats, (M), and scale · its gradient by the logits, (M,32).
    public let softmaxCrossEntropy: @Sendable (
        _ logits: Input, _ labels: UnsafePointer<UInt8>, _ rows: Int, _ classes: Int, _ scale: Float,
        _ gradient: Output, _ losses: Output
    ) -> Void
    /// R of rows of logits against rows of transformed ones, (M); scale · the gradient by the former is added to, by the latter
    /// overwritten, (M,32) each. `form`: 0 logit, 1 kl, 2 logit-normalised.
    public let invarianceError: @Sendable (
        _ form: Int, _ logits: Input, _ transformed: Input, _ rows: Int, _ classes: Int, _ scale: Float,
        _ gradient: Output?, _ transformedGradient: Output?, _ values: Output
    ) -> Void
    /// One step of Adam (Kingma and Ba, 2015, algorithm 1) on `count` parameters, a multiple of 32.
    public let adamStep: @Sendable (
        _ parameters: Output, _ gradient: Input, _ m: Output, _ v: Output, _ count: Int, _ rate: Float,
        _ root: Float, _ beta1: Float, _ share1: Float, _ beta2: Float, _ share2: Float, _ epsilon: Float
    ) -> Void
    /// Adds one row of 32 floats to each row of a panel, (rows, 32).
    public let addRow: @Sendable (_ row: Input, _ to: Output, _ rows: Int) -> Void
    /// pooled(M,H) = max over g of responses(G·M,H).
    public let poolMax: @Sendable (
        _ responses: Input, _ responseRows: Int, _ stride: Int, _ order: Int, _ pooled: Output, _ pooledRows: Int,
        _ rows: Int, _ panels: Int
    ) -> Void
    /// The gradient of `poolMax` after ReLU, (G·M,H).
    public let poolMaxGradient: @Sendable (
        _ responses: Input, _ gradient: Output, _ responseRows: Int, _ stride: Int, _ order: Int, _ pooled: Input,
        _ pooledGradient: Input, _ pooledRows: Int, _ rows: Int, _ panels: Int
    ) -> Void
    /// pooled(M,H) = mean over g of responses(G·M,H), the same bits whatever the order of the orbit.
    public let poolMean: @Sendable (
        _ responses: Input, _ responseRows: Int, _ stride: Int, _ order: Int, _ pooled: Output, _ pooledRows: Int,
        _ rows: Int, _ panels: Int, _ scratch: Output
    ) -> Void
    /// The gradient of `poolMean` after ReLU, (G·M,H).
    public let poolMeanGradient: @Sendable (
        _ responses: Input, _ gradient: Output, _ responseRows: Int, _ stride: Int, _ order: Int,
        _ pooledGradient: Input, _ pooledRows: Int, _ rows: Int, _ panels: Int
    ) -> Void
    /// Runs of level 0, a whole ray each, and the first layer's pre-activations at their ends: `Kernels/Ray.swift`.
    public let rayEnds: @Sendable (
        _ start: Input, _ slope: Input, _ slopeRows: Int, _ firstRow: Int, _ rays: Int, _ alphas: Input,
        _ steps: Int, _ runs: UnsafeMutablePointer<Int32>, _ out: Output, _ outRows: Int, _ panels: Int
    ) -> Void
    /// Splits runs where a unit of the next layer switches; that layer's activations at the new ends. Returns how many runs there are.
    public let refineRuns: @Sendable (
        _ z: Input, _ zRows: Int, _ parents: UnsafeMutablePointer<Int32>, _ count: Int, _ alphas: Input,
        _ runs: UnsafeMutablePointer<Int32>, _ patterns: UnsafeMutablePointer<UInt32>, _ out: Output?,
        _ outRows: Int, _ panels: Int, _ heads: UnsafeMutablePointer<Int32>, _ links: UnsafeMutablePointer<Int32>
    ) -> Int
    /// Runs of level 0 and 1 under weight tying, and the pooled activations at the latter's ends; returns the number at level 1.
    public let pooledRuns: @Sendable (
        _ mean: Bool, _ start: Input, _ slope: Input, _ slopeRows: Int, _ firstRow: Int, _ blockRows: Int,
        _ order: Int, _ alphas: Input, _ steps: Int, _ rays: UnsafeMutablePointer<Int32>, _ count: Int,
        _ runs: UnsafeMutablePointer<Int32>, _ out: Output, _ outRows: Int, _ panels: Int,
        _ heads: UnsafeMutablePointer<Int32>, _ scratch: Output
    ) -> Int
    /// The gradient by each element's responses, (G·rays,H), summed over each ray: `Kernels/PooledRuns.swift`.
    public let pooledRunGradients: @Sendable (
        _ mean: Bool, _ start: Input, _ slope: Input, _ slopeRows: Int, _ firstRow: Int, _ blockRows: Int,
        _ order: Int, _ alphas: Input, _ rays: UnsafePointer<Int32>, _ count: Int, _ runs: UnsafePointer<Int32>,
        _ gradient: Input, _ gradientRows: Int, _ sums: Output, _ panels: Int
    ) -> Void
    /// out(parent,H): gradients of its runs summed, each masked by the pattern of that run: `Kernels/RunGradients.swift`.
    public let runGradientSums: @Sendable (
        _ gradient: Input, _ gradientRows: Int, _ patterns: UnsafePointer<UInt32>, _ parents: UnsafePointer<Int32>,
        _ count: Int, _ out: Output, _ outRows: Int, _ firstRow: Int, _ panels: Int
    ) -> Void
    /// U of the last hidden layer, (runs, H): the weight of a run · the last layer's weights of its ray's class.
    public let logitRows: @Sendable (
        _ runs: UnsafePointer<Int32>, _ count: Int, _ classes: UnsafePointer<Int32>, _ weights: Input,
        _ weightRows: Int, _ cumulated: UnsafePointer<Double>, _ out: Output, _ outRows: Int, _ panels: Int
    ) -> Void
    /// U of the last hidden layer but one, a row per parent run: `Kernels/RunGradients.swift`.
    public let logitRunGradients: @Sendable (
        _ parents: UnsafePointer<Int32>, _ count: Int, _ runs: UnsafePointer<Int32>,
        _ patterns: UnsafePointer<UInt32>, _ hiddenPanels: Int, _ classes: UnsafePointer<Int32>,
        _ logitWeights: Input, _ logitRows: Int, _ weights: Input, _ weightRows: Int,
        _ cumulated: UnsafePointer<Double>, _ out: Output, _ outRows: Int, _ panels: Int
    ) -> Void
    /// out(M,H) = weight(class, H) where hidden(M,H) > 0, else 0: one logit's gradient by the last hidden layer.
    public let logitGradient: @Sendable (
        _ hidden: Input, _ allocatedRows: Int, _ classes: UnsafePointer<Int32>, _ rows: Int, _ weights: Input,
        _ weightRows: Int, _ out: Output, _ panels: Int
    ) -> Void
    /// attributions(P) = (x − x₀)·gradient, pixel by pixel (Sundararajan and others, 2017, equation 1).
    public let attributions: @Sendable (
        _ difference: Input, _ differenceRows: Int, _ differenceRow: Int, _ gradient: Input, _ gradientRows: Int,
        _ gradientRow: Int, _ pixels: Int, _ out: Output
    ) -> Void
    /// |map|, and 0 where that is below threshold·max; returns whether the map is all zero.
    public let thresholdMap: @Sendable (_ map: Output, _ pixels: Int, _ threshold: Float) -> Bool
    /// out(p) = map[source(p)]: a map under a permutation of pixels.
    public let permuteMap: @Sendable (
        _ map: Input, _ source: UnsafePointer<UInt16>, _ pixels: Int, _ out: Output
    ) -> Void
    /// sum(P) of several maps, each pixel's values sorted before they are added: the same bits whatever their order.
    public let sortedSumOfMaps: @Sendable (
        _ maps: Output, _ stride: Int, _ count: Int, _ pixels: Int, _ sum: Output
    ) -> Void
    /// The 3×3 Gaussian with σ = 1 over a map (height, width), in place, zeros beyond the border.
    public let blurMap: @Sendable (_ map: Output, _ height: Int, _ width: Int, _ scratch: Output) -> Void
    /// a·b / (‖a‖‖b‖) of two maps; 0 where either is all zero, NaN where either holds NaN.
    public let cosineOfMaps: @Sendable (_ a: Input, _ b: Input, _ pixels: Int) -> Double
    /// eˣ of `count` floats, a multiple of 32, as the softmax computes it; for tests.
    public let exponentials: @Sendable (_ x: Input, _ out: Output, _ count: Int) -> Void
    /// ln x of `count` floats, as the softmax computes it; for tests.
    public let logarithms: @Sendable (_ x: Input, _ out: Output, _ count: Int) -> Void
    /// Multiply-adds with no memory touched, the bound of `sweep bench`; returns how many were done.
    public let peakFMA: @Sendable (_ rounds: Int, _ values: Output) -> Int

    /// The kernels of an instruction set that this CPU runs (`InstructionSet.isAvailable`); without x86-64 always the portable ones.
    public static func of(_ instructionSet: InstructionSet) -> KernelSet {
        switch instructionSet {
        case .portable: portable
        #if arch(x86_64)
        case .avx2: avx2
        case .avx512: avx512
        #else
        case .avx2, .avx512: portable
        #endif
        }
    }

    private static let portable = KernelSet(
        instructionSet: .portable,
        productAB: Kernels.productAB,
        narrowProductAB: Kernels.narrowProductAB,
        productATB: Kernels.productATB,
        narrowProductATB: Kernels.narrowProductATB,
        columnSums: Kernels.columnSums,
        transposePanels: Kernels.transposePanels,
        gatherImages: Kernels.gatherImages,
        listInk: Kernels.listInk,
        inkProduct: Kernels.inkProduct,
        inkGradient: Kernels.inkGradient,
        expandInk: Kernels.expandInk,
        softmaxCrossEntropy: Kernels.softmaxCrossEntropy,
        invarianceError: Kernels.invarianceError,
        adamStep: Kernels.adamStep,
        addRow: Kernels.addRow,
        poolMax: Kernels.poolMax,
        poolMaxGradient: Kernels.poolMaxGradient,
        poolMean: Kernels.poolMean,
        poolMeanGradient: Kernels.poolMeanGradient,
        rayEnds: Kernels.rayEnds,
        refineRuns: Kernels.refineRuns,
        pooledRuns: Kernels.pooledRuns,
        pooledRunGradients: Kernels.pooledRunGradients,
        runGradientSums: Kernels.runGradientSums,
        logitRows: Kernels.logitRows,
        logitRunGradients: Kernels.logitRunGradients,
        logitGradient: Kernels.logitGradient,
        attributions: Kernels.attributions,
        thresholdMap: Kernels.thresholdMap,
        permuteMap: Kernels.permuteMap,
        sortedSumOfMaps: Kernels.sortedSumOfMaps,
        blurMap: Kernels.blurMap,
        cosineOfMaps: Kernels.cosineOfMaps,
        exponentials: Kernels.exponentials,
        logarithms: Kernels.logarithms,
        peakFMA: Kernels.peakFMA)

    #if arch(x86_64)
    private static let avx2 = KernelSet(
        instructionSet: .avx2,
        productAB: KernelsAVX2.productAB,
        narrowProductAB: KernelsAVX2.narrowProductAB,
        productATB: KernelsAVX2.productATB,
        narrowProductATB: KernelsAVX2.narrowProductATB,
        columnSums: KernelsAVX2.columnSums,
        transposePanels: KernelsAVX2.transposePanels,
        gatherImages: KernelsAVX2.gatherImages,
        listInk: KernelsAVX2.listInk,
        inkProduct: KernelsAVX2.inkProduct,
        inkGradient: KernelsAVX2.inkGradient,
        expandInk: KernelsAVX2.expandInk,
        softmaxCrossEntropy: KernelsAVX2.softmaxCrossEntropy,
        invarianceError: KernelsAVX2.invarianceError,
        adamStep: KernelsAVX2.adamStep,
        addRow: KernelsAVX2.addRow,
        poolMax: KernelsAVX2.poolMax,
        poolMaxGradient: KernelsAVX2.poolMaxGradient,
        poolMean: KernelsAVX2.poolMean,
        poolMeanGradient: KernelsAVX2.poolMeanGradient,
        rayEnds: KernelsAVX2.rayEnds,
        refineRuns: KernelsAVX2.refineRuns,
        pooledRuns: KernelsAVX2.pooledRuns,
        pooledRunGradients: KernelsAVX2.pooledRunGradients,
        runGradientSums: KernelsAVX2.runGradientSums,
        logitRows: KernelsAVX2.logitRows,
        logitRunGradients: KernelsAVX2.logitRunGradients,
        logitGradient: KernelsAVX2.logitGradient,
        attributions: KernelsAVX2.attributions,
        thresholdMap: KernelsAVX2.thresholdMap,
        permuteMap: KernelsAVX2.permuteMap,
        sortedSumOfMaps: KernelsAVX2.sortedSumOfMaps,
        blurMap: KernelsAVX2.blurMap,
        cosineOfMaps: KernelsAVX2.cosineOfMaps,
        exponentials: KernelsAVX2.exponentials,
        logarithms: KernelsAVX2.logarithms,
        peakFMA: KernelsAVX2.peakFMA)

    private static let avx512 = KernelSet(
        instructionSet: .avx512,
        productAB: KernelsAVX512.productAB,
        narrowProductAB: KernelsAVX512.narrowProductAB,
        productATB: KernelsAVX512.productATB,
        narrowProductATB: KernelsAVX512.narrowProductATB,
        columnSums: KernelsAVX512.columnSums,
        transposePanels: KernelsAVX512.transposePanels,
        gatherImages: KernelsAVX512.gatherImages,
        listInk: KernelsAVX512.listInk,
        inkProduct: KernelsAVX512.inkProduct,
        inkGradient: KernelsAVX512.inkGradient,
        expandInk: KernelsAVX512.expandInk,
        softmaxCrossEntropy: KernelsAVX512.softmaxCrossEntropy,
        invarianceError: KernelsAVX512.invarianceError,
        adamStep: KernelsAVX512.adamStep,
        addRow: KernelsAVX512.addRow,
        poolMax: KernelsAVX512.poolMax,
        poolMaxGradient: KernelsAVX512.poolMaxGradient,
        poolMean: KernelsAVX512.poolMean,
        poolMeanGradient: KernelsAVX512.poolMeanGradient,
        rayEnds: KernelsAVX512.rayEnds,
        refineRuns: KernelsAVX512.refineRuns,
        pooledRuns: KernelsAVX512.pooledRuns,
        pooledRunGradients: KernelsAVX512.pooledRunGradients,
        runGradientSums: KernelsAVX512.runGradientSums,
        logitRows: KernelsAVX512.logitRows,
        logitRunGradients: KernelsAVX512.logitRunGradients,
        logitGradient: KernelsAVX512.logitGradient,
        attributions: KernelsAVX512.attributions,
        thresholdMap: KernelsAVX512.thresholdMap,
        permuteMap: KernelsAVX512.permuteMap,
        sortedSumOfMaps: KernelsAVX512.sortedSumOfMaps,
        blurMap: KernelsAVX512.blurMap,
        cosineOfMaps: KernelsAVX512.cosineOfMaps,
        exponentials: KernelsAVX512.exponentials,
        logarithms: KernelsAVX512.logarithms,
        peakFMA: KernelsAVX512.peakFMA)
    #endif
}
