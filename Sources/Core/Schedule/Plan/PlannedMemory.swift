/// What a run would need of the memory, for data that need not be here.
extension MemoryPlan {
    /// - Parameter spec: validated: with a group and a method.
    public init(_ spec: SweepSpec, sizes: PlanSizes) {
        let train = sizes.ink(images: spec.data.train, pad: spec.data.pad)
        let validation = sizes.ink(images: spec.data.validation, pad: spec.data.pad)
        let architecture = sizes.architecture(spec.training, pad: spec.data.pad)
        let pixels = architecture.inputs
        var demands: [Demand] = []
        var ink: [Int] = []
        for group in spec.groups {
            ink.append([train, validation].reduce(0) { $0 + $1.listSize(order: group.order, pixels: pixels) })
            for method in spec.methods {
                let shape = JobShape(
                    architecture: architecture, method: method, order: group.order, batch: spec.training.batch,
                    isSparse: true, tracksSpectrum: spec.training.trackedSamples > 0)
                demands.append(
                    Demand(shape, label: "\(group.label) \(method.rawValue)", spec, train: train, validation: validation))
            }
        }
        self.init(
            demands: demands, ink: ink,
            images: (spec.data.train + spec.data.validation + spec.data.test) * pixels)
    }
}
