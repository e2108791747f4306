import Testing

@testable import Core

@Suite struct HwlocTopologyTests {
    @Test func syntheticMachineHasItsCoresCachesAndNodes() throws {
        let topology = try HwlocTopology(.synthetic("pack:2 [numa] l3:2 core:4 pu:2"))
        let cores = topology.layout.cores
        #expect(cores.count == 16)
        #expect(cores.map(\.package) == Array(repeating: 0, count: 8) + Array(repeating: 1, count: 8))
        #expect(cores.map(\.l3) == [0, 1, 2, 3].flatMap { Array(repeating: Optional($0), count: 4) })
        #expect(cores.map(\.numa) == cores.map { Optional($0.package) })
        #expect(cores.map { $0.processors.map(\.os) } == (0 ..< 16).map { [2 * $0, 2 * $0 + 1] })
        #expect(cores.map(\.index) == Array(0 ..< 16))
        #expect(cores.allSatisfy { $0.efficiency == nil })
        #expect(topology.allowed == ProcessorSet(0 ..< 32))
        #expect(!topology.isThisMachine)
    }

    @Test func aThousandCores() throws {
        let topology = try HwlocTopology(.synthetic("pack:8 [numa] l3:16 core:8 pu:2"))
        #expect(topology.layout.cores.count == 1024)
        #expect(topology.layout.processors.count == 2048)
    }

    @Test func thisMachineHasProcessorsThatMayBeUsed() throws {
        let topology = try HwlocTopology()
        #expect(!topology.layout.cores.isEmpty)
        #expect(!topology.allowed.isEmpty)
        #expect(topology.allowed.subtracting(topology.layout.processors).isEmpty)
    }

    @Test func hybridKindsComeFromTheFile() throws {
        let folder = try OwnedFolder()
        try folder.write(Self.hybrid, to: "hybrid.xml")
        let topology = try HwlocTopology(.xml(path: folder.path + "/hybrid.xml"))
        #expect(topology.layout.cores.map(\.efficiency) == [1, 0, 0])
        #expect(topology.layout.cores.map { $0.processors.map(\.os) } == [[0, 1], [2], [3]])
        // The file says that 3 is not for this process.
        #expect(topology.allowed == ProcessorSet([0, 1, 2]))
        func lanes(_ count: Int?) throws -> [String] {
            try LanePlanner.plan(
                topology.layout, allowed: topology.allowed, options: LaneOptions(lanes: count)
            ).lanes.map { $0.processors?.description ?? "" }
        }
        #expect(try lanes(nil) == ["0"])
        #expect(try lanes(3) == ["0", "2", "1"])
    }

    @Test func aCoresMemoryIsTheNearest() throws {
        // One node for the whole machine besides one for each package; two for each package, of which the
        // first is the main memory; two halves of a package with a node each.
        let cases: [(String, [Int], [Int])] = [
            ("[numa] pack:2 [numa] core:2 pu:1", [1, 1, 2, 2], [0]),
            ("pack:2 [numa] [numa] core:2 pu:1", [0, 0, 2, 2], [1, 3]),
            ("pack:1 numa:2 core:2 pu:1", [0, 0, 1, 1], []),
        ]
        for (text, nodes, others) in cases {
            let layout = try HwlocTopology(.synthetic(text)).layout
            // hwloc numbers the nodes in an order of its own.
            let renumbered = Dictionary(
                uniqueKeysWithValues: zip(
                    Set(layout.cores.compactMap(\.numa)).sorted(), Set(nodes).sorted()))
            #expect(layout.cores.map { $0.numa.flatMap { renumbered[$0] } } == nodes.map(Optional.init), "\(text)")
            #expect(layout.otherMemory.count == others.count, "\(text)")
        }
    }

    @Test func memoryWithoutProcessorsIsNobodysNearest() throws {
        let folder = try OwnedFolder()
        try folder.write(Self.expander, to: "cxl.xml")
        let layout = try HwlocTopology(.xml(path: folder.path + "/cxl.xml")).layout
        #expect(layout.cores.map(\.numa) == [1, 1])
        #expect(layout.otherMemory == [0])
    }

    @Test func withoutSMTACoreIsAProcessor() throws {
        for text in ["pack:1 core:3 pu:1", "pack:1 pu:3"] {
            let layout = try HwlocTopology(.synthetic(text)).layout
            #expect(layout.cores.map { $0.processors.map(\.os) } == [[0], [1], [2]], "\(text)")
        }
    }

    @Test func whatAPersonMeans() throws {
        #expect(HwlocTopology.Source(argument: "pack:2 core:4") == .synthetic("pack:2 core:4"))
        #expect(HwlocTopology.Source(argument: "no/such.XML") == .xml(path: "no/such.XML"))
        let folder = try OwnedFolder()
        try folder.write(Self.hybrid, to: "machine")
        #expect(HwlocTopology.Source(argument: folder.path + "/machine") == .xml(path: folder.path + "/machine"))
    }

    @Test(arguments: ["pack:1000 core:1000 pu:2", "pu:65536", "3000 3000", "core:99999999999999999999", "pack:4(size=1) core:70000"])
    func whatIsTooLargeIsNotBuilt(_ text: String) {
        #expect(throws: TopologyError.tooLarge(text: text, most: 65535)) { try HwlocTopology(.synthetic(text)) }
    }

