import Foundation
import Testing

@testable import Core

@Suite struct ChildProcessTests {
    private func shell(_ script: String, files: [Int32: Int32] = [:]) throws -> ChildProcess {
        try ChildProcess.start(
            "/bin/sh", ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], files: files)
    }

    @Test func `says how a child ended, every time it is asked`() throws {
        let child = try shell("exit 3")
        #expect(child.wait() == .exited(3))
        #expect(child.wait() == .exited(3))
        #expect(child.poll() == .exited(3))
        #expect("\(child.wait())" == "exited with status 3")
        let killed = try shell("kill -9 $$")
        #expect(killed.wait() == .killed(signal: 9))
        #expect("\(killed.wait())" == "killed by signal 9 (Killed)")
    }

    @Test func `a worker that does not start leaves nothing open`() throws {
        // Other tests open and close files meanwhile; what leaks stays.
        func openFiles() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0 }
        let before = openFiles()
        for _ in 0 ..< 200 {
            #expect(throws: SpawnError.self) {
                _ = try Worker("/nowhere/sweep", ["sweep"], environment: [:], lifeline: 3, farewell: 4, signals: [])
            }
        }
        #expect(openFiles() < before + 600, "six descriptors each")
    }

    @Test func `signals reach a child, and nobody else once it is reaped`() throws {
        let child = try shell("exec sleep 600")
        #expect(child.poll() == nil)
        child.signal(SIGTERM)
        #expect(child.wait() == .killed(signal: SIGTERM))
        child.signal(SIGTERM)
    }

    @Test func `a child gets the descriptors that are named and no others`() throws {
        let pipe = try PipeEnds()
        // By a number that is not the child's: this process may have few files open.
        let writing = fcntl(pipe.writing, F_DUPFD, 20)
        close(pipe.writing)
        #expect(fcntl(writing, F_SETFD, FD_CLOEXEC) == 0)
        // As a library might have left one, not marked.
        let stray = fcntl(pipe.reading, F_DUPFD, 20)
        #expect(fcntl(stray, F_GETFD) == 0)
        defer { for descriptor in [pipe.reading, stray] { close(descriptor) } }
        // Asked one by one: a shell that lists them opens descriptors to do so.
        let child = try shell(
            """
            [ -e /proc/$$/fd/5 ] || exit 1
            [ -e /proc/$$/fd/\(stray) ] && exit 2
            [ -e /proc/$$/fd/\(writing) ] && exit 3
            exit 0
            """, files: [5: writing])
        close(writing)
        #expect(child.wait() == .exited(0))
    }

    @Test func `a child has no signal ignored that this process ignores`() throws {
        signal(SIGPIPE, SIG_IGN)
        let child = try shell("kill -PIPE $$; exit 0")
        #expect(child.wait() == .killed(signal: SIGPIPE))
    }

    @Test func `what cannot be started is an error`() {
        #expect(throws: SpawnError.self) {
            try ChildProcess.start("/nonexistent/program", ["program"], environment: [:], files: [:])
        }
    }

    @Test func `many at once, from several threads, are each reaped by whoever waits`() throws {
        DispatchQueue.concurrentPerform(iterations: 20) { index in
            let child = try? shell("exit \(index)")
            #expect(child?.wait() == .exited(Int32(index)))
        }
    }

    @Test func `the last words are the end of what was said, from a whole line on`() {
        var words = LastWords(limit: 20)
        #expect(words.text == nil)
        words.add(Array("one\n\n".utf8))
        #expect(words.text == "one")
        for _ in 0 ..< 1000 { words.add(Array("another line\n".utf8)) }
        words.add(Array("the end\n".utf8))
        #expect(words.text == "the end")
    }

    @Test func `of a crash report the message and the crashed thread are kept`() {
        var words = LastWords()
        words.add(Array(
            """
            note: something
            Core/X.swift:3: Fatal error: index out of range

            *** Signal 4: Backtracing from 0x7f... done ***

            *** Program crashed: Illegal instruction at 0x7f ***

            Thread 0 "main":

              0 wait in libc.so
            ...

            Thread 5 "lane" crashed:

              0 fail in libswiftCore.so
              1 train in sweep

            Registers:

            rax 0
            \(String(repeating: "rbx 0\n", count: 5000))
            """.utf8))
        #expect(
            words.text == """
                note: something
                Core/X.swift:3: Fatal error: index out of range
                Thread 5 "lane" crashed:
                  0 fail in libswiftCore.so
                  1 train in sweep
                """)
    }
}

@Suite struct PipeLineTests {
    @Test func `a message comes back as it was, and a damaged one not at all`() throws {
        let event = JournalEvent.closed(RunEnd(date: "now", seconds: .infinity))
        let line = try PipeLine.encode(ChildMessage.event(event))
        #expect(line.last == UInt8(ascii: "\n"))
        guard case .event(let found)? = PipeLine.decode(ChildMessage.self, line.dropLast()) else {
            Issue.record("no event")
            return
        }
        #expect(found == event)
        for index in line.indices.dropLast() {
            var damaged = line
            damaged[index] ^= 1
            #expect(PipeLine.decode(ChildMessage.self, damaged.dropLast()) == nil, "byte \(index)")
            #expect(PipeLine.decode(ChildMessage.self, line.prefix(index)) == nil, "cut at \(index)")
        }
    }

    @Test func `lines are cut wherever the stream is`() {
        for size in 1 ... 7 {
            var cutter = LineCutter()
            var lines: [[UInt8]] = []
            let stream = Array("ab\n\ncde\nf".utf8)
            for start in stride(from: 0, to: stream.count, by: size) {
                lines += cutter.add(stream[start ..< min(start + size, stream.count)])
            }
            #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["ab", "", "cde"])
        }
    }
}
