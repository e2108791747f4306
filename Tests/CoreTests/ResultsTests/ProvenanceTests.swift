import Core
import Foundation
import Testing

@Suite struct ProvenanceTests {
    @Test func exactJSON() throws {
        let provenance = Provenance(
            version: "1.2", source: SourceRevision(commit: "abc", changes: .init(hash: "0123456789abcdef", size: 3, text: [])),
            compiler: "Swift 6",
            machine: HostDescription(host: "h", cpu: nil, system: "Linux"), instructionSet: "avx2",
            lanes: [LaneRecord(lane: 0, processors: "0-1")], data: [], start: "2026-01-01T00:00:00Z", seconds: 1.5)
        #expect(
            try provenance.json() == """
                {
                  "compiler" : "Swift 6",
                  "data" : [

                  ],
                  "instruction_set" : "avx2",
                  "lanes" : [
                    {
                      "lane" : 0,
                      "processors" : "0-1"
                    }
                  ],
                  "machine" : {
                    "host" : "h",
                    "system" : "Linux"
                  },
                  "numerics" : \(NumericsVersion.current),
                  "program" : "sweep",
                  "runs" : [

                  ],
                  "seconds" : 1.5,
                  "source" : {
                    "commit" : "abc",
                    "diff_file" : "source-0123456789ab.diff",
                    "diff_hash" : "0123456789abcdef",
                    "diff_size" : 3,
                    "dirty" : true
                  },
                  "start" : "2026-01-01T00:00:00Z",
                  "version" : "1.2"
                }

                """)
    }

    @Test func cpuAndSystemNames() {
        let cpuinfo = "processor\t: 0\nvendor_id\t: X\nmodel name\t: Some CPU @ 2.00GHz\n\nmodel name\t: Other\n"
        #expect(HostDescription.modelName(cpuinfo: cpuinfo) == "Some CPU @ 2.00GHz")
        #expect(HostDescription.modelName(cpuinfo: "processor : 0\n") == nil)
        #expect(HostDescription.prettyName(osRelease: "NAME=x\nPRETTY_NAME=\"Some Linux 12\"\n") == "Some Linux 12")
    }

    @Test func theMachineHasAName() {
        let machine = HostDescription.current()
        #expect(!machine.host.isEmpty && !machine.system.isEmpty)
    }

    private func text(_ source: SourceRevision?) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(source)
        #expect(try JSONDecoder().decode(SourceRevision?.self, from: bytes)?.description == source?.description)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `what nobody knows is unknown, and never clean`() throws {
        let unknown = SourceRevision(commit: "", hexadecimalDiff: "", diffSize: 0, diffHash: "")
        #expect(unknown.description == "commit unknown" && unknown == SourceRevision(commit: nil))
        #expect(try text(unknown) == #"{"commit":"unknown"}"#)
        let clean = SourceRevision(
            commit: "00112233445566778899aabbccddeeff00112233", hexadecimalDiff: "", diffSize: 0, diffHash: "")
        #expect(clean.description == "001122334455")
        #expect(try text(clean) == #"{"commit":"00112233445566778899aabbccddeeff00112233","dirty":false}"#)
    }

    @Test func `the changes that a program was built with are kept`() throws {
        let owned = try OwnedFolder()
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path))
        let changed = SourceRevision(
            commit: "00112233445566778899", hexadecimalDiff: "2b61ff0a", diffSize: 4, diffHash: "fedcba98765432")
        #expect(changed.description == "001122334455, changed: fedcba987654")
        try folder.keepDiff(changed)
        let kept = folder.url.appendingPathComponent("source-fedcba987654.diff")
        #expect(try Data(contentsOf: kept) == Data([0x2b, 0x61, 0xff, 0x0a]))
        let cut = SourceRevision(
            commit: "00112233445566778899", hexadecimalDiff: "2b61", diffSize: 999, diffHash: "aaaaaaaaaaaaaa")
        try folder.keepDiff(cut)
        try folder.keepDiff(SourceRevision(commit: nil))
        let text = try String(contentsOf: folder.url.appendingPathComponent("source-aaaaaaaaaaaa.diff"), encoding: .utf8)
        #expect(text == "+a\n[cut: the first 2 of 999 bytes; git hash-object of all: aaaaaaaaaaaaaa]\n")
        // The first one is another run's.
        #expect(try FileManager.default.contentsOfDirectory(atPath: owned.path).count == 2)
    }

    @Test func splitsAreIndices() throws {
        let data = DataIdentity(dataset: .strokes, digest: "d", request: DataRequest())
        let file = SplitsExport.file(train: [5, 3], test: [0, 1, 2], validation: [], data: data)
        let read = try SafetensorsFile(bytes: file.encoded(), file: "s")
        #expect(read.metadata == ["dataset": "strokes", "digest": "d", "split_seed": "0"])
        #expect(read.tensors.map(\.name) == ["train", "test", "validation"])
        #expect(try read.tensor("train").elements == .i32([5, 3]))
        #expect(try read.tensor("test").shape == [3])
        #expect(try read.tensor("validation").elements == .i32([]))
    }
}
