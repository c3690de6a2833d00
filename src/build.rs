//! The build script: the shipped knowledge, deflated to a third, for the program to carry; and a smaller way to link.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The most effort: it is spent once, where the program is built.
const LEVEL: u8 = 10;

/// The first glibc that reads packed relocations, which take a fortieth of the place: some hundred KB instead of 1 MB.
const PACKS: (u32, u32) = (2, 36);

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=knowledge");
    deflate_knowledge()?;
    if packs_relocations() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

fn deflate_knowledge() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("knowledge");
    let out = env::var("OUT_DIR")?;
    for item in fs::read_dir(folder)? {
        let path = item?.path();
        if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|extension| extension == "toml")) {
            let deflated = miniz_oxide::deflate::compress_to_vec(&fs::read(&path)?, LEVEL);
            fs::write(Path::new(&out).join(name), deflated)?;
        }
    }
    Ok(())
}

/// Whether the program is built for a glibc that is here and new enough.
fn packs_relocations() -> bool {
    let is = |name, value| env::var(name).is_ok_and(|it| it == value);
    let for_glibc = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    for_glibc && env::var("HOST") == env::var("TARGET") && glibc().is_some_and(|version| version >= PACKS)
}

/// The version of this machine's glibc.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let (major, minor) = std::str::from_utf8(&said).ok()?.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
