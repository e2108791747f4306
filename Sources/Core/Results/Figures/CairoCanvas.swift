import CCairo

/// Draws on a raster through cairo, and gives it as PNG.
///
/// Texts that the machine's font would set wider than the layout expects are narrowed to it.
final class CairoCanvas: Canvas {
    private let context: OpaquePointer
    private let surface: OpaquePointer
    private let dotsPerInch: Double

    /// What cairo allows, in pixels.
    static let largestSide = 32_767.0

    /// White paper. - Throws: `FigureError` where cairo has no memory, or no raster of that size.
    init(size: FigureSize, dotsPerInch: Double) throws(FigureError) {
        self.dotsPerInch = dotsPerInch
        let scale = dotsPerInch / 72
        let (width, height) = ((size.width * scale).rounded(.up), (size.height * scale).rounded(.up))
        guard width >= 1, height >= 1, width <= Self.largestSide, height <= Self.largestSide,
            let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        else { throw .tooLarge(width: width, height: height) }
        guard let context = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw .refused("no drawing context")
        }
        self.surface = surface
        self.context = context
        try check()
        cairo_scale(context, scale, scale)
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        let options = cairo_font_options_create()
        // Hinting moves letters to whole pixels, and lines of text then differ in width.
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_set_font_options(context, options)
        cairo_font_options_destroy(options)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// The file, with its resolution in it: a page then sets it at the size it was made for.
    func png() throws(FigureError) -> [UInt8] {
        try check()
        cairo_surface_flush(surface)
        var bytes: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &bytes) { target in
            cairo_surface_write_to_png_stream(
                surface,
                { closure, data, count in
                    closure?.assumingMemoryBound(to: [UInt8].self).pointee
                        .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                    return CAIRO_STATUS_SUCCESS
                }, target)
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw .refused(Self.message(status)) }
        let dotsPerMetre = PNGEncoder.bigEndian(UInt32((dotsPerInch / 0.0254).rounded()))
        // After the signature and the header, before the pixels.
        let place = PNGEncoder.signature.count + 25
        guard bytes.count > place else { throw .refused("a PNG file without content") }
        bytes.insert(contentsOf: PNGEncoder.chunk("pHYs", dotsPerMetre + dotsPerMetre + [1]), at: place)
        return bytes
    }

    func polyline(_ points: [FigurePoint], _ stroke: LineStroke) {
        guard points.count > 1 else { return }
        trace(points, closed: false)
        paint(fill: nil, stroke: stroke)
    }

    func polygon(_ points: [FigurePoint], fill: AreaFill?, stroke: LineStroke?) {
        guard points.count > 2 else { return }
        trace(points, closed: true)
        paint(fill: fill, stroke: stroke)
    }

    func rectangle(_ box: FigureBox, fill: AreaFill?, stroke: LineStroke?) {
        cairo_rectangle(context, box.x, box.y, box.width, box.height)
        paint(fill: fill, stroke: stroke)
    }

    func markers(
        _ shape: MarkerShape, at centres: [FigurePoint], radius: Double, fill: AreaFill?, stroke: LineStroke?
    ) {
        // One by one: a path of thousands of shapes takes cairo seconds.
        for centre in centres {
            if shape == .circle {
                cairo_new_sub_path(context)
                cairo_arc(context, centre.x, centre.y, radius, 0, 2 * Double.pi)
                cairo_close_path(context)
            }
            for outline in shape.outlines {
                let points = outline.map { FigurePoint(centre.x + $0.x * radius, centre.y + $0.y * radius) }
                trace(points, closed: !shape.isOpen)
            }
            paint(fill: shape.isOpen ? nil : fill, stroke: stroke)
        }
    }

    func image(_ image: PixelImage, in box: FigureBox) {
        guard let picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(image.width), Int32(image.height))
        else { return }
        defer { cairo_surface_destroy(picture) }
        cairo_surface_flush(picture)
        guard let memory = cairo_image_surface_get_data(picture) else { return }
        let rowBytes = Int(cairo_image_surface_get_stride(picture))
        for y in 0 ..< image.height {
            let row = UnsafeMutableRawPointer(memory + y * rowBytes)
            for x in 0 ..< image.width {
                let place = (y * image.width + x) * 3
                let pixel =
                    UInt32(image.bytes[place]) << 16 | UInt32(image.bytes[place + 1]) << 8
                    | UInt32(image.bytes[place + 2])
                row.storeBytes(of: pixel, toByteOffset: x * 4, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(picture)
        cairo_save(context)
        cairo_rectangle(context, box.x, box.y, box.width, box.height)
        cairo_clip(context)
        cairo_translate(context, box.x, box.y)
        cairo_scale(context, box.width / Double(image.width), box.height / Double(image.height))
        cairo_set_source_surface(context, picture, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
        cairo_paint(context)
        cairo_restore(context)
    }

    func text(_ text: FigureText) {
        cairo_save(context)
        defer { cairo_restore(context) }
        cairo_select_font_face(
            context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
            text.weight == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, text.size)
        // What ends a C string would end the text.
        let content = String(text.text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, content, &extents)
        let squeeze = extents.x_advance > text.width && text.width > 0 ? text.width / extents.x_advance : 1
        let start: Double =
            switch text.anchor {
            case .start: 0
            case .middle: -extents.x_advance / 2
            case .end: -extents.x_advance
            }
        cairo_translate(context, text.position.x, text.position.y)
        switch text.rotation {
        case .none: break
        case .up: cairo_rotate(context, -Double.pi / 2)
        case .down: cairo_rotate(context, Double.pi / 2)
        }
        cairo_scale(context, squeeze, 1)
        cairo_move_to(context, start, 0)
        if text.hasHalo {
            cairo_text_path(context, content)
            paint(fill: nil, stroke: .halo)
            cairo_move_to(context, start, 0)
        }
        setSource(text.colour, opacity: 1)
        cairo_show_text(context, content)
    }

    func clipped(to box: FigureBox, _ draw: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, box.x, box.y, box.width, box.height)
        cairo_clip(context)
        draw()
        cairo_restore(context)
    }

    private func trace(_ points: [FigurePoint], closed: Bool) {
        cairo_new_sub_path(context)
        for point in points { cairo_line_to(context, point.x, point.y) }
        if closed { cairo_close_path(context) }
    }

    /// Uses the path up.
    private func paint(fill: AreaFill?, stroke: LineStroke?) {
        if let fill {
            setSource(fill.colour, opacity: fill.opacity)
            cairo_fill_preserve(context)
        }
        if let stroke {
            setSource(stroke.colour, opacity: stroke.opacity)
            cairo_set_line_width(context, stroke.width)
            cairo_set_line_cap(context, stroke.dash.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
            cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
            cairo_stroke_preserve(context)
        }
        cairo_new_path(context)
    }

    private func setSource(_ colour: FigureColour, opacity: Double) {
        cairo_set_source_rgba(
            context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255, opacity)
    }

    private func check() throws(FigureError) {
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else { throw .refused(Self.message(status)) }
    }

    private static func message(_ status: cairo_status_t) -> String {
        cairo_status_to_string(status).map { String(cString: $0) } ?? "status \(status.rawValue)"
    }
}
