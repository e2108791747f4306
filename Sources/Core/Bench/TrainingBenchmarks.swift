extension Benchmark {
    /// One step of the optimiser, mean over an epoch: 19 batches of 512 and one of 272, the drawing
    /// of the epoch shared among them.
    static func trainingStep(_ method: Method) -> Benchmark {
        let name = "step/\(method.rawValue)"
        return Benchmark(name) { session in
            let data = try session.data()
            return try epoch(name, data.task(method, on: data.steps), perStep: true, session)
        }
    }

    /// One epoch with its validation.
    static func trainingEpoch(_ method: Method) -> Benchmark {
        let name = "epoch/\(method.rawValue)"
        return Benchmark(name) { session in
            let data = try session.data()
            return try epoch(name, data.task(method, on: data.epoch), perStep: false, session)
        }
    }

    private static func epoch(
        _ name: String, _ task: TrainingTask, perStep: Bool, _ session: BenchSession
    ) throws -> BenchRow {
        try session.onLane {
            let trainer = Trainer(task, kernels: session.kernels)
            var number = 0
            let trials = try Trials(kernels: session.kernels, pace: session.pace) {
                number += 1
                _ = try trainer.trainEpoch(number)
            }
            let steps = perStep ? task.stepsPerEpoch : 1
            let need = task.neededMultiplyAdds
            let folded = task.foldedMultiplyAdds
            let row = trials.timeRow(name, multiplyAdds: need, unit: "ms", scale: 1e3 / Double(steps))
            var noted = row
            noted.note = "\(task.data.dataset.rawValue), R4; bound by \(millions(need, steps)) multiply-adds, first layer by "
                + "ink. Over all pixels but the constant ones it would be \(millions(folded, steps)), and this is "
                + "\(times((row.ratio ?? 0) * folded / need)) times as fast as their bound; over all pixels "
                + "\(millions(task.denseMultiplyAdds, steps))"
            return noted
        }
    }
}

private func millions(_ multiplyAdds: Double, _ steps: Int) -> String {
    NumberText.short(multiplyAdds / Double(steps) / 1e6) + "·10⁶"
}

private func times(_ ratio: Double) -> String { NumberText.short(ratio) }

extension TrainingTask {
    var stepsPerEpoch: Int {
        let batch = min(parameters.batch, data.train.count)
        return (data.train.count + batch - 1) / batch
    }

    /// Multiply-adds that one epoch and its validation cannot do without: the first layer over the
    /// pixels that have ink in these images.
    var neededMultiplyAdds: Double {
        let background = data.normalisation.background
        return multiplyAdds(
            train: .ink(MultiplyAdds.ink(in: data.train.images, background: background)),
            validation: .ink(MultiplyAdds.ink(in: data.validation.images, background: background)))
    }

    /// The same over all pixels that have ink in some train image under some element: what is left
    /// after folding constant pixels, without using the zeros of each image.
    var foldedMultiplyAdds: Double {
        let ink = SplitInk(
            data.train.images, group: group, background: data.normalisation.background, kernels: .of(.portable), limit: 0)
        let active = ink.isActive.count { $0 != 0 }
        return multiplyAdds(
            train: .ink(active * data.train.count), validation: .ink(active * data.validation.count))
    }

    /// The same over all pixels.
    var denseMultiplyAdds: Double { multiplyAdds(train: .dense, validation: .dense) }

    private func multiplyAdds(train: MultiplyAdds.FirstLayer, validation: MultiplyAdds.FirstLayer) -> Double {
        MultiplyAdds.training(
            architecture, method: method, order: group.order, samples: data.train.count, first: train)
            + MultiplyAdds.validation(
                architecture, method: method, order: group.order, samples: data.validation.count, first: validation)
    }
}
