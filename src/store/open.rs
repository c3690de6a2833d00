//! Opening the file: for its owner only, with the settings it needs, at the newest schema.

use super::error::StoreError;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use std::fs::{OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for another program to let go of the file.
const BUSY: Duration = Duration::from_secs(3);

/// The schema, a step a version. A step that was released is never changed.
const STEPS: &[M<'static>] = &[
    M::up(
        "CREATE TABLE inbox (
         seq INTEGER PRIMARY KEY AUTOINCREMENT,
         update_id BIGINT NOT NULL,
         chat BIGINT NOT NULL,
         json TEXT NOT NULL,
         received_at BIGINT NOT NULL,
         changed_at BIGINT NOT NULL,
         state TEXT NOT NULL DEFAULT 'pending',
         attempts INTEGER NOT NULL DEFAULT 0,
         starts INTEGER NOT NULL DEFAULT 0,
         sent INTEGER NOT NULL DEFAULT 0,
         wanted INTEGER NOT NULL DEFAULT 0,
         error TEXT
     );
     CREATE INDEX inbox_by_state ON inbox (state, chat);
     CREATE TABLE seen (update_id BIGINT PRIMARY KEY, at BIGINT NOT NULL);",
    ),
    M::up("CREATE TABLE ratings (entry TEXT PRIMARY KEY, helped BIGINT NOT NULL, did_not_help BIGINT NOT NULL);"),
    M::up(
        "CREATE TABLE group_settings (
             chat BIGINT PRIMARY KEY,
             askers TEXT NOT NULL,
             answers TEXT NOT NULL,
             thumbs INTEGER NOT NULL,
             language TEXT
         );",
    ),
    M::up(super::stats::SCHEMA),
    M::up(super::unanswered::SCHEMA),
];

/// Opens or creates the file, readable by its owner only.
pub(super) fn file(path: &Path) -> Result<Connection, StoreError> {
    private(path).map_err(|source| StoreError::Unopenable { path: path.to_owned(), source })?;
    let connection = Connection::open(path)?;
    prepare(connection, path)
}

/// A database that lives as long as the connection.
pub(super) fn in_memory() -> Result<Connection, StoreError> {
    prepare(Connection::open_in_memory()?, Path::new(":memory:"))
}

fn prepare(mut connection: Connection, path: &Path) -> Result<Connection, StoreError> {
    connection.busy_timeout(BUSY)?;
    // a message that was answered is overwritten, not just unlinked; a commit is on disk when it returns; the cache is
    // as small as the inbox usually is
    connection.execute_batch(
        "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -256; PRAGMA temp_store = MEMORY;",
    )?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    match Migrations::from_slice(STEPS).to_latest(&mut connection) {
        Ok(()) => Ok(connection),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(err.into()),
        Err(_) => Err(StoreError::Newer { path: path.to_owned() }),
    }
}

/// Creates the file if need be and takes the rights of others away; SQLite gives its journal the same rights.
fn private(path: &Path) -> std::io::Result<()> {
    let file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// Reads every page. A file that fails this is corrupt.
pub(super) fn is_sound(connection: &Connection) -> bool {
    connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)).is_ok_and(|said| said == "ok")
}

/// Moves a corrupt file out of the way, so that a new one can take its place. Gives where it lies now; an older one
/// there is replaced.
pub(super) fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let aside = with_ending(path, ".corrupt");
    std::fs::rename(path, &aside)?;
    for ending in ["-wal", "-shm"] {
        match std::fs::remove_file(with_ending(path, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(aside)
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
