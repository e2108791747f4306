extension AnalysisRequest {
    /// Makes the analysis on the calling thread.
    /// - Returns: nil where it was told to stop.
    /// - Throws: `AnalysisError` where it cannot be made of this network and data.
    public func run(_ context: AnalysisContext) throws(AnalysisError) -> AnalysisResult? {
        switch self {
        case .layers(let options): try LayersAnalysis.run(options, context)
        case .drift(let options, _): try DriftAnalysis.run(options, context)
        case .latent(let options): try LatentAnalysis.run(options, context)
        case .saliencyMaps(let options): try SaliencyMapsAnalysis.run(options, context)
        case .decay(let options): try DecayAnalysis.run(options, context)
        }
    }
}
