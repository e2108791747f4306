import ArgumentParser
import Core
import Foundation

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "List, download, check and export the data sets.",
        discussion: """
            Files are looked for in the folder that SWEEP_DATA names, then in the cache folder; what is in neither is \
            downloaded into the cache folder. They are checked by the SHA-256 of their uncompressed content.
            """,
        subcommands: [List.self, Fetch.self, Verify.self, Export.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show which data sets are here, and where.")

        func run() throws {
            let store = DatasetStore()
            let all = DatasetName.allCases.map { store.status(of: $0) }
            all.forEach(DataReport.show)
            let user = store.folders.user
            let isThere = user.map { DataCommand.isFolder($0) } ?? true
            Terminal.show(
                ProseLine("SWEEP_DATA: \(user ?? "not set")\(isThere ? "" : " (no such folder)")", whole: user.map { [$0] } ?? []))
            Terminal.show(ProseLine("cache: \(store.folders.cache)", whole: [store.folders.cache]))
            let absent = all.filter { $0.files.contains { $0.state == .absent } }.map(\.dataset.rawValue)
            if !absent.isEmpty {
                let fetch = "\(ThisProgram.command) data fetch \(absent.joined(separator: " "))"
                Terminal.show(ProseLine("what is absent is downloaded by:", command: fetch))
            }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    struct Fetch: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fetch", abstract: "Download what is missing into the cache folder.")

        @Argument(help: "The data sets; all if none is named.")
        var names: [DatasetName] = []

        func run() throws {
            let store = DatasetStore()
            let display = DownloadDisplay()
            for name in names.isEmpty ? DatasetName.allCases : names {
                do throws(DataError) {
                    let status = try store.fetch(name) { display.show($0) }
                    display.end()
                    DataReport.show(status)
                } catch {
                    display.end()
                    throw failure(ExitStatus.incomplete, error)
                }
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check the files' content.")

        @Argument(help: "The data sets; all that are here if none is named.")
        var names: [DatasetName] = []

        func run() throws {
            let store = DatasetStore()
            var isGood = true
            for name in names.isEmpty ? DatasetName.allCases : names {
                let status = store.verify(name)
                DataReport.show(status)
                let isAbsent = status.files.allSatisfy { $0.state == .absent }
                if !(status.isVerified || (names.isEmpty && isAbsent)) { isGood = false }
            }
            if !isGood { throw ExitStatus.incomplete }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write a data set as files in MNIST's format, for other programs.",
            discussion: """
                FOLDER/<name>/ gets train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and \
                t10k-labels-idx1-ubyte, uncompressed: above all of the sets that this program draws itself. See \
                docs/python.md.

                  sweep data export strokes data
                """)

        @Argument(help: "The data set.")
        var name: DatasetName

        @Argument(help: "The folder to write into.", completion: .directory)
        var folder: String

        func run() throws {
            let display = DownloadDisplay()
            var notices: [DataNotice] = []
            let raw: RawDataset
            do throws(DataError) {
                raw = try DatasetStore().load(name, notices: &notices) { display.show($0) }
            } catch {
                display.end()
                throw failure(ExitStatus.incomplete, error)
            }
            display.end()
            do throws(FileError) {
                for file in try DatasetExport.write(raw, to: URL(fileURLWithPath: folder)) { Terminal.line(file.relativePath) }
            } catch {
                throw failure(ExitStatus.incomplete, error)
            }
        }
    }
}

extension DatasetName: ExpressibleByArgument {}

/// One data set as lines of text.
enum DataReport {
    static func show(_ status: DatasetStatus) { Terminal.show(lines(status)) }

    static func lines(_ status: DatasetStatus) -> [ProseLine] {
        [ProseLine(status.dataset.rawValue)]
            + status.files.flatMap { file in
                let place = file.path.map { "  \($0)" } ?? ""
                let whole = file.path.map { [$0] } ?? []
                var lines = [
                    ProseLine("  \(word(file.state).padding(to: 9)) \(file.name)\(place)", whole: whole, hanging: 10)
                ]
                if case .wrong(let error) = file.state { lines.append(ProseLine("            \(error)", whole: whole)) }
                return lines
            }
    }

    private static func word(_ state: DatasetStatus.State) -> String {
        switch state {
        case .absent: "absent"
        case .present: "present"
        case .verified: "verified"
        case .wrong: "WRONG"
        }
    }
}
