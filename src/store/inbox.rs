//! The inbox as the running bot uses it: every call waits for the writing thread, none blocks the caller's thread.

use super::error::{StoreError, Trouble};
use super::lock::Lock;
use super::rows::{self, Counts, Failed, Incoming, Key, Row};
use super::writer::{Job, Message, Writer};
use chrono::Utc;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

/// Calls that wait for the thread at most; further ones wait to be queued.
const QUEUE: usize = 256;
/// The thread's stack; SQLite needs a few dozen KB.
const STACK: usize = 512 * 1024;
/// How long closing may take.
const CLOSING: Duration = Duration::from_secs(5);

/// The inbox of a running bot. Clones are the same inbox.
#[derive(Debug, Clone)]
pub struct Inbox {
    messages: mpsc::Sender<Message>,
    trouble: watch::Receiver<Option<(Trouble, i64)>>,
    _lock: Arc<Lock>,
}

impl Inbox {
    /// Opens or creates the file and starts the thread. A second running bot on the same file is refused.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = Lock::take(path)?;
        let (tell, trouble) = watch::channel(None);
        let writer = Writer::open(path.to_owned(), tell)?;
        let (messages, work) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("store".to_owned())
            .stack_size(STACK)
            .spawn(move || writer.run(work))
            .map_err(|source| StoreError::Unopenable { path: path.to_owned(), source })?;
        Ok(Self { messages, trouble, _lock: Arc::new(lock) })
    }

    /// Stores updates in one transaction and gives the rows of those that are new.
    pub async fn receive(&self, updates: Vec<Incoming>) -> Result<Vec<Key>, StoreError> {
        self.call(move |sql| rows::receive(sql, &updates, now())).await
    }

    /// The rows to work on, in the order of arrival.
    pub async fn pending(&self) -> Result<Vec<Key>, StoreError> {
        self.call(rows::pending).await
    }

    /// Begins the work on a row; `None` if it is gone.
    pub async fn begin(&self, seq: i64) -> Result<Option<Row>, StoreError> {
        self.call(move |sql| rows::begin(sql, seq)).await
    }

    /// Remembers how many of the reply's messages have gone out.
    pub async fn sent(&self, seq: i64, messages: u32) -> Result<(), StoreError> {
        self.call(move |sql| rows::sent(sql, seq, messages)).await
    }

    /// The work on a row ended in order, to be begun again later.
    pub async fn rest(&self, seq: i64) -> Result<(), StoreError> {
        self.call(move |sql| rows::rest(sql, seq)).await
    }

    /// Erases a row whose work is done.
    pub async fn done(&self, seq: i64) -> Result<(), StoreError> {
        self.call(move |sql| rows::done(sql, seq)).await
    }

    /// Counts a failure; after `most` of them the row is a dead letter. The error must not quote the message.
    pub async fn fail(&self, seq: i64, error: String, most: u32) -> Result<Failed, StoreError> {
        self.call(move |sql| rows::fail(sql, seq, &error, most, now())).await
    }

    /// Makes a row a dead letter.
    pub async fn bury(&self, seq: i64, error: String) -> Result<(), StoreError> {
        self.call(move |sql| rows::bury(sql, seq, &error, now())).await
    }

    /// Puts a late question by until its asker wants the answer.
    pub async fn hold(&self, seq: i64) -> Result<(), StoreError> {
        self.call(move |sql| rows::hold(sql, seq, now())).await
    }

    /// Whether a late question of this chat was put by before.
    pub async fn holds(&self, chat: i64) -> Result<bool, StoreError> {
        self.call(move |sql| rows::holds(sql, chat)).await
    }

    /// Takes a chat's late questions up again.
    pub async fn release(&self, chat: i64) -> Result<Vec<Key>, StoreError> {
        self.call(move |sql| rows::release(sql, chat, now())).await
    }

    /// Erases what is kept of a chat beyond what is being answered.
    pub async fn forget(&self, chat: i64) -> Result<(), StoreError> {
        self.call(move |sql| rows::forget(sql, chat)).await
    }

    /// How full the inbox is.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        self.call(rows::counts).await
    }

    /// Housekeeping; to be called every second or two.
    pub async fn tidy(&self) {
        // a thread that has ended shows at the next call that needs an answer
        let _ = self.messages.send(Message::Tidy(now())).await;
    }

    /// Why the file cannot be used at present, if so.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().map(|(trouble, _)| trouble)
    }

    /// Resolves when the file can no longer be used, or can be used again.
    pub async fn trouble_changed(&mut self) -> Option<Trouble> {
        if self.trouble.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        self.trouble()
    }

    /// The lowest number of an update that is received but neither answered nor on disk: Telegram must keep it.
    pub async fn lowest_volatile(&self) -> Result<Option<i64>, StoreError> {
        let Some((_, since)) = *self.trouble.borrow() else { return Ok(None) };
        self.call(move |sql| rows::lowest_update_after(sql, since)).await
    }

    /// Finishes what is queued and closes the file.
    pub async fn close(self) {
        let (closed, wait) = oneshot::channel();
        if self.messages.send(Message::Close(closed)).await.is_ok() {
            // too long: the system closes the file, and the journal is read at the next start
            let _ = timeout(CLOSING, wait).await;
        }
    }

    pub(super) async fn call<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Message::Job(Box::new(Call { work, result: None, reply }));
        self.messages.send(job).await.map_err(|_| StoreError::Closed)?;
        Ok(answer.await.map_err(|_| StoreError::Closed)??)
    }
}

/// A call and where its result goes.
struct Call<T, F> {
    work: F,
    result: Option<rusqlite::Result<T>>,
    reply: oneshot::Sender<rusqlite::Result<T>>,
}

impl<T: Send, F: FnMut(&Connection) -> rusqlite::Result<T> + Send> Job for Call<T, F> {
    fn run(&mut self, sql: &Connection) -> rusqlite::Result<()> {
        match (self.work)(sql) {
            Err(error) if Trouble::of(&error).is_some() => Err(error),
            result => {
                self.result = Some(result);
                Ok(())
            }
        }
    }

    fn reply(self: Box<Self>) {
        if let Some(result) = self.result {
            // the caller may have stopped waiting; the work is done all the same
            let _ = self.reply.send(result);
        }
    }
}

/// Seconds since 1970 (UTC).
fn now() -> i64 {
    Utc::now().timestamp()
}