    @Test func sizesOfSyntheticTopologies() {
        let table = [
            ("pack:2 [numa] l3:2 core:4 pu:2", 32), ("2 3 4", 24), ("pack:2 [numa(memory=1GB indexes=2*3)] core:3(size=9)", 6),
            ("", 1), ("pack:two", 1), ("pu:0", 1),
        ]
        for (text, size) in table { #expect(SyntheticSize.processors(of: text) == size, "\(text)") }
    }

    @Test func whatIsNoTopologyIsNamed() throws {
        #expect(throws: TopologyError.synthetic(text: "pack:two")) { try HwlocTopology(.synthetic("pack:two")) }
        let folder = try OwnedFolder()
        try folder.write("<not/>", to: "bad.xml")
        for name in ["bad.xml", "missing.xml"] {
            let path = folder.path + "/" + name
            #expect {
                try HwlocTopology(.xml(path: path))
            } throws: { error in
                guard case .file(path, _)? = error as? TopologyError else { return false }
                return "\(error)".hasPrefix("\(path): not a topology file (")
            }
        }
    }

    @Test func errorTexts() {
        let table: [(TopologyError, String)] = [
            (.detection(reason: "Permission denied"), "The topology of this machine could not be read: Permission denied."),
            (
                .synthetic(text: "x"),
                "'x' is not a synthetic topology; expected for instance 'pack:2 [numa] l3:2 core:4 pu:2' "
                    + "(as hwloc's lstopo takes it)."
            ),
            (
                .file(path: "a.xml", reason: "No such file or directory"),
                "a.xml: not a topology file (No such file or directory); expected XML as written by 'lstopo machine.xml'."
            ),
            (.tooLarge(text: "pu:70000", most: 65535), "'pu:70000' is a machine of more than 65535 processors; expected fewer."),
            (.noProcessors(source: "a.xml"), "a.xml: no processor in it."),
        ]
        for (error, text) in table { #expect(error.description == text) }
    }

    /// One fast core with two threads, two slow ones.
    static let hybrid = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE topology SYSTEM "hwloc2.dtd">
        <topology version="2.0">
          <object type="Machine" os_index="0" cpuset="0xf" complete_cpuset="0xf" allowed_cpuset="0x7" nodeset="0x1" \
              complete_nodeset="0x1" allowed_nodeset="0x1" gp_index="1">
            <object type="NUMANode" os_index="0" cpuset="0xf" complete_cpuset="0xf" nodeset="0x1" complete_nodeset="0x1" gp_index="2" \
                local_memory="1073741824"/>
            <object type="Package" os_index="0" cpuset="0xf" complete_cpuset="0xf" nodeset="0x1" complete_nodeset="0x1" gp_index="3">
              <object type="Core" os_index="0" cpuset="0x3" complete_cpuset="0x3" nodeset="0x1" complete_nodeset="0x1" gp_index="4">
                <object type="PU" os_index="0" cpuset="0x1" complete_cpuset="0x1" nodeset="0x1" complete_nodeset="0x1" gp_index="5"/>
                <object type="PU" os_index="1" cpuset="0x2" complete_cpuset="0x2" nodeset="0x1" complete_nodeset="0x1" gp_index="6"/>
              </object>
              <object type="Core" os_index="1" cpuset="0x4" complete_cpuset="0x4" nodeset="0x1" complete_nodeset="0x1" gp_index="7">
                <object type="PU" os_index="2" cpuset="0x4" complete_cpuset="0x4" nodeset="0x1" complete_nodeset="0x1" gp_index="8"/>
              </object>
              <object type="Core" os_index="2" cpuset="0x8" complete_cpuset="0x8" nodeset="0x1" complete_nodeset="0x1" gp_index="9">
                <object type="PU" os_index="3" cpuset="0x8" complete_cpuset="0x8" nodeset="0x1" complete_nodeset="0x1" gp_index="10"/>
              </object>
            </object>
          </object>
          <cpukind cpuset="0x0000000c" forced_efficiency="0">
            <info name="CoreType" value="IntelAtom"/>
          </cpukind>
          <cpukind cpuset="0x00000003" forced_efficiency="1">
            <info name="CoreType" value="IntelCore"/>
          </cpukind>
        </topology>
        """

    /// Two cores beside memory of their own (node 1), and an expansion of the whole machine (node 0).
    private static let expander = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE topology SYSTEM "hwloc2.dtd">
        <topology version="2.0">
          <object type="Machine" os_index="0" cpuset="0x3" complete_cpuset="0x3" allowed_cpuset="0x3" nodeset="0x3" \
              complete_nodeset="0x3" allowed_nodeset="0x3" gp_index="1">
            <object type="NUMANode" os_index="0" cpuset="0x0" complete_cpuset="0x0" nodeset="0x1" complete_nodeset="0x1" gp_index="2" \
                local_memory="1073741824"/>
            <object type="Package" os_index="0" cpuset="0x3" complete_cpuset="0x3" nodeset="0x2" complete_nodeset="0x2" gp_index="3">
              <object type="NUMANode" os_index="1" cpuset="0x3" complete_cpuset="0x3" nodeset="0x2" complete_nodeset="0x2" \
                  gp_index="4" local_memory="1073741824"/>
              <object type="Core" os_index="0" cpuset="0x1" complete_cpuset="0x1" nodeset="0x2" complete_nodeset="0x2" gp_index="5">
                <object type="PU" os_index="0" cpuset="0x1" complete_cpuset="0x1" nodeset="0x2" complete_nodeset="0x2" gp_index="6"/>
              </object>
              <object type="Core" os_index="1" cpuset="0x2" complete_cpuset="0x2" nodeset="0x2" complete_nodeset="0x2" gp_index="7">
                <object type="PU" os_index="1" cpuset="0x2" complete_cpuset="0x2" nodeset="0x2" complete_nodeset="0x2" gp_index="8"/>
              </object>
            </object>
          </object>
        </topology>
        """
}
