import CCairo
import CZlib
import Foundation
import Testing

@testable import Core

struct FigurePNGTests {
    @Test("every figure becomes a PNG of its size, with ink on it", arguments: FigureExamples.all.map(\.name))
    func picture(name: String) throws {
        let figure = try #require(FigureExamples.all.first { $0.name == name }).figure
        // Two metres need no more.
        let dots = name == "huge" ? 18.0 : 60.0
        let picture = try Raster(png: figure.png(dotsPerInch: dots))
        #expect(picture.width == Int((figure.size.width * dots / 72).rounded(.up)))
        #expect(picture.height == Int((figure.size.height * dots / 72).rounded(.up)))
        let inked = picture.pixels.filter { $0 != 0xFFFFFF }.count
        #expect(name == "nothing" ? inked == 0 : inked > 1000)
        // The paper shows through everywhere at the border.
        #expect(picture.pixels.first == 0xFFFFFF && picture.pixels.last == 0xFFFFFF)
    }

    @Test("the file says how large it is to be printed")
    func resolution() throws {
        let bytes = try FigureExamples.all[0].figure.png(dotsPerInch: 300)
        // 300 dots per inch are 11811 per metre.
        #expect(Array(bytes[33 ..< 54]) == PNGEncoder.chunk("pHYs", [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]))
    }

    @Test("a raster that cairo does not have is an error, not a crash")
    func tooLarge() {
        let figure = Figure(title: "", panels: [FigureExamples.lonely], widthInCentimetres: 200)
        #expect(throws: FigureError.self) { try figure.png(dotsPerInch: 1e9) }
        #expect(throws: FigureError.self) { try figure.png(dotsPerInch: .nan) }
        #expect(throws: FigureError.self) { try figure.png(dotsPerInch: -1) }
        #expect(
            FigureError.tooLarge(width: 40_000, height: 10).description.hasPrefix(
                "figure: 40000 × 10 pixels asked for, 1 … 32767"))
    }

    @Test(
        "embedded pictures come back pixel by pixel through another decoder",
        arguments: [(1, 1), (36, 36), (7, 300), (200, 3)])
    func encoder(width: Int, height: Int) throws {
        var image = PixelImage(width: width, height: height)
        for y in 0 ..< height {
            for x in 0 ..< width where (x + y) % 5 < 3 {
                image.set(x: x, y: y, to: (red: Double(x * y % 256), green: Double(x / 9 * 31 % 256), blue: .nan))
            }
        }
        let picture = try Raster(png: PNGEncoder.bytes(image))
        #expect(picture.width == width && picture.height == height)
        let expected = stride(from: 0, to: image.bytes.count, by: 3).map { place -> UInt32 in
            image.bytes[place ..< place + 3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        #expect(picture.pixels == expected)
    }

    @Test("deflated bytes come back through zlib, for every length of a repeat")
    func deflate() throws {
        for length in [0, 1, 2, 3, 4, 10, 11, 18, 19, 66, 67, 130, 131, 257, 258, 259, 260, 5000] {
            let input = [9, 200, 144, 255] + [UInt8](repeating: 7, count: length) + [1, 2, 3]
            let packed = FixedDeflate.bytes(input, distances: [1, 3, 300])
            // As in a zlib stream, whose check sum is not looked at where the output is full before.
            var stream = z_stream()
            #expect(inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
            defer { inflateEnd(&stream) }
            var source = packed
            var output = [UInt8](repeating: 0, count: input.count + 10)
            let capacity = UInt32(output.count)
            let status = source.withUnsafeMutableBufferPointer { source in
                output.withUnsafeMutableBufferPointer { output in
                    stream.next_in = source.baseAddress
                    stream.avail_in = UInt32(source.count)
                    stream.next_out = output.baseAddress
                    stream.avail_out = capacity
                    return inflate(&stream, Z_FINISH)
                }
            }
            #expect(status == Z_STREAM_END, "\(length)")
            #expect(Array(output.prefix(Int(stream.total_out))) == input, "\(length)")
        }
        #expect(FixedDeflate.bytes([UInt8](repeating: 0, count: 4000), distances: [3]).count < 40)
    }

    /// A PNG as cairo reads it.
    private struct Raster {
        let width: Int
        let height: Int
        let pixels: [UInt32]

        init(png: [UInt8]) throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).png")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(png).write(to: file)
            let surface = try #require(cairo_image_surface_create_from_png(file.path))
            defer { cairo_surface_destroy(surface) }
            try #require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
            width = Int(cairo_image_surface_get_width(surface))
            height = Int(cairo_image_surface_get_height(surface))
            let rowBytes = Int(cairo_image_surface_get_stride(surface))
            let data = UnsafeRawPointer(try #require(cairo_image_surface_get_data(surface)))
            var pixels: [UInt32] = []
            for y in 0 ..< height {
                for x in 0 ..< width {
                    pixels.append(data.load(fromByteOffset: y * rowBytes + x * 4, as: UInt32.self) & 0xFFFFFF)
                }
            }
            self.pixels = pixels
        }
    }
}
