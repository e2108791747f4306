import Foundation

/// A terminal that a program may be given as its standard output, and what is to be seen on it.
final class PseudoTerminal {
    private let master: Int32
    private let slave: Int32

    struct Missing: Error {}

    init(columns: UInt16, rows: UInt16) throws {
        var (one, other): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&one, &other, nil, nil, &size) == 0 else { throw Missing() }
        (master, slave) = (one, other)
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }

    deinit { close(master) }

    /// Runs a program on it to its end.
    /// - Parameter isControlling: whether it is standard input and standard error too, for who makes it its own.
    /// - Returns: its status, and all that it wrote.
    func run(
        _ program: URL, _ arguments: [String], environment: [String: String], isControlling: Bool = false
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        if isControlling {
            process.standardInput = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
            process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        }
        do {
            try process.run()
        } catch {
            close(slave)
            throw error
        }
        // The last one who has it open ends what can be read.
        close(slave)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(master, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    /// The lines on a screen that scrolls without end, after all that was written; colours left out.
    /// Knows what the program uses: up, down, back to the left, erase the rest of a line, erase below.
    static func screen(_ text: String) -> [String] {
        var lines: [[Character]] = [[]]
        var (row, column) = (0, 0)
        var rest = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")[...]
        while let first = rest.first {
            if let match = rest.prefixMatch(of: /\u{1B}\[([0-9]*)([ABJK])/) {
                if match.2 == "A" { row = max(0, row - (Int(match.1) ?? 1)) }
                if match.2 == "B" { row = min(lines.count - 1, row + (Int(match.1) ?? 1)) }
                if match.2 == "K" { lines[row] = Array(lines[row].prefix(column)) }
                if match.2 == "J" {
                    lines[row] = Array(lines[row].prefix(column))
                    lines.removeSubrange((row + 1)...)
                }
                rest = rest[match.range.upperBound...]
                continue
            }
            rest.removeFirst()
            switch first {
            case "\r\n", "\n":
                (row, column) = (row + 1, 0)
                if row == lines.count { lines.append([]) }
            case "\r": column = 0
            default:
                if column < lines[row].count { lines[row][column] = first } else { lines[row].append(first) }
                column += 1
            }
        }
        return lines.map { String($0) }
    }
}
