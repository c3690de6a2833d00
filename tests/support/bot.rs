//! The bot under test: the real binary, with a configuration and a directory
//! of its own, and nothing of the environment that starts the tests.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use super::fake_api::FakeApi;
use super::waiting::PATIENCE;

/// How long the bot may take to say or do the first thing: it learns its knowledge before, on a machine that may be busy.
const STARTING: Duration = Duration::from_mins(1);
/// The binary that Cargo built for this test.
const BINARY: &str = env!("CARGO_BIN_EXE_bedside");
/// The variables a child gets from the tests: to be found, and for coverage.
const PASSED_ON: [&str; 3] = ["PATH", "LLVM_PROFILE_FILE", "RUST_BACKTRACE"];

/// How to start the bot; begin with [`BotProcess::with`].
#[must_use = "the bot is started by `start`"]
#[derive(Clone, Debug)]
pub struct Setup {
    api: FakeApi,
    config: String,
    env: Vec<(String, String)>,
    args: Vec<String>,
    dir: Arc<TempDir>,
    until_polling: bool,
    prelude: Option<String>,
}

impl Setup {
    /// Adds TOML to the configuration. A key given here replaces one that the
    /// test configuration has; both may use the same sections.
    pub fn config(mut self, toml: &str) -> Self {
        self.config = merged(&self.config, toml);
        self
    }

    /// Sets a variable of the environment, such as `BEDSIDE_PRIVACY__KEEP_DAYS`.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds an argument after `run --config X`.
    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// Does not wait for the first getUpdates: for a webhook, or for a start
    /// that must fail.
    pub fn no_wait(mut self) -> Self {
        self.until_polling = false;
        self
    }

    /// Runs these commands in the shell that then becomes the bot: limits and traps are inherited.
    pub fn after(mut self, prelude: &str) -> Self {
        self.prelude = Some(prelude.to_owned());
        self
    }

    /// The same without what [`Setup::after`] set.
    pub fn without_prelude(mut self) -> Self {
        self.prelude = None;
        self
    }

    /// The directory of configuration and store.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Starts the bot and waits until it polls. Panics, with all it printed,
    /// if it ends before, or does not poll in time.
    pub async fn start(self) -> BotProcess {
        let config = self.dir.path().join("config.toml");
        std::fs::write(&config, &self.config).expect("the configuration can be written");
        let polls = self.api.polls().len();
        let mut command = Command::from(match &self.prelude {
            None => clean_command(self.dir.path(), Path::new(BINARY)),
            Some(prelude) => {
                let mut shell = clean_command(self.dir.path(), Path::new("sh"));
                shell.args(["-c", &format!("{prelude}; exec \"$0\" \"$@\""), BINARY]);
                shell
            }
        });
        command.arg("run").arg("--config").arg(&config).args(&self.args);
        command.env("TELOXIDE_TOKEN", self.api.token());
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn().expect("the bot starts");

        let stdout = Capture::of(child.stdout.take().expect("its output is piped"));
        let stderr = Capture::of(child.stderr.take().expect("its errors are piped"));
        let mut bot = BotProcess { setup: self, child, stdout, stderr };
        if bot.setup.until_polling {
            bot.wait_until_polling(polls).await;
        }
        bot
    }
}

/// The running bot. It is killed when this is dropped.
#[derive(Debug)]
pub struct BotProcess {
    setup: Setup,
    child: Child,
    stdout: Capture,
    stderr: Capture,
}

impl BotProcess {
    /// Starts the bot for this fake with the test configuration.
    pub async fn start(api: &FakeApi) -> Self {
        Self::with(api).start().await
    }

