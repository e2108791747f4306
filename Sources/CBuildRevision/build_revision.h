// What the program was built from. Sources/BuildRevision has the functions.

/// The commit in hexadecimal; empty where there was no git, or no repository.
const char *_Nonnull sweep_build_commit(void);

/// By what the sources differed from it: the beginning of `git diff`, as pairs of hexadecimal digits.
const char *_Nonnull sweep_build_diff(void);

/// Bytes of the whole diff; 0 for sources as committed.
long sweep_build_diff_size(void);

/// What `git hash-object` gives for the whole diff; empty where there is none.
const char *_Nonnull sweep_build_diff_hash(void);
