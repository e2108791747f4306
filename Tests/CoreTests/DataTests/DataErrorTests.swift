import Testing

@testable import Core

/// The wording is an interface: people search for it.
@Suite struct DataErrorTests {
    @Test func everyErrorSaysFileExpectedAndFound() {
        let again = "; remove the file and fetch it again with: sweep data fetch"
        let table: [(DataError, String)] = [
            (.unreadable(file: "f", reason: "no permission"), "f: cannot be read: no permission"),
            (.notAFile("f"), "f: expected a file, found a folder or device; take that away, or correct SWEEP_DATA"),
            (.tooLarge(file: "f", limit: 9), "f: expected at most 9 bytes of content, found more" + again),
            (.gzipTruncated(file: "f", produced: 7), "f: the gzip stream breaks off after 7 bytes of content" + again),
            (.gzipCorrupt(file: "f", detail: "bad"), "f: the gzip stream is damaged (bad)" + again),
            (
                .gzipTrailing(file: "f", bytes: 1),
                "f: expected the end of the file after the gzip stream, found 1 more byte" + again
            ),
            (
                .headerTruncated(file: "f", expected: 16, found: 5),
                "f: expected an IDX header of 16 bytes, found a file of 5 bytes" + again
            ),
            (
                .wrongMagic(file: "f", expected: 0x803, found: 0x801),
                "f: expected the IDX magic number 0x00000803 (images), found 0x00000801 (labels)" + again
            ),
            (
                .wrongMagic(file: "f", expected: 0x801, found: 0x3C68_746D),
                "f: expected the IDX magic number 0x00000801 (labels), found 0x3c68746d (a web page)" + again
            ),
            (
                .wrongDimension(file: "f", dimension: "height", expected: 28, found: 32),
                "f: expected images with a height of 28 pixels, found 32" + again
            ),
            (
                .truncated(file: "f", expected: 10, found: 9),
                "f: expected 10 bytes after the header, found 9: the file is truncated" + again
            ),
            (
                .extraBytes(file: "f", expected: 10, found: 11),
                "f: expected 10 bytes after the header, found 11: more than the header announces" + again
            ),
            (
                .labelOutOfRange(file: "f", index: 3, label: 12, classes: 10),
                "f: expected labels in 0…9, found 12 at index 3" + again
            ),
            (
                .countMismatch(images: "i", imageCount: 3, labels: "l", labelCount: 4),
                "i holds 3 images, but l holds 4 labels; expected as many of one as of the other; "
                    + "remove both files and fetch them again with: sweep data fetch"
            ),
            (
                .wrongContent(file: "f", expected: "aa", found: "bb"),
                "f: not the published file: expected content with SHA-256 aa, found bb" + again
            ),
            (
                .tooFewSamples(dataset: .mnist, available: 5, train: 3, test: 2, validation: 1),
                "mnist has 5 samples to split, but 3 (train) + 2 (test) + 1 (validation) were asked for; ask for fewer"
            ),
            (.badRequest(key: "pad", found: -1, expected: "0 to 64 pixels"), "pad: expected 0 to 64 pixels, found -1"),
            (
                .wrongDrawing(dataset: .strokes, expected: "aa", found: "bb"),
                "strokes: this machine draws other images than expected (SHA-256 bb, expected aa); its results compare with no others"
            ),
        ]
        for (error, text) in table { #expect(error.description == text) }
    }

    @Test func folders() {
        let home = DataFolders(environment: ["HOME": "/h"])
        #if os(macOS)
            #expect(home == DataFolders(user: nil, cache: "/h/Library/Caches/sweep"))
        #else
            #expect(home == DataFolders(user: nil, cache: "/h/.cache/sweep"))
        #endif
        let named = DataFolders(environment: ["HOME": "/h", "XDG_CACHE_HOME": "/x", "SWEEP_DATA": "d"])
        #expect(named == DataFolders(user: "d", cache: "/x/sweep"))
        #expect(DataFolders(environment: ["HOME": "/h", "XDG_CACHE_HOME": "x", "SWEEP_DATA": ""]) == home)
    }
}
