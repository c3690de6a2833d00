//! The build script: the shipped knowledge, compressed to a quarter, for the program to carry; and a smaller way to link.

#[path = "knowledge/packing.rs"]
mod packing;

use packing::{MEMORY, ORDER};
use ppmd_rust::Ppmd7Encoder;
use std::error::Error;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Functions that came out alike are kept once: a tenth of a megabyte or two. Not every linker can.
const FOLD: &str = "-Wl,--icf=all";

/// The first glibc that reads packed relocations, which take a fortieth of the place: some hundred KB instead of 1 MB.
const PACKS: (u32, u32) = (2, 36);

/// Where the code is that makes an engine of the files.
const LEARNERS: [&str; 7] =
    ["src/engine", "src/knowledge", "src/learning", "src/matcher", "src/prepared", "src/text", "src/triage"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=knowledge");
    compress_knowledge()?;
    name_learner()?;
    if packs_relocations() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") && links(FOLD)? {
        println!("cargo::rustc-link-arg-bins={FOLD}");
    }
    Ok(())
}

/// All files of the knowledge one behind the other, which compresses better than each alone: the name and the text of each,
/// ended by a zero.
fn compress_knowledge() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("knowledge");
    let mut paths = fs::read_dir(folder)?.map(|item| item.map(|item| item.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let name = path.file_name().and_then(OsStr::to_str).ok_or("a name that is not UTF-8")?;
        for part in [name.as_bytes(), &fs::read(&path)?] {
            all.extend_from_slice(part);
            all.push(0);
        }
    }
    let mut writer = Ppmd7Encoder::new(Vec::new(), ORDER, MEMORY)?;
    writer.write_all(&all)?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&all);
    println!("cargo::rustc-env=KNOWLEDGE_HASH={:016x}", hasher.finish());
    fs::write(Path::new(&env::var("OUT_DIR")?).join("knowledge.ppmd"), writer.finish(true)?)?;
    Ok(())
}

/// A hash of the code that learns, under a name that is no setting (`BEDSIDE_...`), for cargo sets it where it runs the program:
/// what an older program learnt and kept is not taken for this one's.
fn name_learner() -> Result<(), Box<dyn Error>> {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    let mut folders: Vec<PathBuf> = LEARNERS.iter().map(PathBuf::from).collect();
    while let Some(folder) = folders.pop() {
        println!("cargo::rerun-if-changed={}", folder.display());
        for item in fs::read_dir(folder)? {
            let path = item?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(&fs::read(file)?);
    }
    println!("cargo::rustc-env=LEARNER_HASH={:016x}", hasher.finish());
    Ok(())
}

/// Whether the program is built for a glibc that is here and new enough.
fn packs_relocations() -> bool {
    let is = |name, value| env::var(name).is_ok_and(|it| it == value);
    let for_glibc = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    for_glibc && env::var("HOST") == env::var("TARGET") && glibc().is_some_and(|version| version >= PACKS)
}

/// Whether the compiler's linker takes an argument: a program of nothing is linked with it. Other machines' linkers are not
/// asked.
fn links(argument: &str) -> Result<bool, Box<dyn Error>> {
    if env::var("HOST") != env::var("TARGET") {
        return Ok(false);
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    let source = folder.join("nothing.rs");
    fs::write(&source, "fn main() {}")?;
    let mut compiler = Command::new(env::var("RUSTC")?);
    compiler.args(["--crate-name", "nothing", "-C"]).arg(format!("link-arg={argument}"));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        compiler.arg("-C").arg(format!("linker={linker}"));
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    compiler.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    let output = compiler.arg("-o").arg(folder.join("nothing")).arg(source).output();
    Ok(output.is_ok_and(|output| output.status.success()))
}

/// The version of this machine's glibc.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let (major, minor) = std::str::from_utf8(&said).ok()?.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
