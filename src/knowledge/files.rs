//! The files of a knowledge as they were read: which there are, what each holds, and a version that tells two states of
//! them apart.

use super::load::LoadError;
use super::packing::{MEMORY, ORDER};
use super::problem::{Place, Problem, Problems};
use chrono::NaiveDate;
use ppmd_rust::Ppmd7Decoder;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Bytes of the hash that are shown: enough to tell any two states of a folder apart.
const SHOWN: usize = 6;

/// A file of a knowledge folder, read.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// How messages name it.
    pub(super) name: String,
    /// What it holds.
    pub(super) role: Role,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Article,
    Vocabulary,
    Triage,
    OutOfScope,
    Messages,
    /// The built-in out-of-scope examples beside the built-in messages: ordinary messages to learn from, whatever the article
    /// is about.
    Strangers,
    Additions,
}

/// File names that do not hold an article.
const ROLES: [(&str, Role); 5] = [
    ("vocabulary.toml", Role::Vocabulary),
    ("triage.toml", Role::Triage),
    ("out-of-scope.toml", Role::OutOfScope),
    ("messages.toml", Role::Messages),
    (super::additions::FILE, Role::Additions),
];

/// What the names of built-in files begin with.
pub(super) const BUILT_IN_NAME: &str = "built-in/";

/// What a folder gets built-in where it has no such file of its own: an emergency must not be missed for want of a file.
const INDISPENSABLE: [Role; 2] = [Role::Triage, Role::Messages];

/// The shipped knowledge, so that the binary works from any folder: what the build script wrote.
const BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.ppmd"));

/// The build script's hash of it.
const BUILT_IN_HASH: &str = env!("KNOWLEDGE_HASH");

/// The name and the text of each file of the shipped knowledge. Cost: some tenths of a second.
#[must_use]
pub fn built_in_files() -> Vec<(String, String)> {
    // the build script wrote it, and a test reads it: nothing that can go wrong at a user's
    let mut all = String::new();
    let Ok(mut reader) = Ppmd7Decoder::new(BUILT_IN, ORDER, MEMORY) else { return Vec::new() };
    if reader.read_to_string(&mut all).is_err() {
        return Vec::new();
    }
    let mut parts = all.split_terminator('\0').map(str::to_owned);
    std::iter::from_fn(|| parts.next().zip(parts.next())).collect()
}

/// The same as files to load, those that `wanted` picks by their role.
fn built_in(wanted: impl Fn(Role) -> bool) -> Vec<File> {
    let named =
        |(name, text): (String, String)| File { role: role_of(&name), name: format!("{BUILT_IN_NAME}{name}"), text };
    built_in_files().into_iter().map(named).filter(|file| wanted(file.role)).collect()
}

/// Which state of the knowledge it is: the day of the last review and a hash of all files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The latest review of one of its articles.
    pub reviewed: Option<NaiveDate>,
    /// The beginning of the SHA-256 over the names and texts of the files, in hexadecimal. The same files give the same
    /// hash wherever they lie.
    pub hash: String,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reviewed {
            Some(date) => write!(f, "{date}, {}", self.hash),
            None => f.write_str(&self.hash),
        }
    }
}

/// The files of a knowledge, read and not yet understood.
#[derive(Debug, Clone)]
pub struct Files {
    /// None for those built into the binary, which are unpacked where they are read: a start from what was learnt before does
    /// not read them.
    given: Option<Vec<File>>,
    /// Files that could not be read.
    pub(super) unread: Vec<Problem>,
    pub(super) origin: String,
}

impl Files {
    /// The files built into the binary.
    #[must_use]
    pub fn built_in() -> Self {
        Self { given: None, unread: Vec::new(), origin: "the knowledge built into the program".to_owned() }
    }

    /// Those of a folder; without one those built into the binary.
    pub fn of(folder: Option<&Path>) -> Result<Self, LoadError> {
        folder.map_or_else(|| Ok(Self::built_in()), Self::of_folder)
    }

