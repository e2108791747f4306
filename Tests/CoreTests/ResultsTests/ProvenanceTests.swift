import Core
import Foundation
import Testing

@Suite struct ProvenanceTests {
    @Test func exactJSON() throws {
        let provenance = Provenance(
            version: "1.2", source: SourceRevision(commit: "abc", dirty: true, diffDigest: "def"), compiler: "Swift 6",
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
                  "start" : "2026-01-01T00:00:00Z",
                  "version" : "1.2",
                  "working_copy" : {
                    "commit" : "abc",
                    "diff_digest" : "def",
                    "dirty" : true
                  }
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

    @Test func noRevisionOutsideAWorkingCopy() {
        #expect(SourceRevision.of(URL(fileURLWithPath: "/")) == nil)
        #expect(SourceRevision.of(URL(fileURLWithPath: "/no such folder")) == nil)
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
