/// The paper's figure 2: where the orientations of one sample go in the latent space.
public enum LatentFigure {
    /// - Parameters:
    ///   - maps: a panel each, for one group.
    ///   - classNames: by class; numbers where there are none.
    ///   - orbits: at most so many are drawn, from the first on: more hide the points.
    public static func figure(_ maps: [LatentMap], classNames: [String] = [], orbits: Int = 3) -> Figure {
        func name(_ label: Int) -> String { classNames.indices.contains(label) ? classNames[label] : "\(label)" }
        let panels = maps.map { map in
            let classes = Set(map.labels).sorted().map { label in
                ScatterChart.Class(
                    name(label), points: zip(map.points, map.labels).filter { $0.1 == label }.map(\.0))
            }
            let traced = map.orbits.prefix(max(0, orbits)).map { orbit in
                ScatterChart.Orbit("orbit of class \(name(orbit.label))", points: orbit.stops, isClosed: map.isRing)
            }
            return ScatterChart(title: title(map), classes: classes, orbits: Array(traced))
        }
        let group = maps.first.map { ", \($0.group)" } ?? ""
        return Figure(
            title: "t-SNE of the penultimate layer\(group)",
            caption: "Each point is a test sample. The lines join the places of single samples gx under the group's "
                + "elements in their order, 0 being x itself: where the network is invariant they coincide.",
            panels: panels, columns: min(2, max(1, panels.count)), widthInCentimetres: panels.count > 1 ? 17 : 11)
    }

    /// `DA, KL 0.83 nats`: as many digits in all panels, so that they compare.
    private static func title(_ map: LatentMap) -> String {
        map.method + (map.divergence.map { ", KL \(NumberText.Format.decimals(2).text($0)) nats" } ?? "")
    }
}
