import Core
import Foundation
import Testing

/// A network that PyTorch made and wrote, measured here and by PyTorch itself. Needs a Python with torch and
/// safetensors: `python3`, or the one that the variable PYTHON names; else the test is skipped and says so.
@Suite(.enabled(if: PyTorch.isHere, "no Python with torch and safetensors; PYTHON=/path/to/python names one"))
struct PyTorchTests {
    /// Reads images, makes a network, writes it, and prints what it measures in double.
    private static let script = """
        import json, sys, torch
        from safetensors.torch import load_file, save_file
        folder, double = sys.argv[1], sys.argv[2] == "double"
        images = load_file(folder + "/images.safetensors")
        x, labels = images["images"].double() / 255, images["labels"].long()
        x = torch.nn.functional.pad(x, (4, 4, 4, 4))
        torch.manual_seed(1)
        widths = [1296, 40, 20, 10]
        linears = [torch.nn.Linear(a, b).double() for a, b in zip(widths, widths[1:])]
        tensors = {}
        for i, linear in enumerate(linears):
            linear.weight.data *= 3
            if not double:
                linear.weight.data, linear.bias.data = linear.weight.data.float().double(), linear.bias.data.float().double()
            for name in "weight", "bias":
                value = getattr(linear, name).data
                tensors[f"layer{i}.{name}"] = value.clone() if double else value.float().clone()
        tensors["step"] = torch.tensor([3])
        save_file(tensors, folder + "/model.safetensors")
        def layers(images):
            h = (images.reshape(len(images), -1) - 0.1307) / 0.3081
            result = [h]
            for i, linear in enumerate(linears):
                h = linear(h)
                if i < len(linears) - 1: h = torch.relu(h)
                result.append(h)
            return result
        with torch.no_grad():
            orbit = [layers(torch.rot90(x, k, (1, 2))) for k in range(4)]
        own = orbit[0]
        def squares(a): return float((a * a).sum())
        log = [z[-1].log_softmax(1) for z in orbit]
        one = lambda image: layers(image[None])[-1][0]
        sigma = [float(torch.linalg.svdvals(torch.autograd.functional.jacobian(one, image).reshape(10, -1) * 0.3081)[0]) for image in x]
        print(json.dumps({
            "accuracy": [float((z[-1].argmax(1) == labels).double().mean()) for z in orbit],
            "consistency": [float((z[-1].argmax(1) == own[-1].argmax(1)).double().mean()) for z in orbit],
            "LI": [squares(z[-1] - own[-1]) / 2 / len(x) for z in orbit],
            "DI": [float((log[0].exp() * (log[0] - l)).sum(1).mean()) for l in log],
            "sigma_max": sum(sigma) / len(sigma),
            "layer_LI": [[squares(a - b) / 2 / len(x) for a, b in zip(z, own)] for z in orbit],
            "relative": [[squares(a - b) / (squares(a) + squares(b)) for a, b in zip(z, own)] for z in orbit]}))
        """

    private struct Truth: Decodable {
        var accuracy: [Double]
        var consistency: [Double]
        var LI: [Double]
        var DI: [Double]
        var sigma_max: Double
        var layer_LI: [[Double]]
        var relative: [[Double]]
    }

    @Test(arguments: ["float", "double"]) func `the same numbers as PyTorch's own`(precision: String) throws {
        try withFolder { folder in
            // The first samples of the test split, as anybody could cut them.
            var request = DataRequest()
            (request.source, request.train, request.test, request.validation) = (.strokes, 50, 120, 10)
            let indices = try Split(of: Strokes.dataset, request: request).test.prefix(100).map { Int($0) }
            try SafetensorsFile(tensors: [
                SafetensorsTensor("images", shape: [100, 28, 28], .u8(indices.flatMap { Strokes.dataset.image($0) })),
                SafetensorsTensor("labels", shape: [100], .u8(indices.map { Strokes.dataset.labels[$0] })),
            ]).write(to: folder.appendingPathComponent("images.safetensors"))
            let script = try write(Self.script, to: folder, as: "network.py")
            let python = try PyTorch.run([script, folder.path, precision])
            try #require(python.status == 0, "\(python.errors)")
            let truth = try JSONDecoder().decode(Truth.self, from: Data(python.output.utf8))

            let arguments = [
                "check", folder.appendingPathComponent("model.safetensors").path, "--data", "strokes", "--method", "DA",
                "--groups", "R4", "--train", "50", "--test", "120", "--validation", "10", "--samples", "100", "--mean", "0.1307",
                "--std", "0.3081",
            ]
            let result = try Program().run(arguments + ["--json"], in: folder)
            try #require(result.status == 0, "\(result.errors)")
            let report = try JSONDecoder().decode(CheckReport.self, from: Data(result.output.utf8))
            let group = try #require(report.groups.first)
            func expectNear(_ found: [Double]?, _ expected: [Double], _ what: String) {
                #expect(found?.count == expected.count, "\(what)")
                for (a, b) in zip(found ?? [], expected) {
                    #expect((a - b).magnitude <= 2e-5 * max(b.magnitude, 1e-3), "\(what): \(a) here, \(b) there")
                }
            }
            expectNear(group.perElement["accuracy"], truth.accuracy, "accuracy")
            if let found = group.perElement["consistency"] { expectNear(found, truth.consistency, "consistency") }
            expectNear(group.perElement["LI"], truth.LI, "LI")
            expectNear(group.perElement["DI"], truth.DI, "DI")
            expectNear([group.values["sigma_max"] ?? .nan], [truth.sigma_max], "sigma_max")
            for element in 0 ..< 4 {
                expectNear(group.layerErrorsPerElement[element], truth.layer_LI[element], "layers under g\(element)")
                expectNear(group.relativeLayerErrorsPerElement[element], truth.relative[element], "relative, g\(element)")
            }
            #expect(report.notes.contains { $0.contains("not used: step") })
            #expect(report.notes.contains { $0.contains("F64") } == (precision == "double"))
            #expect(report.notes.contains { $0.contains("10 logits") })
            let table = try Program().run(arguments, in: folder)
            #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("/") })
        }
    }
}

/// A Python that has what the test needs.
enum PyTorch {
    static let isHere = (try? run(["-c", "import torch, safetensors.torch"]).status) == 0

    static func run(_ arguments: [String]) throws -> Program.Result {
        try withFolder { try Tool.run(ProcessInfo.processInfo.environment["PYTHON"] ?? "python3", arguments, in: $0) }
    }
}
