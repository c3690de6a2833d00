//! The C library's heap, told to give memory back: learning takes many times what the bot needs afterwards.
//!
//! glibc raises its thresholds while a program frees large pieces, and then keeps what is freed (mallopt(3),
//! `M_TRIM_THRESHOLD`). Only its environment sets them without unsafe code, and only before the program starts; so the
//! program starts itself once more. The process stays the same one, as systemd wants it.

/// The thresholds, in bytes, as glibc's environment names them.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const THRESHOLDS: [(&str, &str); 2] = [("MALLOC_TRIM_THRESHOLD_", "131072"), ("MALLOC_MMAP_THRESHOLD_", "131072")];

/// Set for a program that was started once more because of what it had learnt.
#[cfg(unix)]
const AFRESH: (&str, &str) = ("STARTED_AFRESH", "1");

/// Starts the program once more with a heap that gives memory back. Returns where that is not needed or not possible.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_memory_back() {
    if THRESHOLDS.iter().all(|(name, _)| std::env::var_os(name).is_none()) {
        start_again(&THRESHOLDS);
    }
}

/// Does nothing: only glibc's heap is known to keep memory.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_memory_back() {}

/// Starts the program once more, without the holes that learning leaves in any heap. Returns where that was done already, or
/// is not possible.
#[cfg(unix)]
pub fn start_afresh() {
    if std::env::var_os(AFRESH.0).is_none() {
        start_again(&[AFRESH]);
    }
}

/// Does nothing: elsewhere a program cannot take its own place.
#[cfg(not(unix))]
pub fn start_afresh() {}

#[cfg(unix)]
fn start_again(variables: &[(&str, &str)]) {
    use std::os::unix::process::CommandExt;
    let Ok(program) = std::env::current_exe() else { return };
    let mut arguments = std::env::args_os();
    let mut command = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    let failure = command.args(arguments).envs(variables.iter().copied()).exec();
    log::debug!("the heap keeps more memory than it needs ({failure})");
}
