/// The paper's figures 1 and 3: what a network looks at, over the orbit of a sample.
///
/// Maps are shown relative to their own maximum: networks differ in scale, and the cosine that SI is made
/// of does not see it. No more than eight elements of a group are shown.
public enum SaliencyFigures {
    /// Figure 1: one sample over its orbit, the saliency on each image, and below it turned back to x.
    /// - Parameters:
    ///   - galleries: of several methods, for one group, from the same samples.
    ///   - sample: its place in each gallery; methods without it are left out.
    public static func orbit(_ galleries: [SaliencyGallery], sample: Int = 0) -> Figure {
        let found = galleries.filter { $0.samples.indices.contains(sample) }
        let rows = found.flatMap { gallery in
            let orbit = gallery.samples[sample].orbit.prefix(largestOrbit)
            let cosine = gallery.samples[sample].meanCosine.map { ", cosine \(decimals($0))" } ?? ""
            return [
                ImageGrid.Row(
                    "\(gallery.method), on gx",
                    pictures: orbit.map { .init(pixels: $0.pixels, saliency: relative($0.saliency)) }),
                ImageGrid.Row(
                    "\(gallery.method), realigned\(cosine)",
                    pictures: orbit.map { .init(pixels: orbit[0].pixels, saliency: relative($0.aligned)) }),
            ]
        }
        let first = found.first
        let label = first.map { " of class \($0.samples[sample].label)" } ?? ""
        return Figure(
            title: "Saliency over the orbit of a sample\(label)\(group(first))",
            caption: "Upper rows: what the network's decision rests on, laid over the transformed images. "
                + "Lower rows: the same maps brought back to the orientation of x; genuine invariance would make "
                + "them equal. Cosine: of a realigned map with that of x, in the mean; SI averages it over all samples.",
            panels: [grid("", first, rows)], widthInCentimetres: width(first))
    }

    /// Figure 3: rows are samples, columns are elements; all maps realigned; a panel per method.
    public static func aligned(_ galleries: [SaliencyGallery]) -> Figure {
        let panels = galleries.map { gallery in
            let rows = gallery.samples.map { sample in
                let cosine = sample.meanCosine.map { ": \(decimals($0))" } ?? ""
                let orbit = sample.orbit.prefix(largestOrbit)
                return ImageGrid.Row(
                    "class \(sample.label)\(cosine)",
                    pictures: orbit.map { .init(pixels: orbit[0].pixels, saliency: relative($0.aligned)) })
            }
            return grid(gallery.method, gallery, rows)
        }
        return Figure(
            title: "Saliency maps over the orbit, realigned\(group(galleries.first))",
            caption: "Rows: samples; columns: the transformation under which the network saw the sample. Every map is "
                + "brought back to the orientation of x. Behind the class: mean cosine with the map of x, which SI "
                + "averages over all samples.",
            panels: panels, widthInCentimetres: width(galleries.first, picture: 1.35))
    }

    private static let largestOrbit = 8

    private static func grid(_ title: String, _ gallery: SaliencyGallery?, _ rows: [ImageGrid.Row]) -> ImageGrid {
        ImageGrid(
            title: title, side: gallery?.side ?? 1,
            columns: (gallery?.elements ?? []).prefix(largestOrbit).map(ElementLabel.text), rows: rows,
            greyRange: 0 ... 255, saliencyTop: 1, saliencyLabel: "saliency / maximum")
    }

    /// Beside the pictures stand labels and the bar of colours.
    /// - Parameter picture: its width in centimetres: of figure 3, which has many, four methods fill a page.
    private static func width(_ gallery: SaliencyGallery?, picture: Double = 1.7) -> Double {
        min(17, 5.2 + (picture + 0.1) * Double(min(gallery?.elements.count ?? 4, largestOrbit)))
    }

    private static func group(_ gallery: SaliencyGallery?) -> String { gallery.map { ", \($0.group)" } ?? "" }

    /// Divided by the greatest; a map of zeros stays.
    static func relative(_ map: [Float]) -> [Float] {
        let top = map.max() ?? 0
        return top > 0 ? map.map { $0 / top } : map
    }

    /// What is no number has no digits: a figure is worth more than the label of one row.
    private static func decimals(_ value: Double) -> String {
        value.isNaN ? "nan" : FigureNumber.decimal(Int((min(max(value, -9), 9) * 100).rounded()), decimals: 2)
    }
}
