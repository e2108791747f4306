/// What a run would need of the memory, for data that need not be here.
extension MemoryPlan {
    /// - Parameter spec: validated: with a group and a method. All its variants count.
    public init(_ spec: SweepSpec, sizes: PlanSizes) {
        self.init(spec.parts.map { Self.part($0, sizes) })
    }

    private static func part(_ spec: SweepSpec, _ sizes: PlanSizes) -> MemoryPlan {
        let train = sizes.ink(images: spec.data.train, pad: spec.data.pad)
        let validation = sizes.ink(images: spec.data.validation, pad: spec.data.pad)
        let architecture = sizes.architecture(spec.training, pad: spec.data.pad)
        let pixels = architecture.inputs
        var demands: [Demand] = []
        var ink: [InkPlace: Int] = [:]
        for group in spec.groups {
            ink[InkPlace(data: spec.data, group: group)] = [train, validation].reduce(0) {
                $0 + $1.listSize(order: group.order, pixels: pixels)
            }
            for method in spec.methods {
                let shape = JobShape(
                    architecture: architecture, method: method, order: group.order, batch: spec.training.batch,
                    isSparse: true, tracksSpectrum: spec.training.trackedSamples > 0)
                demands.append(
                    Demand(shape, label: label(spec, group, method), spec, train: train, validation: validation))
            }
        }
        return MemoryPlan(
            spec, demands: demands, ink: ink,
            images: (spec.data.train + spec.data.validation + spec.data.test) * pixels)
    }
}
