import Foundation
import Testing

@testable import Core

#if canImport(FoundationXML)
import FoundationXML
#endif

struct SVGCanvasTests {
    @Test(
        "every figure is well-formed XML with a title, a description and its texts",
        arguments: FigureExamples.all.map(\.name))
    func wellFormed(name: String) throws {
        let figure = try #require(FigureExamples.all.first { $0.name == name }).figure
        let text = figure.svg(name: name)
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(reader.counts["svg"] == 1 && reader.counts["title"] == 1 && reader.counts["desc"] == 1)
        #expect(Set(reader.ids).count == reader.ids.count)

        let layout = LayoutCanvas()
        figure.draw(on: layout)
        let expected = Set(layout.texts.map { String($0.text.map { $0 < " " ? " " : $0 }) })
        #expect(expected.subtracting(reader.texts) == [])
        let viewBox =
            "viewBox=\"0 0 \(FigureNumber.coordinate(figure.size.width)) \(FigureNumber.coordinate(figure.size.height))\""
        #expect(text.contains(viewBox))
        #expect(!text.contains("nan") && !text.contains("inf\""))
    }

    @Test("the same figure has the same bytes, on any thread")
    func determinism() async {
        let figure = FigureExamples.all[0].figure
        let first = figure.svg(name: "a")
        let others = await withTaskGroup(of: String.self) { group in
            for _ in 0 ..< 4 { group.addTask { figure.svg(name: "a") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(others == [String](repeating: first, count: 4))
    }

    @Test("elements stand as written here")
    func elements() {
        let canvas = SVGCanvas(
            size: FigureSize(width: 20, height: 10.5), name: "a b", title: "A < B", description: "\"d\"")
        canvas.polyline(
            [FigurePoint(0, 0.005), FigurePoint(1.239, -2)], LineStroke(.series[0], width: 1.5, dash: [1, 2]))
        canvas.polyline([FigurePoint(0, 0)], LineStroke(.ink))
        canvas.rectangle(FigureBox(x: 1, y: 2, width: 3, height: 4), fill: AreaFill(.paper, opacity: 0.5), stroke: nil)
        canvas.text(FigureText("x & y", at: FigurePoint(3, 4), anchor: .end, rotation: .up))
        #expect(
            canvas.text == """
                <svg xmlns="http://www.w3.org/2000/svg" width="20pt" height="10.5pt" viewBox="0 0 20 10.5" role="img" \
                aria-labelledby="f-a-b-title f-a-b-desc" font-family="\(SVGCanvas.fonts)">
                <title id="f-a-b-title">A &lt; B</title>
                <desc id="f-a-b-desc">&quot;d&quot;</desc>
                <path d="M0 0.01L1.24 -2" class="stroke-blue" fill="none" stroke="#0072B2" stroke-width="1.5" \
                stroke-linejoin="round" stroke-dasharray="1 2"/>
                <rect x="1" y="2" width="3" height="4" class="fill-paper" fill="#FFFFFF" fill-opacity="0.5"/>
                <text x="3" y="4" font-size="8" text-anchor="end" transform="rotate(-90 3 4)" class="fill-ink" \
                fill="#000000">x &amp; y</text>
                </svg>

                """)
    }

    @Test("every colour used has a class that a page can restyle")
    func classes() {
        let names = Set(FigureColour.all.map(\.name))
        for (_, figure) in FigureExamples.all {
            for match in figure.svg().matches(of: /class="([^"]*)"/) {
                for part in match.1.split(separator: " ") {
                    let name = part.split(separator: "-").last.map(String.init) ?? ""
                    #expect(names.contains(name) && (part.hasPrefix("fill-") || part.hasPrefix("stroke-")))
                }
            }
        }
        #expect(FigureColour.darkStyle.contains(".fill-ink { fill: #E8E8E8 }"))
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var counts: [String: Int] = [:]
        var ids: [String] = []
        var texts: Set<String> = []
        private var current = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            counts[name, default: 0] += 1
            if let id = attributes["id"] { ids.append(id) }
            current = ""
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { current += string }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            if name == "text" { texts.insert(current) }
        }
    }
}
