/// A colour of the palette. SVG elements carry its name as a CSS class (`fill-blue`, `stroke-blue`), so
/// that a page may restyle them; the value stands beside it for readers without style sheets.
public struct FigureColour: Sendable, Equatable {
    /// Ends the CSS class: lower-case letters.
    public let name: String
    /// From 0 to 255, sRGB.
    public let red: UInt8
    /// From 0 to 255, sRGB.
    public let green: UInt8
    /// From 0 to 255, sRGB.
    public let blue: UInt8

    /// - Parameter rgb: 0xRRGGBB.
    init(_ name: String, _ rgb: UInt32) {
        self.name = name
        red = UInt8(rgb >> 16 & 0xFF)
        green = UInt8(rgb >> 8 & 0xFF)
        blue = UInt8(rgb & 0xFF)
    }

    /// `#0072B2`
    var hexadecimal: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    /// Text and axes.
    public static let ink = FigureColour("ink", 0x000000)
    /// What stands behind the data: reference lines, notes.
    public static let muted = FigureColour("muted", 0x595959)
    /// Of the lines behind the data.
    public static let grid = FigureColour("grid", 0xE2E2E2)
    /// White, behind everything.
    public static let paper = FigureColour("paper", 0xFFFFFF)

    /// For up to eight series: the palette of Okabe and Ito (2008), made to be told apart with every kind
    /// of colour vision. Its yellow is left out, being too faint for a line on white; grey stands in.
    public static let series = [
        FigureColour("blue", 0x0072B2), FigureColour("vermillion", 0xD55E00), FigureColour("green", 0x009E73),
        FigureColour("purple", 0xCC79A7), FigureColour("orange", 0xE69F00), FigureColour("sky", 0x56B4E9),
        FigureColour("black", 0x000000), FigureColour("grey", 0x666666),
    ]

    /// For up to ten classes of points: the "muted" scheme of Paul Tol (2021), which has nine colours for
    /// every kind of colour vision, and nearly black (grey looks like its rose or wine to some).
    public static let classes = [
        FigureColour("indigo", 0x332288), FigureColour("rose", 0xCC6677), FigureColour("teal", 0x44AA99),
        FigureColour("sand", 0xDDCC77), FigureColour("forest", 0x117733), FigureColour("cyan", 0x88CCEE),
        FigureColour("wine", 0x882255), FigureColour("olive", 0x999933), FigureColour("violet", 0xAA4499),
        FigureColour("coal", 0x222222),
    ]

    /// All that a figure may use, for a page that restyles them.
    public static let all = [ink, muted, grid, paper] + series + classes

    /// Style rules for a page with figures in it (`<svg>` inline): they turn dark where the page does.
    public static let darkStyle: String = {
        let lighter: [(String, UInt32)] = [
            ("ink", 0xE8E8E8), ("muted", 0xB0B0B0), ("grid", 0x3A3A3A), ("paper", 0x161616), ("black", 0xFFFFFF),
            ("blue", 0x4FA8DC), ("grey", 0xA0A0A0), ("indigo", 0x8F86E0), ("forest", 0x3FA35F), ("wine", 0xC45A90),
            ("coal", 0xE0E0E0),
        ]
        let rules = lighter.map { name, value in
            let text = FigureColour(name, value).hexadecimal
            return "  .fill-\(name) { fill: \(text) }\n  .stroke-\(name) { stroke: \(text) }\n"
        }
        return "@media screen and (prefers-color-scheme: dark) {\n" + rules.joined() + "}\n"
    }()
}