    /// The TOML files of a folder.
    pub fn of_folder(folder: &Path) -> Result<Self, LoadError> {
        let unreadable = |source| LoadError::Folder { path: folder.to_owned(), source };
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .map_err(unreadable)?
            .map(|item| item.map(|item| item.path()))
            .collect::<Result<_, _>>()
            .map_err(unreadable)?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        paths.sort();

        let mut files = Vec::with_capacity(paths.len() + 1);
        let mut unread = Problems::default();
        for path in paths {
            let name = path.display().to_string();
            match std::fs::read_to_string(&path) {
                Ok(text) => files.push(File { role: role_of(&name), name, text }),
                Err(error) => {
                    let place = Place { file: name.into(), line: 1 };
                    let remedy = "make it a UTF-8 text file that the bot may read";
                    unread.error(&place, format!("cannot be read ({error})"), remedy);
                }
            }
        }
        if !files.iter().any(|file| file.role == Role::Article) && unread.is_empty() {
            return Err(LoadError::NoArticle(folder.to_owned()));
        }
        let files = Self { given: Some(files), unread: unread.sorted(), origin: folder.display().to_string() };
        Ok(files.completed())
    }

    /// Files that are given as path and text.
    #[must_use]
    pub fn of_texts(files: Vec<(String, String)>, origin: &str) -> Self {
        let files = files.into_iter().map(|(name, text)| File { role: role_of(&name), name, text }).collect();
        Self { given: Some(files), unread: Vec::new(), origin: origin.to_owned() }.completed()
    }

    fn completed(mut self) -> Self {
        let files = self.given.get_or_insert_default();
        let missing: Vec<Role> =
            INDISPENSABLE.into_iter().filter(|role| files.iter().all(|file| file.role != *role)).collect();
        if missing.is_empty() {
            return self;
        }
        let strangers = missing.contains(&Role::Messages);
        let more = built_in(|role| missing.contains(&role) || strangers && role == Role::OutOfScope);
        files.extend(more.into_iter().map(|file| match file.role {
            Role::OutOfScope => File { role: Role::Strangers, ..file },
            _ => file,
        }));
        self
    }

    /// The same with another text in the file at `path`, which may be new.
    #[must_use]
    pub fn with(mut self, path: &Path, text: &str) -> Self {
        let name = path.display().to_string();
        let files = self.given.get_or_insert_with(|| built_in(|_| true));
        files.retain(|file| file.name != name);
        files.push(File { role: role_of(&name), name, text: text.to_owned() });
        self
    }

    /// The files, unpacked if need be.
    pub(super) fn read(&self) -> Cow<'_, [File]> {
        self.given.as_deref().map_or_else(|| Cow::Owned(built_in(|_| true)), Cow::Borrowed)
    }

    /// What is the same for the same files, for nobody to read; the built-in ones are not unpacked for it.
    #[must_use]
    pub fn key(&self) -> String {
        if self.given.is_some() { self.version().hash } else { BUILT_IN_HASH.to_owned() }
    }

    /// Which state of the files it is. Only reading them tells the day of the review.
    #[must_use]
    pub fn version(&self) -> Version {
        Self::version_of(&self.read())
    }

    /// The same of files that are read already.
    pub(super) fn version_of(files: &[File]) -> Version {
        let mut parts: Vec<(&str, &str)> =
            files.iter().map(|file| (base_name(&file.name), file.text.as_str())).collect();
        parts.sort_unstable();
        let mut context = Context::new(&SHA256);
        for part in parts.iter().flat_map(|(name, text)| [name, text]) {
            context.update(&part.len().to_be_bytes());
            context.update(part.as_bytes());
        }
        let hash = context.finish().as_ref()[..SHOWN].iter().fold(String::new(), |mut hash, byte| {
            // writing to a String cannot fail
            let _ = write!(hash, "{byte:02x}");
            hash
        });
        Version { reviewed: None, hash }
    }
}

fn base_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}

fn role_of(path: &str) -> Role {
    let name = base_name(path);
    ROLES.iter().find(|(file, _)| *file == name).map_or(Role::Article, |(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_those_of_the_knowledge_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
        let mut of_folder: Vec<String> =
            std::fs::read_dir(&folder).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        of_folder.sort_unstable();
        let built_in = built_in_files();
        assert_eq!(built_in.iter().map(|(name, _)| name).collect::<Vec<_>>(), of_folder.iter().collect::<Vec<_>>());
        for (name, text) in built_in {
            assert!(text == std::fs::read_to_string(folder.join(&name)).unwrap(), "{name}");
        }
    }
}