    /// Prepares to start the bot: the fake's address, no HTTP pages, the store
    /// in a directory of its own.
    pub fn with(api: &FakeApi) -> Setup {
        let dir = tempfile::Builder::new().prefix("bedside-test-").tempdir();
        let dir = dir.expect("a directory for the bot");
        let store = dir.path().join("bedside.db");
        let config = format!(
            "[telegram]\napi_url = \"{}\"\n[http]\nlisten = \"\"\n[store]\npath = '{}'\n",
            api.url(),
            store.display()
        );
        Setup {
            api: api.clone(),
            config,
            env: Vec::new(),
            args: Vec::new(),
            dir: Arc::new(dir),
            until_polling: true,
            prelude: None,
        }
    }

    /// Its process id; `None` once it has ended.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// The directory of configuration and store.
    pub fn dir(&self) -> &Path {
        self.setup.dir()
    }

    /// The database file of the test configuration.
    pub fn store(&self) -> PathBuf {
        self.dir().join("bedside.db")
    }

    /// How it was started, to start it again in the same directory.
    pub fn setup(&self) -> Setup {
        self.setup.clone()
    }

    /// Kills it as a crash would and starts it again with the same store.
    pub async fn crash_and_restart(mut self) -> Self {
        let setup = self.setup();
        self.kill().await;
        setup.start().await
    }

    /// Asks it to stop with SIGTERM; see [`BotProcess::wait`].
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Asks it to stop with SIGINT, as Ctrl-C does.
    pub fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends SIGHUP: it is to look at its files again.
    pub fn hang_up(&self) {
        self.signal("HUP");
    }

    /// The memory it holds, in KB.
    pub fn resident_kb(&self) -> u64 {
        self.status_kb("VmRSS:")
    }

    /// The same without the pages of its files.
    pub fn own_kb(&self) -> u64 {
        self.status_kb("RssAnon:")
    }

