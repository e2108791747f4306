import CHwloc

extension MachineLayout {
    /// Reads the layout out of a loaded topology.
    init(_ topology: hwloc_topology_t) {
        let count = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE)
        // Some virtual machines tell of processors but not of cores.
        let type = count > 0 ? HWLOC_OBJ_CORE : HWLOC_OBJ_PU
        var cores: [Core] = []
        for index in 0 ..< max(0, hwloc_get_nbobjs_by_type(topology, type)) {
            guard let object = hwloc_get_obj_by_type(topology, type, UInt32(index)),
                let core = Core(object, in: topology)
            else { continue }
            cores.append(core)
        }
        let nearest = Set(cores.compactMap(\.numa))
        let nodes = (0 ..< max(0, hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE))).compactMap {
            hwloc_get_obj_by_type(topology, HWLOC_OBJ_NUMANODE, UInt32($0)).map { Int($0.pointee.os_index) }
        }
        self.init(cores: cores, otherMemory: nodes.filter { !nearest.contains($0) }.sorted())
    }
}

extension MachineLayout.Core {
    fileprivate init?(_ object: hwloc_obj_t, in topology: hwloc_topology_t) {
        guard let cpuset = object.pointee.cpuset else { return nil }
        var processors: [MachineLayout.Processor] = []
        for number in HwlocBitmap.members(cpuset).numbers {
            guard let processor = hwloc_get_pu_obj_by_os_index(topology, UInt32(number)) else { continue }
            processors.append(.init(logical: Int(processor.pointee.logical_index), os: number))
        }
        guard !processors.isEmpty else { return nil }
        processors.sort { $0.logical < $1.logical }
        self.init(
            index: Int(object.pointee.logical_index), processors: processors,
            package: Self.ancestor(of: object, HWLOC_OBJ_PACKAGE) ?? 0,
            l3: Self.ancestor(of: object, HWLOC_OBJ_L3CACHE), numa: Self.nearestNode(of: object, in: topology),
            efficiency: Self.efficiency(cpuset, in: topology))
    }

    /// A core's nodeset also has the memory of everything around it: of the package, of the machine, and
    /// beside the package's main memory perhaps a faster one (HBM). The nearest is the one with the
    /// fewest processors, then the one attached lowest in the tree; of several such the first, which is
    /// the main memory.
    private static func nearestNode(of object: hwloc_obj_t, in topology: hwloc_topology_t) -> Int? {
        guard let nodeset = object.pointee.nodeset else { return nil }
        var best: (node: Int, processors: Int, depth: Int)?
        var next = hwloc_bitmap_first(nodeset)
        while next >= 0 {
            if let node = hwloc_get_numanode_obj_by_os_index(topology, UInt32(next)), let cpuset = node.pointee.cpuset,
                case let processors = Int(hwloc_bitmap_weight(cpuset)), processors > 0
            {
                let depth = attachment(of: node)
                if best.map({ (processors, -depth) < ($0.processors, -$0.depth) }) ?? true {
                    best = (Int(next), processors, depth)
                }
            }
            next = hwloc_bitmap_next(nodeset, next)
        }
        return best?.node
    }

    /// Depth of what a node's memory belongs to; caches in front of it have none.
    private static func attachment(of node: hwloc_obj_t) -> Int {
        var next = node.pointee.parent
        while let here = next, here.pointee.depth < 0 { next = here.pointee.parent }
        return Int(next?.pointee.depth ?? 0)
    }

    private static func ancestor(of object: hwloc_obj_t, _ type: hwloc_obj_type_t) -> Int? {
        var next = object.pointee.parent
        while let here = next {
            if here.pointee.type == type { return Int(here.pointee.logical_index) }
            next = here.pointee.parent
        }
        return nil
    }

    private static func efficiency(_ cpuset: hwloc_const_bitmap_t, in topology: hwloc_topology_t) -> Int? {
        let kind = hwloc_cpukinds_get_by_cpuset(topology, cpuset, 0)
        guard kind >= 0 else { return nil }
        var efficiency: Int32 = -1
        guard hwloc_cpukinds_get_info(topology, UInt32(kind), nil, &efficiency, nil, nil, 0) == 0, efficiency >= 0
        else { return nil }
        return Int(efficiency)
    }
}
