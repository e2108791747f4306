import Foundation
import Testing

@testable import Core

struct FigureColourTests {
    /// Linear light of each channel, 0 … 1.
    private func linear(_ value: Double) -> Double {
        let part = value / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }

    /// L*, a*, b* of linear light.
    private func lab(_ rgb: [Double]) -> [Double] {
        let x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505
        let y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
        let z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089
        let f = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16 / 116 }
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
    }

    /// What is left of a colour without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1.
    private static let visions: [String: [[Double]]] = [
        "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        "protanopia": [
            [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
        ],
        "deuteranopia": [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
        ],
        "tritanopia": [
            [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
        ],
    ]

    private func distance(_ one: FigureColour, _ other: FigureColour, _ vision: [[Double]]) -> Double {
        let points = [one, other].map { colour in
            let rgb = [colour.red, colour.green, colour.blue].map { linear(Double($0)) }
            return lab(vision.map { row in min(max(zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1) })
        }
        return zip(points[0], points[1]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    @Test(
        "colours are told apart with every kind of colour vision",
        arguments: ["full", "protanopia", "deuteranopia", "tritanopia"])
    func apart(kind: String) throws {
        let vision = try #require(Self.visions[kind])
        for palette in [FigureColour.series, FigureColour.classes] {
            for (index, colour) in palette.enumerated() {
                for other in palette[..<index] {
                    let difference = distance(colour, other, vision)
                    #expect(difference > 15, "\(colour.name) \(other.name)")
                }
            }
        }
    }

    @Test("the colour maps grow in lightness all the way", arguments: ColourMap.allCases)
    func lightness(map: ColourMap) {
        let values = (0 ... 200).map { step in
            let colour = map.colour(Double(step) / 200)
            return lab([colour.red, colour.green, colour.blue].map(linear))[0]
        }
        for (one, next) in zip(values, values.dropFirst()) { #expect(next > one) }
        #expect(map.colour(-1) == map.colour(0) && map.colour(7) == map.colour(1) && map.colour(.nan) == map.colour(0))
    }

    @Test("names are classes of their own")
    func names() {
        let names = FigureColour.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(FigureColour.series[0].hexadecimal == "#0072B2")
    }
}
