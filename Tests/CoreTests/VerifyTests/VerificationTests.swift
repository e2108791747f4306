@testable import Core
import Foundation
import Testing

@Suite struct VerificationTests {
    @Test func `measurings differ by a bit, a sample, a value or a file`() {
        let expected = Measurements(
            samples: 10, values: ["SI": 0.5, "LI": .nan], perElement: ["SI": [1, 0.5]], perClass: ["SI": [0.25]],
            series: ["layer_LI": [1, 2, 3]], file: "00112233445566778899")
        let same = MeasurementDifference(expected, expected)
        #expect(same.texts == [] && same.compared == 9)
        func texts(_ change: (inout Measurements) -> Void) -> [String] {
            var found = expected
            change(&found)
            return MeasurementDifference(expected, found).texts
        }
        #expect(texts { $0.values["SI"] = 0.5.nextUp } == ["SI: the journal has 0.5, measuring gives 0.5000000000000001"])
        #expect(texts { $0.values["LI"] = 1 } == ["LI: the journal has nan, measuring gives 1"])
        #expect(texts { $0.values["SI"] = nil } == ["SI: the journal has it, measuring does not give it"])
        #expect(texts { $0.perElement["SI"] = [1, 0.75] } == ["SI[g1]: the journal has 0.5, measuring gives 0.75"])
        #expect(texts { $0.perClass["SI"] = [0.25, 1] } == ["SI: the journal has 1 values, measuring gives 2"])
        #expect(texts { $0.series["layer_LI"] = [1, 2, 4] } == ["layer_LI[point 2]: the journal has 3, measuring gives 4"])
        #expect(texts { $0.samples = 9 } == ["the journal has 10 samples, measuring takes 9"])
        #expect(texts { $0.file = nil } == ["expected tensors with SHA-256 0011223344556677…, found none"])
        // What an earlier version did not keep is no difference.
        #expect(texts { $0.values["consistency"] = 1 } == [])
    }

    @Test(arguments: [
        ("a,b\r\n1,2\r\n", "a,b\r\n1,3\r\n", "row 1, b: expected 2, found 3"),
        ("a,b\r\n1,2\r\n", "a,b\r\n1,\r\n", "row 1, b: expected 2, found an empty cell"),
        ("a,b\r\n1,2\r\n", "a,c\r\n1,2\r\n", "column 2: expected 'b', found 'c'; another version may have written it"),
        ("a,b\r\n1,2\r\n", "a\r\n1\r\n", "column 2: expected 'b', found none; another version may have written it"),
        ("a\r\n1\r\n2\r\n", "a\r\n1\r\n", "expected 2 rows, found 1"),
        ("a\r\n1\r\n", "a\n1\n", "the same cells in other bytes"),
        ("a\r\n1\r\n", "a,\"b\r\n",
            "line 1: expected a closing '\"', found the end of the text; it is no table of the form that its folder has"),
        ("a,b\r\n1,2\r\n", "a,b\r\n1,2\r\njunk\r\n",
            "line 3: expected 2 cells, found 1; it is no table of the form that its folder has"),
        ("a\r\n1\r\n", "", "it is no table of the form that its folder has"),
    ]) func `the place where tables differ is named`(expected: String, found: String, text: String) {
        #expect(VerifiedFolder.difference(Array(expected.utf8), Array(found.utf8), .standard) == text)
    }

    /// Their ids are not what this program would call them.
    @Test func `networks of other numerics are checked as files only`() throws {
        let owned = try OwnedFolder()
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path), csv: .excelEU)
        try folder.create()
        let sweep = SampleSweep.passing()
        try AtomicFile.update(SpecWriter.yaml(sweep.spec), to: folder.specification)
        let journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        for event in sweep.events { try journal.append(event) }
        try journal.close()
        try folder.writeTables(try FolderRecord(folder).record)
        // In the form that the folder has, whatever is said.
        let verified = try VerifiedFolder(ResultsFolder(folder.url))
        #expect(verified.folder.csv == .excelEU && verified.tables().state == .right, "\(verified.tables())")
        #expect(verified.trained.isEmpty && verified.others.count == 8)
        #expect(verified.models().state == .wrong && verified.models().details.first?.hasSuffix("is gone") == true)
        #expect(verified.journal().details.contains { $0.contains("other numerics") })
        let request = RecomputationRequest(sample: nil, retrain: 3, kernels: .of(.portable), workers: 1)
        let data = VerifiedData(DatasetStore(environment: [:], allowDownload: false))
        for line in [verified.measured(request, data), verified.retrained(request, data)] {
            #expect(line.state == .unchecked && line.summary.contains("this version's numerics"))
        }
        #expect(verified.searches().state == .right, "\(verified.searches())")
        #expect(!verified.hasGrown)
        let later = try JournalWriter(folder: folder.journal.path, shard: "later")
        try later.append(try #require(sweep.events.first))
        try later.close()
        #expect(verified.hasGrown)
    }

    @Test func `many lines are a few`() {
        let line = VerificationLine("x", "y", problems: (0 ..< 50).map { "\($0)" })
        #expect(line.state == .wrong && line.details.count == 21 && line.details.last == "… and 30 more")
    }
}
