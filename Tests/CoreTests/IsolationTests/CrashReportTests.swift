import Foundation
import Testing

@testable import Core

/// What becomes of Swift's report of a crash, which comes on standard error.
@Suite struct CrashReportTests {
    private let said = """
        note: something
        *** a line that is none

        Core/X.swift:3: Fatal error: index out of range

        *** Signal 4: Backtracing from 0x7f... done ***

        *** Program crashed: Illegal instruction at 0x7f ***

        Thread 5 "lane" crashed:

          0 fail in libswiftCore.so

        Backtrace took 1.2s

        """
    private let before = "note: something\n*** a line that is none\n\nCore/X.swift:3: Fatal error: index out of range\n"

    /// However its bytes come, and with either first line of a report.
    @Test(arguments: [1, 2, 3, 7, 64, 10_000]) func `the report is left out of what is passed on`(_ size: Int) {
        let second = said.replacing("*** Signal 4: Backtracing from 0x7f... done ***\n\n", with: "")
        for text in [said, second] {
            var cut = CrashReportCut()
            var passed: [UInt8] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                passed += cut.add(bytes[start ..< min(start + size, bytes.count)])
            }
            #expect(cut.hasReport)
            #expect(String(decoding: passed + cut.rest(), as: UTF8.self) == before)
        }
    }

    /// A line that has begun as a report does is shown when it turns out to be none, at the latest at the end.
    @Test(arguments: ["plain\n", "no end", "\n\n", "*** Sig", "*** Signature\n", "a *** Signal 4\n", "\n*** Program", ""])
    func `nothing else is held back`(_ text: String) {
        var cut = CrashReportCut()
        let passed = text.utf8.flatMap { cut.add([$0]) }
        #expect(!cut.hasReport && String(decoding: passed + cut.rest(), as: UTF8.self) == text)
        var whole = CrashReportCut()
        #expect(String(decoding: whole.add("word".utf8), as: UTF8.self) == "word", "a line under way is shown at once")
    }

    /// Also piece by piece: the process goes on, and is heard again.
    @Test(arguments: [1, 5, 10_000]) func `who asks a running process for a report gets it`(_ size: Int) {
        func passed(_ text: String) -> (String, Bool) {
            var (cut, bytes) = (CrashReportCut(), [UInt8]())
            let all = Array(text.utf8)
            for start in stride(from: 0, to: all.count, by: size) { bytes += cut.add(all[start ..< min(start + size, all.count)]) }
            return (String(decoding: bytes + cut.rest(), as: UTF8.self), cut.hasReport)
        }
        let asked = said.replacing("Signal 4", with: "Signal 3").replacing("Core/X.swift:3: Fatal error: index out of range\n", with: "")
        #expect(passed(asked + "later\n") == (asked + "later\n", false))
        #expect(passed(said + "later\n") == (before + "later\n", true), "as where somebody sent it that signal")
        #expect(passed(asked + said) == (asked + before, true))
        #expect(passed("*** Signal 31: Backtracing") == ("", true))
    }

    @Test func `what somebody asked for before is not the crash`() throws {
        let asked = said.replacing("Signal 4", with: "Signal 3").replacing("Thread 5 \"lane\"", with: "Thread 0 \"exe\"")
        var words = LastWords()
        words.add((asked + "later\n").utf8)
        #expect(words.report == nil && words.text?.hasSuffix("later") == true)
        words.add(said.utf8)
        #expect(words.text?.hasSuffix("Thread 5 \"lane\" crashed:\n  0 fail in libswiftCore.so") == true, "\(words.text ?? "")")
        #expect(try #require(words.report).contains("exe") == false)
    }

    @Test func `the report is kept whole, with the message before it`() throws {
        var words = LastWords()
        words.add(before.utf8)
        #expect(words.report == nil)
        var vain = words
        vain.add("\n*** Signal 4: Backtracing from 0x7f... failed ***\n\n".utf8)
        #expect(vain.report == nil, "the runtime's program is not there")
        words.add(said.utf8.dropFirst(before.utf8.count))
        let report = try #require(words.report)
        #expect(report.hasPrefix("note: something\n") && report.contains("Fatal error: index out of range\n\n*** "), "\(report)")
        #expect(report.hasSuffix("Backtrace took 1.2s\n"))
        // The journal's short form, too.
        #expect(words.text == before.replacing("\n\n", with: "\n") + "Thread 5 \"lane\" crashed:\n  0 fail in libswiftCore.so")
    }

    @Test func `each report has a file of its own`() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            let date = Date(timeIntervalSince1970: 1_000_000_000)
            let write = { CrashReportFile.write("a\nb", of: 42, .killed(signal: 4), program: "sweep 1", in: folder, date: date) }
            let first = try #require(write())
            #expect(first.lastPathComponent == "crash-20010909T014640Z-42.txt")
            let head = "sweep 1, process 42, killed by signal 4 (Illegal instruction), 2001-09-09T01:46:40Z\n\n"
            #expect(try String(contentsOf: first, encoding: .utf8) == head + "a\nb\n")
            let second = try #require(write())
            #expect(second.lastPathComponent == "crash-20010909T014640Z-42-2.txt")
            let gone = ResultsFolder(url.appendingPathComponent("none"))
            #expect(CrashReportFile.write("a", of: 42, .exited(1), program: "", in: gone) == nil)
            #expect(!FileManager.default.fileExists(atPath: gone.url.path), "it is nobody's folder")
        }
    }
}