    fn status_kb(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid().expect("it runs")));
        let status = status.expect("the system tells of the process");
        let line = status.lines().find_map(|line| line.strip_prefix(what)).expect("its memory is told");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Kills it with SIGKILL and waits until it is gone.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("the bot can be killed");
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it has ended by itself and gives its exit code; `None` if
    /// a signal ended it. Panics, with all it printed, if it takes longer.
    pub async fn wait(&mut self, limit: Duration) -> Option<i32> {
        let Ok(status) = tokio::time::timeout(limit, self.child.wait()).await else {
            panic!("the bot did not end within {limit:?}\n{}", self.report());
        };
        self.stdout.finished().await;
        self.stderr.finished().await;
        status.expect("the bot can be waited for").code()
    }

    /// What it printed on standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What it printed on standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// Everything it printed so far, standard output first.
    pub fn output(&self) -> String {
        self.stdout() + &self.stderr()
    }

    /// Waits until it has printed that. Panics after a minute.
    pub async fn wait_for_output(&self, part: &str) {
        let deadline = Instant::now() + STARTING;
        while !self.output().contains(part) {
            let late = Instant::now() > deadline;
            assert!(!late, "waited in vain for {part:?} in the bot's output\n{}", self.report());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits for a getUpdates beyond those `before`.
    async fn wait_until_polling(&mut self, before: usize) {
        let deadline = Instant::now() + STARTING;
        while self.setup.api.polls().len() <= before {
            if !self.is_running() {
                let code = self.wait(PATIENCE).await;
                panic!("the bot ended with {code:?} before it polled\n{}", self.report());
            }
            let late = Instant::now() > deadline;
            assert!(!late, "the bot did not poll\n{}", self.report());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Sends a signal by name. The shell does it, since this crate has no `unsafe`.
    fn signal(&self, name: &str) {
        let Some(pid) = self.pid() else {
            return;
        };
        let status =
            std::process::Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name]).arg(pid.to_string()).status();
        assert!(status.is_ok_and(|status| status.success()), "SIG{name} was sent to the bot");
    }

    /// What it printed and what it did, for the message of a failed test.
    fn report(&self) -> String {
        let (stdout, stderr) = (self.stdout(), self.stderr());
        format!("standard output:\n{stdout}\nstandard error:\n{stderr}\n{}", self.setup.api.story())
    }
}

/// A stream of the bot, read as it comes.
#[derive(Debug)]
struct Capture {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Capture {
    /// Starts to read.
    fn of(mut stream: impl AsyncRead + Unpin + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bytes);
        let reader = tokio::spawn(async move {
            let mut piece = [0; 4096];
            while let Ok(count @ 1..) = stream.read(&mut piece).await {
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend(&piece[..count]);
            }
        });
        Self { bytes, reader: Some(reader) }
    }

    /// What was read so far.
    fn text(&self) -> String {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Waits until the stream has ended.
    async fn finished(&mut self) {
        if let Some(reader) = self.reader.take() {
            // A grandchild that holds the stream open must not hold up the test.
            let _ = tokio::time::timeout(Duration::from_secs(1), reader).await;
        }
    }
}

/// Runs the binary once with these arguments and this text on standard input,
/// in an empty directory. Gives exit code (`None`: ended by a signal),
/// standard output and standard error. Panics if it takes a minute.
pub fn bedside_cmd(args: &[&str], stdin: &str) -> (Option<i32>, String, String) {
    let dir = tempfile::tempdir().expect("a directory for the command");
    bedside_cmd_in(dir.path(), args, &[], stdin)
}

/// The same in a given directory and with variables in the environment.
pub fn bedside_cmd_in(dir: &Path, args: &[&str], env: &[(&str, &str)], stdin: &str) -> (Option<i32>, String, String) {
    let mut command = clean_command(dir, Path::new(BINARY));
    command.args(args).envs(env.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut input = child.stdin.take().expect("its input is piped");
    let stdin = stdin.to_owned();
    // It may end without reading everything, so a broken pipe is no error.
    std::thread::spawn(move || input.write_all(stdin.as_bytes()).ok());
    let stdout = read_apart(child.stdout.take().expect("its output is piped"));
    let stderr = read_apart(child.stderr.take().expect("its errors are piped"));

    let deadline = Instant::now() + Duration::from_mins(1);
    let status = loop {
        match child.try_wait().expect("the command can be waited for") {
            Some(status) => break status,
            None if Instant::now() > deadline => {
                child.kill().ok();
                panic!("bedside {args:?} did not end within a minute");
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let text = |reader: std::thread::JoinHandle<String>| reader.join().unwrap_or_default();
    (status.code(), text(stdout), text(stderr))
}

/// Reads a stream to its end in a thread.
fn read_apart(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// A program in a directory, with almost no environment.
fn clean_command(dir: &Path, program: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(program);
    // what one test's bot has learnt the next one need not learn again
    command.current_dir(dir).env_clear().env("HOME", dir).env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    for name in PASSED_ON {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Two TOML texts as one: sections of the same name are joined, and of a key
/// in both the later one stays. Lines are taken as they are, so a value over
/// several lines can be added but not replaced.
pub fn merged(base: &str, extra: &str) -> String {
    let mut sections: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    for text in [base, extra] {
        let mut at = 0;
        for line in text.lines() {
            if line.trim_start().starts_with('[') && !line.contains('=') {
                let name = line.trim().to_owned();
                at = sections.iter().position(|(known, _)| *known == name).unwrap_or(sections.len());
                if at == sections.len() {
                    sections.push((name, Vec::new()));
                }
                continue;
            }
            if let Some(key) = key(line) {
                sections[at].1.retain(|known| self::key(known) != Some(key));
            }
            sections[at].1.push(line.to_owned());
        }
    }
    let lines = sections.into_iter().flat_map(|(name, lines)| std::iter::once(name).chain(lines));
    lines.filter(|line| !line.is_empty()).map(|line| line + "\n").collect()
}

/// The key of a line `key = value`.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    Some(key.trim()).filter(|key| !key.is_empty() && key.chars().all(plain))
}
