/// The commit that a release was built from, as 40 hexadecimal digits, with `+dirty` behind them where the work tree was
/// not what was committed; empty in a development build.
const char *_Nonnull release_commit(void);
