import Foundation

/// Where data files may lie on this machine.
public struct DataFolders: Sendable, Equatable {
    /// What `SWEEP_DATA` names, if anything.
    public var user: String?
    /// The program's own folder among the user's caches; downloads go here.
    public var cache: String

    /// - Parameters:
    ///   - user: looked into first; nil for none.
    ///   - cache: looked into next; downloads go there.
    public init(user: String?, cache: String) {
        self.user = user
        self.cache = cache
    }

    /// `user` is `SWEEP_DATA`; `cache` is `XDG_CACHE_HOME/sweep`, or `~/.cache/sweep`, on macOS `~/Library/Caches/sweep`.
    public init(environment: [String: String]) {
        let named = environment["SWEEP_DATA"].flatMap { $0.isEmpty ? nil : $0 }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        // The base directory specification says that a relative path is to be ignored.
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") {
            self.init(user: named, cache: base + "/sweep")
        } else {
            #if os(macOS)
                self.init(user: named, cache: home + "/Library/Caches/sweep")
            #else
                self.init(user: named, cache: home + "/.cache/sweep")
            #endif
        }
    }

    /// A place where a file may lie.
    struct Place: Equatable {
        var path: String
        /// In `SWEEP_DATA` itself, where nothing says which set a file belongs to.
        var isShared: Bool
        var isCache: Bool
    }

    /// Where downloads of a set go.
    func cacheFolder(of set: DatasetFiles) -> String { cache + "/" + set.dataset.rawValue }

    /// Folders that are looked into for a set, in order.
    func searched(for set: DatasetFiles) -> [String] {
        places(for: set).map(\.path)
    }

    /// Paths at which a file of a set may lie, in the order in which they count.
    func candidates(for file: DatasetFiles.File, of set: DatasetFiles) -> [Place] {
        places(for: set).flatMap { place in
            file.spellings.map {
                Place(path: place.path + "/" + $0, isShared: place.isShared, isCache: place.isCache)
            }
        }
    }

    private func places(for set: DatasetFiles) -> [Place] {
        var places: [Place] = []
        if let user {
            places += set.subfolders.map { Place(path: user + "/" + $0, isShared: false, isCache: false) }
            places.append(Place(path: user, isShared: true, isCache: false))
        }
        places.append(Place(path: cacheFolder(of: set), isShared: false, isCache: true))
        return places
    }
}
