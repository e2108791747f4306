extension LatentFigure {
    /// One per group: `latent-R4`.
    static func figures(
        _ scope: FigureScope, _ files: FigureFiles, _ notice: (FigureNotice) -> Void
    ) -> [PaperFigures.Named] {
        SeedPanels.all(.latent, scope).compactMap { panels -> PaperFigures.Named? in
            let read = panels.read("latent", files, notice) { file, label, analysed in
                var map = try LatentMap(file, method: label)
                map.group = panels.group.label
                map.divergence = analysed.measurements.values["latent_KL"]
                return map
            }
            guard let maps = read, !maps.isEmpty else { return nil }
            var figure = figure(maps)
            figure.title += panels.heading
            return ("latent\(panels.suffix)", figure)
        }
    }
}
