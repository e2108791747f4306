extension SaliencyFigures {
    /// Per group: `saliency-R4` with all samples, realigned, and `saliency-R4-class2`, … with one each over its orbit.
    static func figures(
        _ scope: FigureScope, _ files: FigureFiles, _ notice: (FigureNotice) -> Void
    ) -> [PaperFigures.Named] {
        SeedPanels.all(.saliencyMaps, scope).flatMap { panels -> [PaperFigures.Named] in
            let read = panels.read("saliency", files, notice) { file, label, _ in
                var gallery = try SaliencyGallery(file, method: label)
                gallery.group = panels.group.label
                return gallery
            }
            guard let galleries = read, let first = galleries.first else { return [] }
            var all = aligned(galleries)
            all.title += panels.heading
            let single = first.samples.enumerated().map { place, sample -> PaperFigures.Named in
                var figure = orbit(galleries, sample: place)
                figure.title += panels.heading
                return ("saliency\(panels.suffix)-class\(sample.label)", figure)
            }
            return [("saliency\(panels.suffix)", all)] + single
        }
    }
}
