//! The inbox on a real file: what survives, what is erased, and what happens when the file fails.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bedside::store::{Database, Failed, Inbox, Incoming, StoreError, Trouble};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// Words that stand for what somebody wrote.
const TEXT: &str = "Xanthippe asks about her liver";

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bedside.db");
    (folder, path)
}

fn update(update_id: i64, chat: i64) -> Incoming {
    Incoming { update_id, chat, json: format!("\"{TEXT} {update_id}\"") }
}

fn chats(keys: &[bedside::store::Key]) -> Vec<i64> {
    keys.iter().map(|key| key.chat).collect()
}

/// The files of the database that hold these words.
fn files_with(folder: &Path, words: &str) -> Vec<String> {
    let holds = |path: &PathBuf| {
        std::fs::read(path).is_ok_and(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
    };
    let files = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path());
    files.filter(holds).map(|path| path.display().to_string()).collect()
}

async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..500 {
        if let Some(found) = found().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain for {what}");
}

#[tokio::test]
async fn a_redelivered_update_is_stored_once_and_a_lower_number_is_no_repetition() {
    let (_folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    assert_eq!(chats(&inbox.receive(vec![update(500, 1), update(501, 2)]).await.unwrap()), [1, 2]);
    let again = inbox.receive(vec![update(500, 1), update(501, 2), update(7, 3)]).await.unwrap();
    assert_eq!(chats(&again), [3], "numbers start anew after a week of silence");
    let first = inbox.pending().await.unwrap()[0];
    inbox.done(first.seq).await.unwrap();
    assert!(inbox.receive(vec![update(500, 1)]).await.unwrap().is_empty(), "answered already");
}

#[tokio::test]
async fn what_is_not_done_is_there_in_order_after_the_process_was_killed() {
    let (_folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive((1..=5).map(|id| update(id, id % 2)).collect()).await.unwrap();
    let keys = inbox.pending().await.unwrap();
    inbox.begin(keys[1].seq).await.unwrap().unwrap();
    inbox.done(keys[0].seq).await.unwrap();
    // a kill leaves the file as it lies, journal and all
    let copy = path.with_file_name("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(path.with_file_name("bedside.db-wal"), path.with_file_name("copy.db-wal")).unwrap();
    let after = Inbox::open(&copy).unwrap();
    assert_eq!(after.pending().await.unwrap(), keys[1..]);
    let row = after.begin(keys[1].seq).await.unwrap().unwrap();
    assert_eq!((row.update_id, row.starts, row.attempts), (2, 2, 0));
    assert!(row.json.contains(TEXT));
}

#[tokio::test]
async fn the_third_failure_makes_a_dead_letter_that_can_be_retried_or_dropped() {
    let (_folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive(vec![update(1, 1), update(2, 2)]).await.unwrap();
    for key in inbox.pending().await.unwrap() {
        for attempts in 1..=2 {
            let failed = inbox.fail(key.seq, "502".to_owned(), 3).await.unwrap();
            assert_eq!(failed, Failed::Again { attempts });
        }
        assert_eq!(inbox.fail(key.seq, "502".to_owned(), 3).await.unwrap(), Failed::Dead);
    }
    assert!(inbox.pending().await.unwrap().is_empty());
    let desk = Database::open(&path).unwrap();
    let dead = desk.dead_letters().unwrap();
    assert_eq!(
        dead.iter().map(|letter| (letter.attempts, letter.error.as_str())).collect::<Vec<_>>(),
        [(3, "502"), (3, "502")]
    );
    assert_eq!(desk.retry(Some(dead[0].id), 9).unwrap(), 1);
    assert_eq!(chats(&inbox.pending().await.unwrap()), [1]);
    assert_eq!(desk.drop_dead(None).unwrap(), 1);
    assert!(desk.dead_letters().unwrap().is_empty());
}

#[tokio::test]
async fn late_questions_are_held_released_by_their_chat_and_forgotten_on_request() {
    let (_folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive(vec![update(1, 1), update(2, 1), update(3, 2)]).await.unwrap();
    for key in inbox.pending().await.unwrap() {
        inbox.hold(key.seq).await.unwrap();
    }
    assert!(inbox.holds(1).await.unwrap() && !inbox.holds(3).await.unwrap());
    let released = inbox.release(1).await.unwrap();
    assert_eq!(released.len(), 2);
    assert!(inbox.begin(released[0].seq).await.unwrap().unwrap().wanted);
    inbox.forget(1).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap().pending, 2, "what is being answered is still answered");
    inbox.forget(2).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap().held, 0);
}

#[tokio::test]
async fn an_answered_message_is_really_gone_from_file_and_journal() {
    let (folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive((0..50).map(|id| update(id, id)).collect()).await.unwrap();
    assert!(!files_with(folder.path(), TEXT).is_empty(), "this test can find what is stored");
    for key in inbox.pending().await.unwrap() {
        inbox.done(key.seq).await.unwrap();
    }
    inbox.tidy().await;
    until("the message to be gone", async || files_with(folder.path(), TEXT).is_empty().then_some(())).await;
}

#[tokio::test]
async fn the_files_are_their_owners_alone_whatever_they_were() {
    let (folder, path) = place();
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive(vec![update(1, 1)]).await.unwrap();
    Database::open(&path).unwrap().back_up(&folder.path().join("backup.db")).unwrap();
    for item in std::fs::read_dir(folder.path()).unwrap() {
        let item = item.unwrap();
        assert_eq!(item.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", item.path());
    }
}

#[tokio::test]
async fn a_second_bot_on_the_same_file_is_refused_and_a_folder_that_is_none_named() {
    let (folder, path) = place();
    let _inbox = Inbox::open(&path).unwrap();
    let second = tokio::task::spawn_blocking(move || Inbox::open(&path)).await.unwrap();
    assert!(matches!(second, Err(StoreError::InUse { .. })));
    let nowhere = Inbox::open(&folder.path().join("no/such/folder.db")).unwrap_err();
    assert!(nowhere.to_string().contains("no/such/folder.db") && nowhere.to_string().contains("store.path"));
}

#[tokio::test]
async fn a_backup_made_while_it_runs_is_a_whole_database() {
    let (folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive((0..200).map(|id| update(id, id)).collect()).await.unwrap();
    let backup = folder.path().join("backup.db");
    Database::open(&path).unwrap().back_up(&backup).unwrap();
    let error = Database::open(&path).unwrap().back_up(&backup).unwrap_err();
    assert!(error.to_string().contains("does not exist yet"), "a backup is not written over: {error}");
    let restored = Inbox::open(&backup).unwrap();
    assert_eq!(restored.pending().await.unwrap(), inbox.pending().await.unwrap());
    assert!(restored.receive(vec![update(3, 3)]).await.unwrap().is_empty(), "it knows what was received");
}

#[tokio::test]
async fn a_corrupt_file_is_set_aside_and_what_can_be_read_is_kept() {
    let (_folder, path) = place();
    std::fs::write(&path, "this is no database, and it is long enough to be told from an empty file".repeat(99))
        .unwrap();
    let inbox = Inbox::open(&path).unwrap();
    assert_eq!(inbox.trouble(), None);
    inbox.receive(vec![update(1, 1)]).await.unwrap();
    assert_eq!(inbox.counts().await.unwrap().pending, 1);
    assert!(path.with_file_name("bedside.db.corrupt").exists());
}

#[tokio::test]
async fn a_file_that_becomes_corrupt_is_done_without_and_then_replaced() {
    let (_folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    // more than SQLite keeps in memory: it has to look into the file
    let long = |id| Incoming { json: "x".repeat(3_000), ..update(id, id) };
    inbox.receive((100..500).map(long).collect()).await.unwrap();
    inbox.tidy().await;
    inbox.counts().await.unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&vec![0xA5; 1_000_000], 0).unwrap();
    inbox.receive(vec![update(2, 2)]).await.unwrap();
    for key in inbox.pending().await.unwrap() {
        inbox.begin(key.seq).await.unwrap();
    }
    assert_eq!(inbox.trouble(), Some(Trouble::Corrupt));
    assert_eq!(inbox.lowest_volatile().await.unwrap(), Some(2), "Telegram must keep it");
    until("the file to be replaced", async || {
        inbox.tidy().await;
        inbox.counts().await.unwrap();
        inbox.trouble().is_none().then_some(())
    })
    .await;
    assert_eq!(inbox.lowest_volatile().await.unwrap(), None);
    let stored = rusqlite::Connection::open(&path).unwrap();
    let count: i64 = stored.query_row("SELECT COUNT(*) FROM inbox WHERE update_id = 2", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1, "what came meanwhile is in the new file");
}

#[tokio::test]
async fn a_file_locked_by_another_program_is_done_without_until_it_is_free() {
    let (_folder, path) = place();
    let inbox = Inbox::open(&path).unwrap();
    inbox.receive(vec![update(1, 1)]).await.unwrap();
    let first = inbox.pending().await.unwrap()[0];
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(inbox.receive(vec![update(1, 1), update(2, 2)]).await.unwrap().len(), 1);
    assert_eq!(inbox.trouble(), Some(Trouble::Locked));
    inbox.done(first.seq).await.unwrap();
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    until("the file to be used again", async || {
        inbox.tidy().await;
        inbox.counts().await.unwrap();
        inbox.trouble().is_none().then_some(())
    })
    .await;
    inbox.close().await;
    let stored = rusqlite::Connection::open(&path).unwrap();
    let left: i64 = stored.query_row("SELECT update_id FROM inbox", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 2, "the one that was answered meanwhile is gone, the new one is there");
}
