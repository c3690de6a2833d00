//! The structure that the design promises: which module may import which, and which crate appears where.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules by rank. A module imports only lower ranks; `cli` is the top.
const RANKS: [&[&str]; 10] = [
    &["text", "question", "toml_style", "redact", "chart", "whole"],
    &["knowledge", "learning"],
    &["triage", "matcher"],
    &["reply"],
    &["engine"],
    &["render", "config", "eval", "draft", "sheet", "audit", "store", "prepared"],
    &["conversation", "monitor"],
    &["edition"],
    &["telegram"],
    &["cli"],
];

fn rank(module: &str) -> usize {
    RANKS
        .iter()
        .position(|modules| modules.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` has no rank: add it to RANKS"))
}

/// Every source file with the top module it belongs to; `lib.rs`, `main.rs` and the build script are left out.
fn sources() -> Vec<(String, PathBuf)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && (path.parent() != Some(&src)
                    || !(["lib.rs", "main.rs", "build.rs"].iter().any(|name| path.ends_with(name))))
            {
                let relative = path.strip_prefix(&src).unwrap();
                let top = relative.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
                files.push((top, path));
            }
        }
    }
    assert!(files.len() > 20, "the sources were not found");
    files
}

/// The modules that a source names as `crate::name`, also inside braces.
fn imports(source: &str) -> Vec<String> {
    let name =
        |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>();
    let mut names = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(list[..list.find('}').unwrap()].split(',').map(|part| name(part.trim()))),
            None => names.push(name(rest)),
        }
    }
    names
}

#[test]
fn a_module_imports_only_lower_ranks() {
    for (module, path) in sources() {
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            assert!(
                import == module || rank(&import) < rank(&module),
                "{} (rank {}) imports `{import}` (rank {})",
                path.display(),
                rank(&module),
                rank(&import)
            );
        }
    }
}

#[test]
fn foreign_interfaces_stay_in_their_rooms() {
    for (module, path) in sources() {
        let source = fs::read_to_string(&path).unwrap();
        assert!(module == "telegram" || !source.contains("teloxide::"), "{} knows teloxide", path.display());
        assert!(module == "config" || !source.contains("std::env::"), "{} reads the environment", path.display());
        let sql = ["rusqlite", "SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA "];
        assert!(module == "store" || !sql.iter().any(|word| source.contains(word)), "{} knows SQL", path.display());
        // only the program itself, once more: no shell, and nothing of a message on a command line
        let starts = source.contains("process::Command") && !path.ends_with("config/heap.rs");
        assert!(!starts, "{} starts a program", path.display());
    }
}

/// A panic in the work on one update is caught only where panics unwind.
#[test]
fn no_profile_makes_a_panic_the_end_of_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["Cargo.toml", ".cargo/config.toml"] {
        let text = fs::read_to_string(root.join(name)).unwrap_or_default();
        let aborts = text.lines().any(|line| line.split('#').next().is_some_and(|line| line.contains("abort")));
        assert!(!aborts, "{name} makes a panic end the program");
    }
}

#[test]
fn what_the_bot_says_stands_with_its_other_sentences() {
    for (module, path) in sources() {
        if !["telegram", "conversation", "render"].contains(&module.as_str()) {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let program = source.split("#[cfg(test)]").next().unwrap_or_default();
        for part in [".text(\"", ".note(\"", ".heading(\"", ".reminder(\"", ".button(\""] {
            for (at, _) in program.match_indices(part) {
                let literal: String = program[at + part.len()..].chars().take_while(|letter| *letter != '"').collect();
                assert!(!literal.contains(' '), "{} says \"{literal}\" by itself", path.display());
            }
        }
    }
}

#[test]
fn every_source_says_its_purpose_first() {
    for (_, path) in sources() {
        let source = fs::read_to_string(&path).unwrap();
        assert!(source.starts_with("//! "), "{} does not begin with its purpose", path.display());
    }
}
