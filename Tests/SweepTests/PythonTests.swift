import Foundation
import Testing

/// docs/python.md, run as it stands. Needs a Python with pandas, torch and safetensors: `python3`, or the one that the
/// variable PYTHON names; else the test is skipped and says so.
@Suite(.enabled(if: Pandas.isHere, "no Python with pandas, torch and safetensors; PYTHON=/path/to/python names one"))
struct PythonTests {
    /// The indented blocks of a page, but those that are for a shell.
    private static func program(_ page: URL) throws -> String {
        var (blocks, block): ([[Substring]], [Substring]) = ([], [])
        let text = try String(contentsOf: page, encoding: .utf8) + "\nend"
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("    ") || (line.isEmpty && !block.isEmpty) {
                block.append(line.dropFirst(4))
            } else if !block.isEmpty {
                blocks.append(block)
                block = []
            }
        }
        return blocks.filter { $0.first?.hasPrefix("sweep ") != true }.map { $0.joined(separator: "\n") }.joined(separator: "\n")
    }

    @Test func `the page's lines read tables, models and images`() throws {
        try withFolder { folder in
            let text = """
                name: small
                data: {source: strokes, train: 400, test: 300, validation: 100}
                groups: [R4]
                methods: [WT, DA]
                seeds: [0]
                training: {epochs: 3, batch: 64, hidden: [16, 16]}
                saliency: {steps: 4}
                """
            let (program, file) = (try Program(), try write(text, to: folder))
            let run = try program.run(["run", file, "--results", folder.path + "/results/quickstart"], in: folder)
            try #require(run.status == 0, "\(run.errors)")
            let exported = try program.run(["data", "export", "strokes", folder.path + "/data"], in: folder)
            try #require(exported.status == 0, "\(exported.errors)")
            #expect(exported.output.split(separator: "\n").count == 4)

            let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("docs/python.md")
            // The function for WT is there to be called.
            let rest = """

                own = accuracy
                job = done[done.method == "WT"].iloc[0]
                with safe_open(f"{folder}/models/{job.id}.safetensors", "pt") as file:
                    tensors = {name: file.get_tensor(name) for name in file.keys()}
                for i, layer in enumerate(layers):
                    layer.load_state_dict({name: tensors[f"layer{i}.{name}"] for name in ("weight", "bias")})
                with torch.no_grad():
                    accuracy = 100 * (tied(x).argmax(1) == y).double().mean().item()
                print(accuracy, job["test_accuracy_percent[g0]"])
                """
            let script = try write(
                "import os; os.chdir(\"\(folder.path)\")\n" + Self.program(page) + rest, to: folder, as: "page.py")
            let python = try PyTorch.run([script])
            try #require(python.status == 0, "\(python.errors)")
            let pairs = python.output.split(separator: "\n").compactMap { line -> (Double, Double)? in
                let words = line.split(separator: " ").compactMap { Double($0) }
                return words.count == 2 && line.split(separator: " ").count == 2 ? (words[0], words[1]) : nil
            }
            #expect(pairs.count == 2, "\(python.output)")
            // One image of 300 may fall to either side.
            for (found, expected) in pairs { #expect((found - expected).magnitude < 0.34, "\(python.output)") }
        }
    }
}

enum Pandas {
    static let isHere = (try? PyTorch.run(["-c", "import pandas, torch, safetensors"]).status) == 0
}
